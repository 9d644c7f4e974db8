package got.cli.options;

import got.cli.index.PackTerms;
import got.cli.index.SkipList;
import got.cli.process.Confining;
import got.cli.say.Failure;
import got.cli.say.UsageException;
import got.ipc.PackLimits;
import got.ipc.confine.Extent;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The options that several commands have, and how arguments are taken apart.
 *
 * <p>Built with picocli's model alone: annotations would have to be read by reflection at each
 * start.
 */
public final class Options {
  /** The user of root's helpers. */
  public static final String HELPER_USER = "--helper-user";

  /** Of every command that writes into a directory of the user's. */
  public static final String TRUST_DIRECTORY = "--trust-directory";

  /** Of every command that may be tried again. */
  public static final String RETRIES = "--retries";

  private static final String SKIP_LIST = "--skip-list";
  private static final String MAX_PACK_SIZE = "--max-pack-size";
  private static final String MAX_OBJECT_SIZE = "--max-object-size";
  private static final String MAX_GROWTH = "--max-growth";

  /** What is said when a value is missing. */
  public static final String REQUIRES = "option requires an argument: ";

  /** Eleven days at most, so that milliseconds fit an int. */
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

  private static final Pattern SMALL = Pattern.compile("[0-9]{1,2}");

  /** Less than 2^60 with any letter. */
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,6}|[0-9]{1,15}(?![KMGT]))([KMGT]?)");

  private Options() {}

  /** A number of seconds. */
  public static Duration seconds(ParseResult result, String option, Duration otherwise)
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

  /** A number of up to two digits. */
  public static int small(ParseResult result, String option, int otherwise) throws UsageException {
    if (!result.hasMatchedOption(option)) {
      return otherwise;
    }
    String value = result.matchedOptionValue(option, "");
    if (!SMALL.matcher(value).matches()) {
      throw new UsageException("bad value of option " + option + ": " + value, "");
    }
    return Integer.parseInt(value);
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

  /** The options of {@link #terms}. */
  public static void addTerms(CommandSpec spec) {
    addLimits(spec);
    spec.addOption(value(SKIP_LIST));
  }

  /**
   * What a pack may cost, and which of its objects may be faulty.
   *
   * @throws Failure if a value is wrong, or the file of the skip list cannot be used
   */
  public static PackTerms terms(ParseResult result) throws Failure {
    PackLimits limits = limits(result);
    return result.hasMatchedOption(SKIP_LIST)
        ? new PackTerms(limits, SkipList.read(path(result.matchedOptionValue(SKIP_LIST, ""))))
        : new PackTerms(limits, SkipList.EMPTY);
  }

  private static Path path(String typed) throws UsageException {
    try {
      return Path.of(typed);
    } catch (InvalidPathException e) {
      throw new UsageException("the locale cannot express the path: " + typed, "");
    }
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

  /** The options of {@link #confining}. */
  public static void addConfining(CommandSpec spec) {
    spec.addOption(flag(Extent.NO_LANDLOCK.option()));
    spec.addOption(flag(Extent.NONE.option()));
    spec.addOption(value(HELPER_USER));
  }

  /**
   * How helpers are confined.
   *
   * @param usage to show if that is not said rightly
   */
  public static Confining confining(ParseResult result, String usage) throws UsageException {
    Extent extent = extent(result);
    String user = result.matchedOptionValue(HELPER_USER, "");
    if (result.hasMatchedOption(HELPER_USER)) {
      if (extent == Extent.NONE) {
        throw exclusive(extent.option(), HELPER_USER);
      }
      if (user.isEmpty()) {
        throw new UsageException(REQUIRES + HELPER_USER, usage);
      }
    }
    return new Confining(extent, user);
  }

  private static Extent extent(ParseResult result) throws UsageException {
    boolean unconfined = result.hasMatchedOption(Extent.NONE.option());
    if (!result.hasMatchedOption(Extent.NO_LANDLOCK.option())) {
      return unconfined ? Extent.NONE : Extent.FULL;
    }
    if (unconfined) {
      throw exclusive(Extent.NONE.option(), Extent.NO_LANDLOCK.option());
    }
    return Extent.NO_LANDLOCK;
  }

  private static UsageException exclusive(String one, String other) {
    return new UsageException(one + " and " + other + " options are mutually exclusive", "");
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

  /** An option that may be given several times. */
  public static OptionSpec list(String... names) {
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
