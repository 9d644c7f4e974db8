package got.cli.clone;

import got.cli.index.PackTerms;
import got.cli.process.Confining;
import got.cli.process.Timeouts;
import got.cli.refs.RefSelection;
import got.cli.remote.HttpOptions;
import got.cli.remote.RepositoryUrl;
import got.cli.remote.SshOptions;
import got.cli.repository.CloneTarget;
import got.cli.say.Console;

/**
 * The command line of {@code got clone}, checked.
 *
 * @param target where the repository will be, and --trust-directory
 * @param refs -a, -b, -m and -R
 * @param list -l: show what the server has and create nothing
 * @param verbosity {@link Console#QUIET}, or the number of -v, at most 3
 * @param json --json: for programs
 * @param timeouts --connect-timeout, --timeout and --max-time
 * @param retries --retries: attempts after the first one
 * @param pack --max-pack-size, --max-object-size, --max-growth and --skip-list
 * @param ssh -i, -J and --connect-timeout, for ssh(1)
 * @param http --cacert, --max-redirs, --netrc-file, --proxy and --noproxy
 * @param confining --unconfined and --helper-user
 */
public record CloneOptions(
    RepositoryUrl url,
    CloneTarget target,
    RefSelection refs,
    boolean list,
    int verbosity,
    boolean json,
    Timeouts timeouts,
    int retries,
    PackTerms pack,
    SshOptions ssh,
    HttpOptions http,
    Confining confining) {}
