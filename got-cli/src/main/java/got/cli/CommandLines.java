package got.cli;

import got.cli.clone.JumpHosts;
import got.cli.clone.RefSelection;
import got.cli.clone.RepositoryUrl;
import got.cli.clone.SshOptions;
import got.cli.process.Confining;
import got.cli.process.Timeouts;
import got.ipc.PackLimits;
import got.ipc.Remote.Transport;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The options of every command, and how they are taken apart.
 *
 * <p>Built with picocli's model alone: annotations would have to be read by reflection at each
 * start. Usage texts are those of got(1), not picocli's.
 */
public final class CommandLines {
  static final String USAGE = "usage: got [-hV] command [arg ...]";
  static final String COMMANDS = "commands: clone";
  static final String CLONE_USAGE =
      "usage: got clone [-almqv] [-b branch] [-i identity-file] [-J jumphost] [-R reference]"
          + " repository-URL [directory]";

  /** Options of every command that starts helpers. */
  public static final String UNCONFINED = "--unconfined";

  /** The same. */
  public static final String HELPER_USER = "--helper-user";

  private static final String MAX_PACK_SIZE = "--max-pack-size";
  private static final String MAX_OBJECT_SIZE = "--max-object-size";
  private static final String MAX_GROWTH = "--max-growth";
  private static final String JSON = "--json";
  private static final String REQUIRES = "option requires an argument: ";
  private static final int MAX_VERBOSITY = 3;

  /** Eleven days at most, so that milliseconds fit an int. */
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

