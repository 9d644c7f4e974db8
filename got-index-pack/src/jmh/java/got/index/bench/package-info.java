/** Runs the benchmarks, which are in the packages of what they measure. */
@NullMarked
package got.index.bench;

import org.jspecify.annotations.NullMarked;
