package got.cli.fetch;

import got.cli.index.PackTerms;
import got.cli.local.RepositoryPlace;
import got.cli.process.Confining;
import got.cli.process.Timeouts;
import got.cli.remote.HttpOptions;
import got.cli.remote.SshOptions;
import got.cli.say.Console;

/**
 * The command line of {@code got fetch}, checked as far as that is possible without the repository.
 *
 * @param place -r and --trust-directory
 * @param remote its name
 * @param wish -a, -b, -d, -R and -t
 * @param action what to do with the remote
 * @param verbosity {@link Console#QUIET}, or the number of -v, at most 3
 * @param json --json: for programs
 * @param timeouts --connect-timeout, --timeout and --max-time
 * @param retries --retries: attempts after the first one
 * @param pack --max-pack-size, --max-object-size, --max-growth and --skip-list
 * @param ssh -i, -J and --connect-timeout, for ssh(1)
 * @param http --cacert, --max-redirs, --netrc-file, --proxy and --noproxy
 * @param confining --unconfined and --helper-user
 */
public record FetchOptions(
    RepositoryPlace place,
    String remote,
    Wish wish,
    Action action,
    int verbosity,
    boolean json,
    Timeouts timeouts,
    int retries,
    PackTerms pack,
    SshOptions ssh,
    HttpOptions http,
    Confining confining) {
  /** What to do. */
  public enum Action {
    FETCH,
    /** -l. */
    LIST,
    /** -X. */
    FORGET
  }
}
