/** Starts a class of this module from a script, with the Java and the class path of the build. */
@NullMarked
package got.packaging.tool;

import org.jspecify.annotations.NullMarked;
