/**
 * What the scripts in {@code packaging/bench} run beside the programs they measure: a generator of
 * large packs, JGit's indexer with a command line, and a plot of the figures.
 */
@NullMarked
package got.packaging.bench;

import org.jspecify.annotations.NullMarked;
