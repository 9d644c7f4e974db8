/**
 * The tree and the package as they are shipped: archives, caches, manuals, completions, scripts.
 */
@NullMarked
package got.packaging.shipped;

import org.jspecify.annotations.NullMarked;
