package got.packaging.process;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.confine.Account;
import got.ipc.confine.LinuxSyscalls;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.TestRepositories;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another user's process cannot take a helper of root's got over, whenever it tries. */
class TakeoverTest {
  private static final int RUNS = 4;
  private static final Pattern USER = Pattern.compile(", user (\\w+)$");

  @TempDir Path work;
  @TempDir Path served;
  private GitDaemon daemon;

  @BeforeEach
  void serve() throws Exception {
    new TestRepositories(served).normal("x.git");
    daemon = GitDaemon.start(served);
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  private static boolean root() {
    return System.getProperty("user.name").equals("root");
  }

  /** As nobody if root runs the tests; else as the user whom helpers share. */
  private static Process attacker() throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-cp",
            Stream.of(Attacker.class, LinuxSyscalls.class)
                .map(c -> c.getProtectionDomain().getCodeSource().getLocation().getPath())
                .collect(Collectors.joining(File.pathSeparator)),
            Attacker.class.getName(),
            GotProcess.TREE.toString());
    FutureTask<Process> start =
        new FutureTask<>(
            () -> {
              if (root()) {
                Account.named("nobody", Account.PASSWD).become(LinuxSyscalls.open());
              }
              return new ProcessBuilder(command)
                  .redirectError(ProcessBuilder.Redirect.INHERIT)
                  .start();
            });
    new Thread(start).start();
    return start.get();
  }

  /**
   * What the attacker achieved while got ran several times; the last line says how often it tried.
   */
  private List<String> attacked(List<GotProcess.Result> results, String... options)
      throws Exception {
    Process attacker = attacker();
    try (BufferedReader out = reader(attacker)) {
      assertThat(out.readLine()).isEqualTo("ready");
      for (int i = 0; i < RUNS; i++) {
        List<String> words = new ArrayList<>(List.of("clone", "-v"));
        words.addAll(List.of(options));
        words.add(daemon.url("x.git"));
        words.add(work.resolve("clone-" + i).toString());
        results.add(GotProcess.run(work, words.toArray(String[]::new)));
      }
      attacker.getOutputStream().write('\n');
      attacker.getOutputStream().flush();
      return out.lines().toList();
    } finally {
      end(attacker);
    }
  }

  private static BufferedReader reader(Process attacker) {
    return new BufferedReader(
        new InputStreamReader(attacker.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void end(Process attacker) throws InterruptedException {
    ProcessHandle.of(attacker.pid()).ifPresent(ProcessHandle::destroyForcibly);
    attacker.waitFor();
  }

  private static long tries(List<String> lines) {
    return Long.parseLong(lines.getLast().substring("tries ".length()));
  }

  @Test
  void nobodyGetsAtHelpersOfRoot() throws Exception {
    List<GotProcess.Result> results = new ArrayList<>();
    List<String> lines = attacked(results);

    assertThat(tries(lines)).isGreaterThan(RUNS);
    assertThat(results).allMatch(result -> result.status() == 0);
    if (root()) {
      assertThat(lines).hasSize(1);
    }
  }

  /** The attack works on a user that others share: --helper-user is for who has one to spare. */
  @Test
  void userThatIsSharedIsNotSafe() throws Exception {
    List<String> words = new ArrayList<>(List.of("clone"));
    if (root()) {
      words.addAll(List.of("--helper-user", "nobody"));
    }
    words.add(daemon.url("x.git"));
    words.add(work.resolve("clone").toString());
    Process attacker = attacker();
    try (BufferedReader out = reader(attacker)) {
      assertThat(out.readLine()).isEqualTo("ready");
      // A helper that is traced may stop for good.
      for (int i = 0; i < RUNS && !out.ready(); i++) {
        try (GotProcess got = GotProcess.start(work, words.toArray(String[]::new))) {
          while (got.handle().isAlive() && !out.ready()) {
            Thread.sleep(1);
          }
        }
      }
      assertThat(out.ready()).isTrue();
    } finally {
      end(attacker);
    }
  }

  @Test
  void noTwoHelpersHaveOneUser() throws Exception {
    Set<String> users = new HashSet<>();
    int helpers = 0;
    List<GotProcess> running = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      running.add(
          GotProcess.start(
              work, "clone", "-v", daemon.url("x.git"), work.resolve("two-" + i).toString()));
    }
    for (GotProcess got : running) {
      try (got) {
        for (String line : got.await().err().lines().toList()) {
          Matcher user = USER.matcher(line);
          if (user.find()) {
            users.add(user.group(1));
            helpers++;
          }
        }
      }
    }
    assertThat(helpers).isEqualTo(root() ? 4 : 0);
    assertThat(users).hasSize(helpers).allMatch(user -> user.matches("6[1-5]\\d{3}"));
  }
}
