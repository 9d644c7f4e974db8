package got.cli.options;

import got.cli.say.UsageException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * What stands before and behind the name of a command.
 *
 * @param answer to print, if there is no command to run
 * @param help whether the command's usage is asked for
 * @param command empty if there is an answer
 * @param arguments of the command, its options among them
 */
public record ProgramLine(
    Optional<String> answer, boolean help, String command, String... arguments) {
  /** As in the pom, which a test compares. */
  public static final String VERSION = "0.1.0";

  private static final char REPLACEMENT = '\ufffd';

  /**
   * @param usage of the program
   * @param commands that it has, to print below the usage
   * @throws UsageException if there is no command, or an option is unknown
   */
  public static ProgramLine parse(String program, String usage, String commands, String... args)
      throws UsageException {
    for (String word : args) {
      requireText("argument", word);
    }
    requireText("working directory", System.getProperty("user.dir", ""));
    CommandSpec spec = CommandSpec.create().name(program);
    spec.addOption(Options.flag("-h", "--help"));
    spec.addOption(Options.flag("-V", "--version"));
    spec.addPositional(Options.words("0..*"));
    // Options after the command are the command's.
    spec.parser().stopAtPositional(true);
    ParseResult result = Options.parse(spec, usage, args);
    if (result.hasMatchedOption("-V")) {
      return answer(program + " " + VERSION);
    }
    List<String> words = result.matchedPositionalValue(0, List.of());
    boolean help = result.hasMatchedOption("-h");
    if (!words.isEmpty()) {
      String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
      return new ProgramLine(Optional.empty(), help, words.getFirst(), arguments);
    }
    if (help) {
      return answer(usage + "\n" + commands);
    }
    throw new UsageException("no command given", usage);
  }

  /** What the virtual machine could not decode it has replaced; the name would be another one. */
  private static void requireText(String what, String text) throws UsageException {
    if (text.indexOf(REPLACEMENT) >= 0) {
      throw new UsageException(what + " is not UTF-8: " + text, "");
    }
  }

  private static ProgramLine answer(String text) {
    return new ProgramLine(Optional.of(text), false, "");
  }

  /** For a command that the program does not have. */
  public UsageException unknown(String usage) {
    return new UsageException("unknown command: " + command, usage);
  }
}
