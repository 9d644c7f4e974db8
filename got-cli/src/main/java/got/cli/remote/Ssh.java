package got.cli.remote;

import got.cli.say.Console;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What ssh(1) is started with: program, arguments, environment.
 *
 * <p>It is started without a shell here. Its last argument goes to a shell over there, with the
 * path in quotes. {@link UrlParser} lets no user and no host begin with a dash; {@code --} keeps
 * ssh from looking for options behind the host, which it would else do.
 */
public final class Ssh {
  /** Names another program, by an absolute path. */
  static final String PROGRAM_VARIABLE = "GOT_SSH";

  private static final String PROGRAM = "/usr/bin/ssh";

  /** The locale of got's user, which the launcher replaces by one that knows all characters. */
  private static final String LOCALE = "LC_ALL";

  /** Where the launcher keeps the user's own; empty if there was none. */
  private static final String USERS_LOCALE = "GOT_LC_ALL";

  /** From this many -v on, ssh gets one. */
  private static final int VERBOSE = 3;

  /**
   * Variables that ssh is given if they are set. They let it find its files, ask the user, ask an
   * agent or a Kerberos library, and start what its configuration names. LC_* are given too.
   */
  private static final Set<String> PASSED_ON =
      Set.of(
          "DBUS_SESSION_BUS_ADDRESS",
          "DISPLAY",
          "GPG_TTY",
          "HOME",
          "KRB5CCNAME",
          "KRB5_CONFIG",
          "LANG",
          "LOGNAME",
          "PATH",
          "SHELL",
          "SSH_AGENT_PID",
          "SSH_ASKPASS",
          "SSH_ASKPASS_REQUIRE",
          "SSH_AUTH_SOCK",
          "SSH_SK_PROVIDER",
          "TERM",
          "TMPDIR",
          "TZ",
          "USER",
          "WAYLAND_DISPLAY",
          "XAUTHORITY",
          "XDG_RUNTIME_DIR");

  private Ssh() {}

  /**
   * @param verbosity {@link Console#QUIET}, or the number of -v
   * @param environment got's own
   * @throws Failure if GOT_SSH is no absolute path
   */
  public static SshCommand command(
      RepositoryUrl url, SshOptions options, int verbosity, Map<String, String> environment)
      throws Failure {
    List<String> words = new ArrayList<>();
    words.add(program(environment));
    if (url.port() != 0) {
      words.addAll(List.of("-p", Integer.toString(url.port())));
    }
    if (verbosity == Console.QUIET) {
      words.add("-q");
    } else if (verbosity >= VERBOSE) {
      words.add("-v");
    }
    if (!options.identity().isEmpty()) {
      words.addAll(List.of("-i", options.identity()));
    }
    if (!options.jumpHost().isEmpty()) {
      words.addAll(List.of("-J", options.jumpHost()));
    }
    if (!options.connectTimeout().isEmpty()) {
      words.addAll(List.of("-o", "ConnectTimeout=" + options.connectTimeout()));
    }
    if (options.retries() > 0) {
      words.addAll(List.of("-o", "ConnectionAttempts=" + (options.retries() + 1)));
    }
    words.addAll(List.of("-o", "SendEnv=GIT_PROTOCOL", "--", url.userAndHost()));
    words.add("git-upload-pack " + quoted(url.path()));
    return new SshCommand(words, passedOn(environment));
  }

  private static String program(Map<String, String> environment) throws Failure {
    String program = environment.getOrDefault(PROGRAM_VARIABLE, PROGRAM);
    if (!program.startsWith("/")) {
      throw Phrase.NO_ABSOLUTE_PATH.failure(PROGRAM_VARIABLE, program);
    }
    return program;
  }

  /**
   * One word for the shell of the other side. An exclamation mark is special in csh(1), within
   * quotes too; git-shell(1) expects exactly this form.
   */
  private static String quoted(String path) {
    return "'" + path.replaceAll("['!]", "'\\\\$0'") + "'";
  }

  private static Map<String, String> passedOn(Map<String, String> environment) {
    Map<String, String> passedOn = new TreeMap<>(environment);
    passedOn.keySet().removeIf(name -> !PASSED_ON.contains(name) && !name.startsWith("LC_"));
    passedOn.put("GIT_PROTOCOL", "version=2");
    String locale = environment.get(USERS_LOCALE);
    if (locale != null) {
      passedOn.put(LOCALE, locale);
    }
    // Empty is the same as none.
    passedOn.remove(LOCALE, "");
    return passedOn;
  }
}
