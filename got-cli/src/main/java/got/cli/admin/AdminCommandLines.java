package got.cli.admin;

import got.cli.index.PackTerms;
import got.cli.local.RepositoryPlace;
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
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options of every command of gotadmin; usage texts are those of gotadmin(1). */
final class AdminCommandLines {
  static final String USAGE = "usage: gotadmin [-hV] command [arg ...]";
  static final String COMMANDS = "commands: confinement indexpack listpack";
  // As Game of Trees has them; options without a short form are in gotadmin(1).
  static final String INDEX_USAGE =
      "usage: gotadmin indexpack [-qv] [--fix-thin [-r repository-path]] packfile-path";
  static final String LIST_USAGE =
      "usage: gotadmin listpack [-hs] [-r repository-path] packfile-path";
  static final String CONFINEMENT_USAGE =
      "usage: gotadmin confinement [--helper-user user] [--no-landlock]";

  private static final String COMMON_OPTIONS =
      """
            --helper-user user    whom the helper of root runs as
            --max-growth n        refuse what gets n times as large as the pack
            --max-object-size n   refuse larger objects; n may end in K, M, G or T
            --max-pack-size n     refuse larger packs
            --no-landlock         do without Landlock, keep the other mechanisms
            --object-format name  of the ids: sha1 or sha256
      """;

  /** For {@code gotadmin -h indexpack}; gotadmin(1) says more. */
  static final String INDEX_OPTIONS =
      """
        -q, --quiet               say nothing but errors
        -r, --repository path     for --fix-thin; else looked for from here upwards
        -v, --verbose             say what is odd about objects, and more
            --fix-thin            take the bases that are missing from a repository
      """
          + COMMON_OPTIONS
          + """
                --skip-list file      ids of objects that may be faulty, as git's
                --trust-directory     write where other users may rename
                --unconfined          do without confinement
          """;

  /** For {@code gotadmin -h listpack}. */
  static final String LIST_OPTIONS =
      """
        -h, --human-readable      sizes for people
        -r, --repository path     a repository that has the bases of a thin pack
        -s, --summary             a summary at the end
      """
          + COMMON_OPTIONS
          + """
                --trust-directory     read where other users may rename
                --unconfined          do without confinement
          """;

  /** For {@code gotadmin -h confinement}. */
  static final String CONFINEMENT_OPTIONS =
      """
            --helper-user user    whom the probes of root run as
            --no-landlock         without Landlock, as helpers with that option
      """;

  private static final String FORMAT = "--object-format";
  private static final String FIX_THIN = "--fix-thin";
  private static final String REPOSITORY = "-r";

  /** What a command line asks for. */
  sealed interface Invocation {}

  /** Print these lines. */
  record Show(String lines) implements Invocation {}

  /**
   * Index a pack.
   *
   * @param trustDirectory whether whoever else may rename beside the pack will not
   * @param repository --fix-thin: has the bases of a thin pack
   * @param stated --object-format
   * @param terms that the pack is held to
   * @param verbosity as {@link Console#verbosity}, at most 1
   */
  record IndexPack(
      Path pack,
      boolean trustDirectory,
      Optional<RepositoryPlace> repository,
      Optional<HashAlgorithm> stated,
      PackTerms terms,
      int verbosity,
      Confining confining)
      implements Invocation {}

  /**
   * List what is in a pack.
   *
   * @param repository -r: has the bases of a thin pack
   * @param stated --object-format
   * @param scaled sizes for people
   * @param summary at the end
   */
  record ListPack(
      Path pack,
      Optional<RepositoryPlace> repository,
      Optional<HashAlgorithm> stated,
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
    return switch (line.command()) {
      case "indexpack", "ix" ->
          line.help() ? help(INDEX_USAGE, INDEX_OPTIONS) : indexPack(line.arguments());
      case "confinement" ->
          line.help()
              ? help(CONFINEMENT_USAGE, CONFINEMENT_OPTIONS)
              : confinement(line.arguments());
      case "listpack", "ls" ->
          line.help() ? help(LIST_USAGE, LIST_OPTIONS) : listPack(line.arguments());
      default -> throw line.unknown(USAGE);
    };
  }

  private static Invocation help(String usage, String options) {
    return new Show(usage + "\n" + options);
  }

