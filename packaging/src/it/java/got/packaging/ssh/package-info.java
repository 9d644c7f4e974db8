/** Clones by way of the installed ssh(1) and sshd(8). */
@NullMarked
package got.packaging.ssh;

import org.jspecify.annotations.NullMarked;
