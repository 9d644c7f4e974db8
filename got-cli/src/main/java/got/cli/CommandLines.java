package got.cli;

import got.cli.clone.CloneOptions;
import got.cli.fetch.FetchOptions;
import got.cli.options.HttpWords;
import got.cli.options.Options;
import got.cli.options.ProgramLine;
import got.cli.process.Timeouts;
import got.cli.refs.RefSelection;
import got.cli.remote.HttpOptions;
import got.cli.remote.JumpHosts;
import got.cli.remote.RepositoryUrl;
import got.cli.remote.SshOptions;
import got.cli.repository.CloneTarget;
import got.cli.say.Console;
import got.cli.say.Failure;
import got.cli.say.UsageException;
import got.ipc.Remote.Transport;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The commands of got and their options; usage texts are those of got(1), not picocli's. */
public final class CommandLines {
  static final String USAGE = "usage: got [-hV] command [arg ...]";
  static final String COMMANDS = "commands: clone, fetch";
  static final String CLONE_USAGE =
      "usage: got clone [-almqv] [-b branch] [-i identity-file] [-J jumphost] [-R reference]"
          + " repository-URL [directory]";

  /** For {@code got -h clone}; got(1) says more. */
  static final String CLONE_OPTIONS =
      """
        -a, --all                 all branches, not only the server's own
        -b, --branch branch       this branch; may be repeated
        -i, --identity file       the key that ssh(1) is to use
        -J, --jump host           go through this host, by ssh(1)
        -l, --list                list what the server has, and clone nothing
        -m, --mirror              references keep their names
        -q, --quiet               say nothing but errors
        -R, --reference name      also this reference, or all below it; repeatable
        -v, --verbose             say more; may be repeated
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

  private static final String JSON = "--json";
  private static final int MAX_VERBOSITY = 3;

  /** What a command line asks for. */
  sealed interface Invocation {}

  /** Print these lines. */
  record Show(String lines) implements Invocation {}

  /** Clone. */
  record Clone(CloneOptions options) implements Invocation {}

  /** Fetch. */
  record Fetch(FetchOptions options) implements Invocation {}

  private CommandLines() {}

  /**
   * @throws Failure if the command line is wrong; a {@link UsageException} if a usage text helps
   */
  static Invocation parse(String... args) throws Failure {
    ProgramLine line = ProgramLine.parse("got", USAGE, COMMANDS, args);
    if (line.answer().isPresent()) {
      return new Show(line.answer().get());
    }
    return switch (line.command()) {
      case "clone", "cl" ->
          line.help() ? new Show(CLONE_USAGE + "\n" + CLONE_OPTIONS) : clone(line.arguments());
      case "fetch", "fe" ->
          line.help()
              ? new Show(FetchCommandLine.USAGE + "\n" + FetchCommandLine.OPTIONS)
              : new Fetch(FetchCommandLine.parse(line.arguments()));
      default -> throw line.unknown(USAGE);
    };
  }

  /**
   * True if the error is to be an object too, should the rest of the command line be wrong: told
   * before anything is taken apart.
   */
  static boolean asksForJson(String... args) {
    List<String> all = List.of(args);
    int end = all.indexOf("--");
    return all.subList(0, end < 0 ? all.size() : end).contains(JSON);
  }

  /**
   * True if helpers will run, very likely: the command is to fetch, or to clone and a word looks
   * like a URL, be the rest right or wrong.
   */
  static boolean startsHelpers(String... args) {
    return switch (args.length == 0 ? "" : args[0]) {
      case "fetch", "fe" -> true;
      case "clone", "cl" -> namesUrl(args);
      default -> false;
    };
  }

  private static boolean namesUrl(String... args) {
    for (String word : args) {
      if (RepositoryUrl.looksLikeOne(word)) {
        return true;
      }
    }
    return false;
  }

  /** Every option of clone. */
  static CommandSpec cloneSpec() {
    CommandSpec spec = CommandSpec.create().name("clone");
    spec.addOption(Options.flag("-a", "--all"));
    spec.addOption(Options.list("-b", "--branch"));
    spec.addOption(Options.value("-i", "--identity"));
    spec.addOption(Options.value("-J", "--jump"));
    spec.addOption(Options.flag("-l", "--list"));
    spec.addOption(Options.flag("-m", "--mirror"));
    spec.addOption(Options.flag("-q", "--quiet"));
    spec.addOption(Options.list("-R", "--reference"));
    spec.addOption(OptionSpec.builder("-v", "--verbose").type(boolean[].class).arity("0").build());
    spec.addOption(Options.flag(JSON));
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

  private static Invocation clone(String... args) throws Failure {
    ParseResult result = Options.parse(cloneSpec(), CLONE_USAGE, args);
    for (String[] pair :
        new String[][] {{"-a", "-b"}, {"-l", "-b"}, {"-l", "-a"}, {"-l", "-m"}, {"-l", "-R"}}) {
      if (result.hasMatchedOption(pair[0]) && result.hasMatchedOption(pair[1])) {
        throw new UsageException(
            pair[0] + " and " + pair[1] + " options are mutually exclusive", "");
      }
    }
    List<String> words = result.matchedPositionalValue(0, List.of());
    if (words.isEmpty() || words.size() > 2) {
      String text = words.isEmpty() ? "no repository-URL given" : "too many arguments";
      throw new UsageException(text, CLONE_USAGE);
    }
    RepositoryUrl url = RepositoryUrl.parse(words.getFirst());
    return new Clone(
        new CloneOptions(
            url,
            new CloneTarget(
                directory(words.size() == 2 ? words.get(1) : url.directory()),
                result.hasMatchedOption(Options.TRUST_DIRECTORY)),
            RefSelection.of(
                result.hasMatchedOption("-a"),
                result.matchedOptionValue("-b", List.of()),
                result.matchedOptionValue("-R", List.of()),
                result.hasMatchedOption("-m")),
            result.hasMatchedOption("-l"),
            verbosity(result),
            result.hasMatchedOption(JSON),
            new Timeouts(
                Options.seconds(result, "--connect-timeout", Timeouts.DEFAULT.connect()),
                Options.seconds(result, "--timeout", Timeouts.DEFAULT.silence()),
                Options.seconds(result, "--max-time", Timeouts.DEFAULT.total())),
            Options.small(result, Options.RETRIES, 0),
            Options.terms(result),
            new SshOptions(
                forSsh(result, "-i", url),
                forSsh(result, "-J", url),
                result.matchedOptionValue("--connect-timeout", ""),
                Options.small(result, Options.RETRIES, 0)),
            http(result, url),
            Options.confining(result, CLONE_USAGE)));
  }

  private static int verbosity(ParseResult result) {
    boolean[] times = result.matchedOptionValue("-v", new boolean[0]);
    return result.hasMatchedOption("-q") ? Console.QUIET : Math.min(times.length, MAX_VERBOSITY);
  }

  /** The value of an option that ssh(1) will get, or empty. */
  private static String forSsh(ParseResult result, String option, RepositoryUrl url)
      throws Failure {
    if (!result.hasMatchedOption(option)) {
      return "";
    }
    String value = result.matchedOptionValue(option, "");
    if (url.transport() != Transport.SSH) {
      throw new UsageException(option + " option is for ssh: " + url.gitUrl(), "");
    }
    if (value.isEmpty()) {
      throw new UsageException(Options.REQUIRES + option, CLONE_USAGE);
    }
    boolean acceptable =
        option.equals("-J")
            ? JumpHosts.acceptable(value)
            : !value.startsWith("-") && value.chars().noneMatch(Character::isISOControl);
    if (!acceptable) {
      throw new UsageException("bad value of option " + option + ": " + value, "");
    }
    return value;
  }

  private static HttpOptions http(ParseResult result, RepositoryUrl url) throws Failure {
    for (String option : HttpWords.NAMES) {
      if (result.hasMatchedOption(option) && url.transport() != Transport.HTTP) {
        throw new UsageException(option + " option is for http and https: " + url.gitUrl(), "");
      }
    }
    return HttpWords.options(result, CLONE_USAGE);
  }

  private static Path directory(String typed) throws Failure {
    if (typed.isEmpty()) {
      throw new UsageException("empty directory name", "");
    }
    try {
      return Path.of(typed);
    } catch (InvalidPathException e) {
      throw new UsageException("the locale cannot express the directory name: " + typed, "");
    }
  }
}
