/** {@code got fetch} into repositories that are there, from servers that do nothing wrong. */
@NullMarked
package got.packaging.fetch;

import org.jspecify.annotations.NullMarked;
