/** {@code gotadmin}, from outside. */
@NullMarked
package got.packaging.admin;

import org.jspecify.annotations.NullMarked;
