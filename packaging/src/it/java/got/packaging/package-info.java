/**
 * The programs as they are shipped, from outside: what they print, what they leave on the disk, and
 * what the system says about their processes.
 *
 * <p>{@link got.packaging.GotProcess} runs {@code bin/got} of the assembled tree against a {@link
 * got.packaging.GitDaemon}, directly or through a {@link got.packaging.ServerProxy} that slows,
 * stops, cuts or spoils what the server says. Repositories come from {@link
 * got.packaging.TestRepositories}, and {@link got.packaging.Git} is the second opinion on the
 * result.
 */
@NullMarked
package got.packaging;

import org.jspecify.annotations.NullMarked;
