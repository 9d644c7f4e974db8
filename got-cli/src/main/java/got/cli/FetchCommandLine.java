package got.cli;

import got.cli.fetch.FetchOptions;
import got.cli.fetch.FetchOptions.Action;
import got.cli.fetch.Wish;
import got.cli.local.RepositoryPlace;
import got.cli.options.HttpWords;
import got.cli.options.Options;
import got.cli.process.Timeouts;
import got.cli.refs.RefSelection;
import got.cli.remote.JumpHosts;
import got.cli.remote.SshOptions;
import got.cli.say.Console;
import got.cli.say.Failure;
import got.cli.say.UsageException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The command line of {@code got fetch}. */
final class FetchCommandLine {
  static final String USAGE =
      "usage: got fetch [-adlqtvX] [-b branch] [-i identity-file] [-J jumphost] [-R reference]"
          + " [-r repository-path] [remote-repository]";

  /** For {@code got -h fetch}; got(1) says more. */
  static final String OPTIONS =
      """
        -a, --all                 all branches
        -b, --branch branch       this branch; may be repeated
        -d, --delete              delete what the server no longer has
        -i, --identity file       the key that ssh(1) is to use
        -J, --jump host           go through this host, by ssh(1)
        -l, --list                list what the server has, and fetch nothing
        -q, --quiet               say nothing but errors
        -R, --reference name      this reference, or all below it; repeatable
        -r, --repository path     the repository; else looked for from here upwards
        -t, --tags                tags that exist may move
        -v, --verbose             say more; may be repeated
        -X, --forget              delete what is remembered of the remote
            --cacert file         who may vouch for an https server, in PEM
            --connect-timeout s   seconds until there is a connection
            --helper-user user    whom helpers of root run as
            --json                one object for each event, for programs
            --max-growth n        refuse what gets n times as large as the pack
            --max-object-size n   refuse larger objects; n may end in K, M, G or T
            --max-pack-size n     refuse larger packs
            --max-redirs n        follow so many redirects of an http server
            --max-time s          seconds for everything
            --netrc-file file     users and passwords for https servers
            --no-landlock         do without Landlock, keep the other mechanisms
            --noproxy list        hosts that are reached without a proxy
            --proxy url           go through this proxy of http
            --retries n           try so often again what may go well then
            --skip-list file      ids of objects that may be faulty, as git's
            --timeout s           seconds that the server may be silent
            --trust-directory     write where other users may rename
            --unconfined          do without confinement
      """
          .stripTrailing();

  private static final String[][] EXCLUSIVE = {
    {"-a", "-b"},
    {"-l", "-a"},
    {"-l", "-b"},
    {"-l", "-d"},
    {"-l", "-X"},
    {"-X", "-a"},
    {"-X", "-b"},
    {"-X", "-d"},
    {"-X", "-t"},
    {"-X", "-R"}
  };

  private static final String ORIGIN = "origin";
  private static final int MAX_VERBOSITY = 3;

  private FetchCommandLine() {}

  /** Every option of fetch. */
  static CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("fetch");
    spec.addOption(Options.flag("-a", "--all"));
    spec.addOption(Options.list("-b", "--branch"));
    spec.addOption(Options.flag("-d", "--delete"));
    spec.addOption(Options.value("-i", "--identity"));
    spec.addOption(Options.value("-J", "--jump"));
    spec.addOption(Options.flag("-l", "--list"));
    spec.addOption(Options.flag("-q", "--quiet"));
    spec.addOption(Options.list("-R", "--reference"));
    spec.addOption(Options.value("-r", "--repository"));
    spec.addOption(Options.flag("-t", "--tags"));
    spec.addOption(OptionSpec.builder("-v", "--verbose").type(boolean[].class).arity("0").build());
    spec.addOption(Options.flag("-X", "--forget"));
    spec.addOption(Options.flag("--json"));
    spec.addOption(Options.value("--connect-timeout"));
    spec.addOption(Options.value("--timeout"));
    spec.addOption(Options.value("--max-time"));
    spec.addOption(Options.value(Options.RETRIES));
    HttpWords.add(spec);
    Options.addTerms(spec);
    spec.addOption(Options.flag(Options.TRUST_DIRECTORY));
    Options.addConfining(spec);
    spec.addPositional(Options.words("0..*"));
    return spec;
  }

  static FetchOptions parse(String... args) throws Failure {
    ParseResult result = Options.parse(spec(), USAGE, args);
    for (String[] pair : EXCLUSIVE) {
      if (result.hasMatchedOption(pair[0]) && result.hasMatchedOption(pair[1])) {
        throw new UsageException(
            pair[0] + " and " + pair[1] + " options are mutually exclusive", "");
      }
    }
    List<String> words = result.matchedPositionalValue(0, List.of());
    if (words.size() > 1) {
      throw new UsageException("too many arguments", USAGE);
    }
    if (words.isEmpty() && result.hasMatchedOption("-X")) {
      throw new UsageException("-X option requires the name of a remote repository", USAGE);
    }
    return new FetchOptions(
        new RepositoryPlace(
            required(result, "-r"), result.hasMatchedOption(Options.TRUST_DIRECTORY)),
        words.isEmpty() ? ORIGIN : words.getFirst(),
        wish(result),
        result.hasMatchedOption("-X")
            ? Action.FORGET
            : result.hasMatchedOption("-l") ? Action.LIST : Action.FETCH,
        verbosity(result),
        result.hasMatchedOption("--json"),
        new Timeouts(
            Options.seconds(result, "--connect-timeout", Timeouts.DEFAULT.connect()),
            Options.seconds(result, "--timeout", Timeouts.DEFAULT.silence()),
            Options.seconds(result, "--max-time", Timeouts.DEFAULT.total())),
        Options.small(result, Options.RETRIES, 0),
        Options.terms(result),
        ssh(result),
        HttpWords.options(result, USAGE),
        Options.confining(result, USAGE));
  }

  private static Wish wish(ParseResult result) throws Failure {
    RefSelection names =
        RefSelection.of(
            result.hasMatchedOption("-a"),
            result.matchedOptionValue("-b", List.of()),
            result.matchedOptionValue("-R", List.of()),
            false);
    return new Wish(
        names.all(),
        names.branches(),
        names.references(),
        result.hasMatchedOption("-t"),
        result.hasMatchedOption("-d"));
  }

  private static int verbosity(ParseResult result) {
    boolean[] times = result.matchedOptionValue("-v", new boolean[0]);
    return result.hasMatchedOption("-q") ? Console.QUIET : Math.min(times.length, MAX_VERBOSITY);
  }

  /** The value of an option, which must not be empty; empty if the option is not there. */
  private static String required(ParseResult result, String option) throws UsageException {
    String value = result.matchedOptionValue(option, "");
    if (result.hasMatchedOption(option) && value.isEmpty()) {
      throw new UsageException(Options.REQUIRES + option, USAGE);
    }
    return value;
  }

  private static SshOptions ssh(ParseResult result) throws UsageException {
    String identity = required(result, "-i");
    String jump = required(result, "-J");
    boolean file = !identity.startsWith("-") && identity.chars().noneMatch(Character::isISOControl);
    if (!file) {
      throw new UsageException("bad value of option -i: " + identity, "");
    }
    if (!jump.isEmpty() && !JumpHosts.acceptable(jump)) {
      throw new UsageException("bad value of option -J: " + jump, "");
    }
    return new SshOptions(
        identity,
        jump,
        result.matchedOptionValue("--connect-timeout", ""),
        Options.small(result, Options.RETRIES, 0));
  }
}
