package got.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.say.Console;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshTest {
  private static final String OPTION = "SendEnv=GIT_PROTOCOL";

  private static SshCommand command(String url, Map<String, String> environment) throws Failure {
    return Ssh.command(RepositoryUrl.parse(url), SshOptions.NONE, 0, environment);
  }

  private static List<String> words(String url) throws Failure {
    return command(url, Map.of()).words();
  }

  @Test
  void withoutOptionsThereAreHostAndCommand() throws Exception {
    assertThat(words("ssh://h/x.git"))
        .containsExactly("/usr/bin/ssh", "-o", OPTION, "--", "h", "git-upload-pack '/x.git'");
  }

  @Test
  void everythingHasItsPlace() throws Exception {
    RepositoryUrl url = RepositoryUrl.parse("git+ssh://anna@h:22/x");

    assertThat(
            Ssh.command(url, new SshOptions("id", "jump", "7", 0), Console.QUIET, Map.of()).words())
        .containsExactly(
            "/usr/bin/ssh",
            "-p",
            "22",
            "-q",
            "-i",
            "id",
            "-J",
            "jump",
            "-o",
            "ConnectTimeout=7",
            "-o",
            OPTION,
            "--",
            "anna@h",
            "git-upload-pack '/x'");
  }

  /** One attempt more than there are retries. */
  @Test
  void sshItselfTriesToConnectAgain() throws Exception {
    RepositoryUrl url = RepositoryUrl.parse("ssh://h/x");

    assertThat(Ssh.command(url, new SshOptions("", "", "", 2), 0, Map.of()).words())
        .containsSequence("-o", "ConnectionAttempts=3", "-o", OPTION);
  }

  @ParameterizedTest
  @CsvSource({"-1, -q", "0, ''", "1, ''", "2, ''", "3, -v"})
  void verbosity(int verbosity, String option) throws Exception {
    List<String> words =
        Ssh.command(RepositoryUrl.parse("h:x"), SshOptions.NONE, verbosity, Map.of()).words();

    assertThat(words.subList(1, words.indexOf("-o")))
        .isEqualTo(option.isEmpty() ? List.of() : List.of(option));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ssh://h/rock'n roll.git|'/rock'\\''n roll.git'",
        "ssh://h/rock%27n%20roll.git|'/rock'\\''n roll.git'",
        "ssh://h/''|'/'\\'''\\'''",
        "ssh://h/ho!|'/ho'\\!''",
        "ssh://h/$(id)`;id|'/$(id)`;id'",
        "ssh://h/%60id%60%24HOME%3B%26|'/`id`$HOME;&'",
        "ssh://h/a\\|'/a\\'",
        "ssh://h/-x|'/-x'",
        "ssh://h/%2D-upload|'/--upload'",
        "ssh://h/~bob/x|'~bob/x'",
        "h:x y|'x y'",
        "h:a%20b|'a%20b'",
        "h:'; id|''\\''; id'",
      })
  void pathIsOneWordForTheOtherShell(String url, String quoted) throws Exception {
    assertThat(words(url).getLast()).isEqualTo("git-upload-pack " + quoted);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ssh://[::1]/x, ::1",
    "ssh://anna@[2001:db8::7]:9/x, anna@2001:db8::7",
    "ssh://[fe80::1%25eth0]/x, fe80::1%eth0",
    "anna@[::1]:x, anna@::1",
    "ssh://%61nna@h/x, anna@h",
  })
  void hostIsAsSshTakesIt(String url, String host) throws Exception {
    List<String> words = words(url);

    assertThat(words.get(words.indexOf("--") + 1)).isEqualTo(host);
    assertThat(words).hasSize(words.indexOf("--") + 3);
  }

  @Test
  void anotherProgramIsNamedByItsPath() throws Exception {
    assertThat(command("h:x", Map.of("GOT_SSH", "/opt/my ssh")).words())
        .startsWith("/opt/my ssh", "-o");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ssh", "./ssh", "bin/ssh", "~/ssh", " /bin/ssh"})
  void programThatWouldHaveToBeLookedForIsRefused(String program) {
    assertThatThrownBy(() -> command("h:x", Map.of("GOT_SSH", program)))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> {
              assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
              assertThat(e.text()).isEqualTo("GOT_SSH is no absolute path: " + program);
            });
  }

  @Test
  void environmentIsWhatSshNeedsAndTheVersionOfTheProtocol() throws Exception {
    Map<String, String> needed =
        Map.of("HOME", "/h", "SSH_AUTH_SOCK", "/s", "TERM", "vt100", "LC_ALL", "C", "PATH", "/bin");
    Map<String, String> all =
        Map.of("GIT_PROTOCOL", "version=0", "LD_PRELOAD", "x.so", "GOT_SSH", "/ssh", "IFS", "/");
    Map<String, String> environment = new java.util.HashMap<>(needed);
    environment.putAll(all);

    Map<String, String> passedOn = command("h:x", environment).environment();

    assertThat(passedOn).containsAllEntriesOf(needed).containsEntry("GIT_PROTOCOL", "version=2");
    assertThat(passedOn).hasSize(needed.size() + 1);
  }

  /** The launcher replaces LC_ALL, and says what it was. */
  @Test
  void sshGetsTheLocaleOfTheUser() throws Exception {
    assertThat(command("h:x", Map.of("LC_ALL", "C.UTF-8", "GOT_LC_ALL", "de_DE")).environment())
        .containsEntry("LC_ALL", "de_DE")
        .doesNotContainKey("GOT_LC_ALL");
    assertThat(command("h:x", Map.of("LC_ALL", "C.UTF-8", "GOT_LC_ALL", "")).environment())
        .doesNotContainKeys("LC_ALL", "GOT_LC_ALL");
  }
}
