/**
 * What tests of whole processes share. {@link GotProcess} runs {@code bin/got} of the assembled
 * tree against a {@link GitDaemon}. Repositories come from {@link TestRepositories}. {@link Git} is
 * the second opinion on the result.
 */
@NullMarked
package got.packaging.support;

import org.jspecify.annotations.NullMarked;
