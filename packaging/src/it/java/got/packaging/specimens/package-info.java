/** Packs built byte by byte, right and wrong, through the whole of the shipped programs. */
@NullMarked
package got.packaging.specimens;

import org.jspecify.annotations.NullMarked;
