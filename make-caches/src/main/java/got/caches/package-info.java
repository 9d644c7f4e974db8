/**
 * Makes the caches of classes that the programs of a tree start from: when the tree is built, and
 * again where a package is installed, because a virtual machine does not write the same cache twice
 * and a package has to have the same bytes for the same sources.
 *
 * <p>{@link Main} asks a {@link Tree} which caches are missing. {@link Training} makes a second
 * tree of links, lets got clone a {@link History} there from a {@link Server} of this process, and
 * each virtual machine writes down what it loaded. A cache is made of each of these records, and
 * takes its name when it is complete.
 */
@NullMarked
package got.caches;

import org.jspecify.annotations.NullMarked;
