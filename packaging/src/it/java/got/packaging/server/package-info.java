/**
 * Servers of every version and state, and servers that break a rule: what got answers, in how much
 * memory and time, and that nothing is left.
 */
@NullMarked
package got.packaging.server;

import org.jspecify.annotations.NullMarked;