  /** Less than 2^60 with any letter. */
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,6}|[0-9]{1,15}(?![KMGT]))([KMGT]?)");

  /** What a command line asks for. */
  sealed interface Invocation {}

  /** Print these lines. */
  record Show(String lines) implements Invocation {}

  /** Clone. */
  record Clone(CloneOptions options) implements Invocation {}

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
      case "clone", "cl" -> line.help() ? new Show(CLONE_USAGE) : clone(line.arguments());
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

  /** True if the command is to clone and a word looks like a URL, be the rest right or wrong. */
  static boolean looksLikeClone(String... args) {
    return args.length > 1
        && (args[0].equals("clone") || args[0].equals("cl"))
        && Stream.of(args).anyMatch(RepositoryUrl::looksLikeOne);
  }

  /** Every option of clone. */
  static CommandSpec cloneSpec() {
    CommandSpec spec = CommandSpec.create().name("clone");
    spec.addOption(flag("-a", "--all"));
    spec.addOption(list("-b", "--branch"));
    spec.addOption(value("-i", "--identity"));
    spec.addOption(value("-J", "--jump"));
    spec.addOption(flag("-l", "--list"));
    spec.addOption(flag("-m", "--mirror"));
    spec.addOption(flag("-q", "--quiet"));
    spec.addOption(list("-R", "--reference"));
    spec.addOption(OptionSpec.builder("-v", "--verbose").type(boolean[].class).arity("0").build());
    spec.addOption(flag(JSON));
    spec.addOption(value("--connect-timeout"));
    spec.addOption(value("--timeout"));
    spec.addOption(value("--max-time"));
    addLimits(spec);
    spec.addOption(flag(UNCONFINED));
    spec.addOption(value(HELPER_USER));
    spec.addPositional(words("0..*"));
    return spec;
  }

  private static Invocation clone(String... args) throws Failure {
    ParseResult result = parse(cloneSpec(), CLONE_USAGE, args);
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
            directory(words.size() == 2 ? words.get(1) : url.directory()),
            RefSelection.of(
                result.hasMatchedOption("-a"),
                result.matchedOptionValue("-b", List.of()),
                result.matchedOptionValue("-R", List.of()),
                result.hasMatchedOption("-m")),
            result.hasMatchedOption("-l"),
            verbosity(result),
            result.hasMatchedOption(JSON),
            new Timeouts(
                seconds(result, "--connect-timeout", Timeouts.DEFAULT.connect()),
                seconds(result, "--timeout", Timeouts.DEFAULT.silence()),
                seconds(result, "--max-time", Timeouts.DEFAULT.total())),
            limits(result),
            new SshOptions(
                forSsh(result, "-i", url),
                forSsh(result, "-J", url),
                result.matchedOptionValue("--connect-timeout", "")),
            confining(result, CLONE_USAGE)));
  }

  private static int verbosity(ParseResult result) {
    boolean[] times = result.matchedOptionValue("-v", new boolean[0]);
    return result.hasMatchedOption("-q") ? Console.QUIET : Math.min(times.length, MAX_VERBOSITY);
  }

  private static Duration seconds(ParseResult result, String option, Duration otherwise)
      throws UsageException {
    if (!result.hasMatchedOption(option)) {
      return otherwise;
    }
    String value = result.matchedOptionValue(option, "");
    if (!SECONDS.matcher(value).matches()) {
      throw new UsageException("bad value of option " + option + ": " + value, "");
    }
    return Duration.ofSeconds(Integer.parseInt(value));
  }

  /** The options of {@link #limits}. */
  public static void addLimits(CommandSpec spec) {
    spec.addOption(value(MAX_PACK_SIZE));
    spec.addOption(value(MAX_OBJECT_SIZE));
    spec.addOption(value(MAX_GROWTH));
  }

  /** What a pack may cost. */
  public static PackLimits limits(ParseResult result) throws UsageException {
    return new PackLimits(
        size(result, MAX_PACK_SIZE, PackLimits.DEFAULT.packBytes()),
        size(result, MAX_OBJECT_SIZE, PackLimits.DEFAULT.objectBytes()),
        size(result, MAX_GROWTH, PackLimits.DEFAULT.growth()));
  }

  /** A number, perhaps with the letter of a power of 1024. */
  private static long size(ParseResult result, String option, long otherwise)
      throws UsageException {
    if (!result.hasMatchedOption(option)) {
      return otherwise;
    }
    String value = result.matchedOptionValue(option, "");
    Matcher matcher = SIZE.matcher(value);
    if (!matcher.matches()) {
      throw new UsageException("bad value of option " + option + ": " + value, "");
    }
    int power = " KMGT".indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2));
    return Long.parseLong(matcher.group(1)) << (10 * power);
  }

  /**
   * How helpers are confined.
   *
   * @param usage to show if that is not said rightly
   */
  public static Confining confining(ParseResult result, String usage) throws UsageException {
    boolean unconfined = result.hasMatchedOption(UNCONFINED);
    String user = result.matchedOptionValue(HELPER_USER, "");
    if (result.hasMatchedOption(HELPER_USER)) {
      if (unconfined) {
        throw new UsageException(
            UNCONFINED + " and " + HELPER_USER + " options are mutually exclusive", "");
      }
      if (user.isEmpty()) {
        throw new UsageException(REQUIRES + HELPER_USER, usage);
      }
    }
    return new Confining(unconfined, user);
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
      throw new UsageException(REQUIRES + option, CLONE_USAGE);
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

  /**
   * Takes arguments apart.
   *
   * @param usage to show if they are wrong
   */
  public static ParseResult parse(CommandSpec spec, String usage, String... args)
      throws UsageException {
    // An argument that starts with @ is an argument, not a file to read more of them from.
    spec.parser().expandAtFiles(false).overwrittenOptionsAllowed(true);
    try {
      return new CommandLine(spec).parseArgs(args);
    } catch (ParameterException e) {
      throw new UsageException(text(e), usage);
    }
  }

  private static String text(ParameterException e) {
    return switch (e) {
      case CommandLine.UnmatchedArgumentException u when !u.getUnmatched().isEmpty() ->
          "unknown option: " + u.getUnmatched().getFirst();
      case CommandLine.MissingParameterException m when !m.getMissing().isEmpty() ->
          REQUIRES + (m.getMissing().getFirst() instanceof OptionSpec o ? o.shortestName() : "");
      default -> "bad option: " + e.getMessage();
    };
  }

  /** An option without a value. */
  public static OptionSpec flag(String... names) {
    return OptionSpec.builder(names).type(boolean.class).arity("0").build();
  }

  /** An option with a value. */
  public static OptionSpec value(String... names) {
    return OptionSpec.builder(names).type(String.class).arity("1").build();
  }

  private static OptionSpec list(String... names) {
    return OptionSpec.builder(names)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("1")
        .build();
  }

  /** What is no option. */
  public static PositionalParamSpec words(String arity) {
    return PositionalParamSpec.builder()
        .index("0..*")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity(arity)
        .build();
  }
}
