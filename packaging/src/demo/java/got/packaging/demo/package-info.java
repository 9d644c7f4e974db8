/**
 * What {@code packaging/demo} runs: it clones with the assembled got, and shows what each process
 * of the clone holds. No test.
 */
@NullMarked
package got.packaging.demo;

import org.jspecify.annotations.NullMarked;