  /** Every option of indexpack. */
  static CommandSpec indexSpec() {
    CommandSpec spec = packSpec("indexpack");
    spec.addOption(Options.flag("-q", "--quiet"));
    spec.addOption(Options.flag("-v", "--verbose"));
    spec.addOption(Options.flag(FIX_THIN));
    Options.addTerms(spec);
    return spec;
  }

  /** Every option of listpack. */
  static CommandSpec listSpec() {
    CommandSpec spec = packSpec("listpack");
    spec.addOption(Options.flag("-h", "--human-readable"));
    spec.addOption(Options.flag("-s", "--summary"));
    Options.addLimits(spec);
    return spec;
  }

  /** Every option of confinement. */
  static CommandSpec confinementSpec() {
    CommandSpec spec = CommandSpec.create().name("confinement");
    spec.addOption(Options.value(Options.HELPER_USER));
    spec.addOption(Options.flag(Extent.NO_LANDLOCK.option()));
    spec.addPositional(Options.words("0..*"));
    return spec;
  }

  private static CommandSpec packSpec(String name) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.addOption(Options.value(FORMAT));
    spec.addOption(Options.value(REPOSITORY, "--repository"));
    spec.addOption(Options.flag(Options.TRUST_DIRECTORY));
    Options.addConfining(spec);
    spec.addPositional(Options.words("0..*"));
    return spec;
  }

  private static Invocation indexPack(String... args) throws Failure {
    ParseResult result = Options.parse(indexSpec(), INDEX_USAGE, args);
    Path pack = pack(result, INDEX_USAGE);
    int verbosity = result.hasMatchedOption("-v") ? 1 : 0;
    if (result.hasMatchedOption("-q")) {
      verbosity = Console.QUIET;
    }
    boolean fixThin = result.hasMatchedOption(FIX_THIN);
    if (!fixThin && result.hasMatchedOption(REPOSITORY)) {
      throw new UsageException("-r option is for --fix-thin", INDEX_USAGE);
    }
    return new IndexPack(
        pack,
        result.hasMatchedOption(Options.TRUST_DIRECTORY),
        fixThin ? Optional.of(place(result, INDEX_USAGE)) : Optional.empty(),
        algorithm(result, INDEX_USAGE),
        Options.terms(result),
        verbosity,
        Options.confining(result, INDEX_USAGE));
  }

  private static Invocation confinement(String... args) throws Failure {
    ParseResult result = Options.parse(confinementSpec(), CONFINEMENT_USAGE, args);
    if (!result.matchedPositionalValue(0, List.of()).isEmpty()) {
      throw new UsageException("too many arguments", CONFINEMENT_USAGE);
    }
    return new Confinement(Options.confining(result, CONFINEMENT_USAGE));
  }

  private static Invocation listPack(String... args) throws Failure {
    ParseResult result = Options.parse(listSpec(), LIST_USAGE, args);
    return new ListPack(
        pack(result, LIST_USAGE),
        result.hasMatchedOption(REPOSITORY)
            ? Optional.of(place(result, LIST_USAGE))
            : Optional.empty(),
        algorithm(result, LIST_USAGE),
        Options.limits(result),
        result.hasMatchedOption("-h"),
        result.hasMatchedOption("-s"),
        Options.confining(result, LIST_USAGE));
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

  private static RepositoryPlace place(ParseResult result, String usage) throws UsageException {
    String path = result.matchedOptionValue(REPOSITORY, "");
    if (path.isEmpty() && result.hasMatchedOption(REPOSITORY)) {
      throw new UsageException(Options.REQUIRES + REPOSITORY, usage);
    }
    return new RepositoryPlace(path, result.hasMatchedOption(Options.TRUST_DIRECTORY));
  }

  /** A pack does not say which it is. */
  private static Optional<HashAlgorithm> algorithm(ParseResult result, String usage)
      throws UsageException {
    if (!result.hasMatchedOption(FORMAT)) {
      return Optional.empty();
    }
    String name = result.matchedOptionValue(FORMAT, "");
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      if (algorithm.gitName().equals(name)) {
        return Optional.of(algorithm);
      }
    }
    throw new UsageException("unknown object format: " + name, usage);
  }
}
