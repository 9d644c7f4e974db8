/**
 * What the fuzz targets of all modules share.
 *
 * <p>A target is a class {@code …Fuzz} in the tests of the module that it is about, with a method
 * {@code fuzzerTestOneInput} for Jazzer, which packaging/fuzz/run starts. In every build {@link
 * got.fuzz.Corpus} calls the same method with the inputs that are kept and with mutations of them.
 */
@NullMarked
package got.fuzz;

import org.jspecify.annotations.NullMarked;
