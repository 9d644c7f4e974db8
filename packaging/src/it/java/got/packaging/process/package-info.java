/**
 * The processes of a clone: what each may do, what becomes of the others when one is killed, lies,
 * runs out of memory, or is refused a system call.
 */
@NullMarked
package got.packaging.process;

import org.jspecify.annotations.NullMarked;
