/**
 * What Linux shows of a living process: its status, its limits, its descriptors. A process may
 * close a descriptor, or end, between two looks.
 */
@NullMarked
package got.packaging.proc;

import org.jspecify.annotations.NullMarked;
