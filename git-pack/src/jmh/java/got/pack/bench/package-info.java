/** Runs the benchmarks, which are in the packages of what they measure. */
@NullMarked
package got.pack.bench;

import org.jspecify.annotations.NullMarked;
