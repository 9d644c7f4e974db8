/**
 * {@code got clone} and a server that does nothing wrong: what the command line means, what the
 * terminal shows, which files and references appear, and in which order.
 */
@NullMarked
package got.packaging.clone;

import org.jspecify.annotations.NullMarked;
