package got.cli.admin;

import got.cli.index.PackTerms;
import got.cli.options.Options;
import got.cli.options.ProgramLine;
import got.cli.process.Confining;
import got.cli.say.Console;
import got.cli.say.Failure;
import got.cli.say.UsageException;
import got.ipc.HashAlgorithm;
import got.ipc.PackLimits;
import got.ipc.confine.Extent;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options of every command of gotadmin; usage texts are those of gotadmin(1). */
final class AdminCommandLines {
  static final String USAGE = "usage: gotadmin [-hV] command [arg ...]";
  static final String COMMANDS = "commands: confinement indexpack listpack";
  // As Game of Trees has them; options without a short form are in gotadmin(1).
  static final String INDEX_USAGE = "usage: gotadmin indexpack [-qv] packfile-path";
  static final String LIST_USAGE = "usage: gotadmin listpack [-hs] packfile-path";
  static final String CONFINEMENT_USAGE =
      "usage: gotadmin confinement [--helper-user user] [--no-landlock]";

  private static final String FORMAT = "--object-format";

  /** What a command line asks for. */
  sealed interface Invocation {}

  /** Print these lines. */
  record Show(String lines) implements Invocation {}

  /**
   * Index a pack.
   *
   * @param trustDirectory whether whoever else may rename beside the pack will not
   * @param terms that the pack is held to
   * @param verbosity as {@link Console#verbosity}, at most 1
   */
  record IndexPack(
      Path pack,
      boolean trustDirectory,
      HashAlgorithm algorithm,
      PackTerms terms,
      int verbosity,
      Confining confining)
      implements Invocation {}

  /**
   * List what is in a pack.
   *
   * @param scaled sizes for people
   * @param summary at the end
   */
  record ListPack(
      Path pack,
      HashAlgorithm algorithm,
      PackLimits limits,
      boolean scaled,
      boolean summary,
      Confining confining)
      implements Invocation {}

  /**
   * Show how the helpers are confined.
   *
   * @param confining never without
   */
  record Confinement(Confining confining) implements Invocation {}

  private AdminCommandLines() {}

  /**
   * @throws Failure if the command line is wrong
   */
  static Invocation parse(String... args) throws Failure {
    ProgramLine line = ProgramLine.parse("gotadmin", USAGE, COMMANDS, args);
    if (line.answer().isPresent()) {
      return new Show(line.answer().get());
    }
    String[] rest = line.arguments();
    return switch (line.command()) {
      case "indexpack", "ix" -> line.help() ? new Show(INDEX_USAGE) : indexPack(rest);
      case "confinement" -> line.help() ? new Show(CONFINEMENT_USAGE) : confinement(rest);
      case "listpack", "ls" -> line.help() ? new Show(LIST_USAGE) : listPack(rest);
      default -> throw line.unknown(USAGE);
    };
  }

  private static Invocation indexPack(String... args) throws Failure {
    CommandSpec spec = CommandSpec.create().name("indexpack");
    spec.addOption(Options.flag("-q", "--quiet"));
    spec.addOption(Options.flag("-v", "--verbose"));
    spec.addOption(Options.flag(Options.TRUST_DIRECTORY));
    Options.addTerms(spec);
    ParseResult result = parsePack(spec, INDEX_USAGE, args);
    Path pack = pack(result, INDEX_USAGE);
    int verbosity = result.hasMatchedOption("-v") ? 1 : 0;
    if (result.hasMatchedOption("-q")) {
      verbosity = Console.QUIET;
    }
    return new IndexPack(
        pack,
        result.hasMatchedOption(Options.TRUST_DIRECTORY),
        algorithm(result, INDEX_USAGE),
        Options.terms(result),
        verbosity,
        Options.confining(result, INDEX_USAGE));
  }

  private static Invocation confinement(String... args) throws Failure {
    CommandSpec spec = CommandSpec.create().name("confinement");
    spec.addOption(Options.value(Options.HELPER_USER));
    spec.addOption(Options.flag(Extent.NO_LANDLOCK.option()));
    spec.addPositional(Options.words("0..*"));
    ParseResult result = Options.parse(spec, CONFINEMENT_USAGE, args);
    if (!result.matchedPositionalValue(0, List.of()).isEmpty()) {
      throw new UsageException("too many arguments", CONFINEMENT_USAGE);
    }
    return new Confinement(Options.confining(result, CONFINEMENT_USAGE));
  }

  private static Invocation listPack(String... args) throws Failure {
    CommandSpec spec = CommandSpec.create().name("listpack");
    spec.addOption(Options.flag("-h", "--human-readable"));
    spec.addOption(Options.flag("-s", "--summary"));
    Options.addLimits(spec);
    ParseResult result = parsePack(spec, LIST_USAGE, args);
    return new ListPack(
        pack(result, LIST_USAGE),
        algorithm(result, LIST_USAGE),
        Options.limits(result),
        result.hasMatchedOption("-h"),
        result.hasMatchedOption("-s"),
        Options.confining(result, LIST_USAGE));
  }

  private static ParseResult parsePack(CommandSpec spec, String usage, String... args)
      throws Failure {
    spec.addOption(Options.value(FORMAT));
    Options.addConfining(spec);
    spec.addPositional(Options.words("0..*"));
    return Options.parse(spec, usage, args);
  }

  private static Path pack(ParseResult result, String usage) throws Failure {
    List<String> words = result.matchedPositionalValue(0, List.of());
    if (words.size() != 1 || words.getFirst().isEmpty()) {
      String text = words.size() > 1 ? "too many arguments" : "no packfile-path given";
      throw new UsageException(text, usage);
    }
    try {
      return Path.of(words.getFirst());
    } catch (InvalidPathException e) {
      throw new UsageException("the locale cannot express the path: " + words.getFirst(), "");
    }
  }

  /** A pack does not say which it is. */
  private static HashAlgorithm algorithm(ParseResult result, String usage) throws Failure {
    String name = result.matchedOptionValue(FORMAT, HashAlgorithm.SHA1.gitName());
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      if (algorithm.gitName().equals(name)) {
        return algorithm;
      }
    }
    throw new UsageException("unknown object format: " + name, usage);
  }
}
