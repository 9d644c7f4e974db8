package got.packaging.process;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers and services as their filters of system calls and capabilities look to got. */
class ContainerTest {
  private static final String WITHOUT =
      "; --no-landlock does without and keeps the other mechanisms\n";
  private static final String LANDLOCK_CALLS =
      "have the container or service allow landlock_create_ruleset, landlock_add_rule and"
          + " landlock_restrict_self";

  /** As systemd-nspawn's SystemCallFilter and older profiles of Docker do. */
  private static final String NO_LANDLOCK_EPERM = "1:444-446";

  /** As podman's profiles do before they know of Landlock, and gVisor. */
  private static final String NO_LANDLOCK_ENOSYS = "38:444-446";

  /**
   * Docker's and podman's defaults, as far as the numbers are everywhere the same: io_uring and
   * calls for mounts are refused, clone3(2) is not there, processes are not opened.
   */
  private static final String DEFAULT_PROFILE =
      "1:425-433,38:435-435,1:438-438,1:440-442,1:447-448";

  private static final int EPERM = 1;
  private static final int ENOSYS = 38;

  /** Podman's; Docker's are these and three more. Source: podman-run(1), --cap-add. */
  private static final String PODMAN_CAPABILITIES =
      ",+chown,+dac_override,+fowner,+fsetid,+kill,+setgid,+setuid,+setpcap,+net_bind_service"
          + ",+sys_chroot,+setfcap";

  /** Source: systemd-nspawn(1), --capability; but for SYS_RESOURCE, which some machines lack. */
  private static final String NSPAWN_CAPABILITIES =
      ",+audit_control,+audit_write,+chown,+dac_override,+dac_read_search,+fowner,+fsetid"
          + ",+ipc_owner,+kill,+lease,+linux_immutable,+mknod,+net_bind_service,+net_broadcast"
          + ",+net_raw,+setfcap,+setgid,+setpcap,+setuid,+sys_admin,+sys_boot,+sys_chroot"
          + ",+sys_nice,+sys_ptrace,+sys_tty_config";

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

  private Result clone(List<String> prefix, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("clone"));
    words.addAll(List.of(options));
    words.addAll(List.of(daemon.url("x.git"), work.resolve("clone.git").toString()));
    return Launch.in(work).by(prefix.toArray(String[]::new)).run(words.toArray(String[]::new));
  }

  @Test
  void aFilterThatForbidsLandlockIsNamed() throws Exception {
    assertThat(clone(Behind.words(NO_LANDLOCK_EPERM), "-q"))
        .isEqualTo(
            new Result(
                7,
                "",
                "got: cannot confine helpers: landlock: a filter forbids it\ngot: hint: "
                    + LANDLOCK_CALLS
                    + WITHOUT));
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void aFilterThatHidesLandlockIsThoughtOf() throws Exception {
    assertThat(clone(Behind.words(NO_LANDLOCK_ENOSYS), "-q"))
        .isEqualTo(
            new Result(
                7,
                "",
                "got: cannot confine helpers: landlock: the kernel does not have it, or a filter"
                    + " hides it\ngot: hint: start a kernel with CONFIG_SECURITY_LANDLOCK, or "
                    + LANDLOCK_CALLS
                    + WITHOUT));
    assertThat(work).isEmptyDirectory();
  }

  /** And it is said, before and after. */
  @Test
  void landlockAloneCanBeDoneWithout() throws Exception {
    String warning =
        "got: warning: --no-landlock: whoever takes a helper over can read what its user can"
            + " read\n";
    Result quiet = clone(Behind.words(NO_LANDLOCK_ENOSYS), "-q", "--no-landlock");
    assertThat(quiet).isEqualTo(new Result(0, "", warning + warning));
  }

  @Test
  void theOtherMechanismsStay() throws Exception {
    Result result = clone(Behind.words(NO_LANDLOCK_EPERM), "-v", "--no-landlock");
    assertThat(result.status()).isZero();
    for (String helper : List.of("got-fetch-pack", "got-index-pack")) {
      assertThat(result.err())
          .containsPattern(helper + ": pid \\d+: launch filter, seccomp, rlimits(, user \\d+)?\n");
    }
    assertThat(result.err()).doesNotContain("landlock abi");
  }

  /** What is open then is told, and no more than files to read. */
  @Test
  void withoutLandlockFilesCanBeReadAtStartAndNothingElse() throws Exception {
    Result result =
        Launch.in(work)
            .program(GotProcess.TREE.resolve("bin/gotadmin"))
            .run("confinement", "--no-landlock");
    assertThat(result.out().lines().filter(line -> line.contains("allowed")))
        .isNotEmpty()
        .allMatch(line -> line.matches("(allowed +)+at start: open (?!.*(write|memory)).*"));
    assertThat(result.err()).startsWith("gotadmin: not confined: operations that are not denied: ");
    assertThat(result.status()).isEqualTo(7);
  }

  @Test
  void aFilterThatForbidsSeccompIsNamed() throws Exception {
    int seccomp = System.getProperty("os.arch").equals("aarch64") ? 277 : 317;
    for (int errno : List.of(EPERM, ENOSYS)) {
      Result result =
          clone(Behind.words("%d:%d-%d".formatted(errno, seccomp, seccomp)), "-q", "--no-landlock");
      assertThat(result.err())
          .containsPattern("\ngot: cannot confine got-\\w+-pack: seccomp: a filter forbids it\n")
          .contains("\ngot: hint: have the container or service allow seccomp\n");
      assertThat(result.status()).isEqualTo(7);
      assertThat(work).isEmptyDirectory();
    }
  }

  /** Root of a container has these; it can become another user, and nothing more is needed. */
  @ParameterizedTest
  @ValueSource(strings = {PODMAN_CAPABILITIES, NSPAWN_CAPABILITIES})
  void capabilitiesOfContainersAreEnough(String capabilities) throws Exception {
    List<String> prefix = List.of("setpriv", "--bounding-set=-all" + capabilities);
    Result result = clone(root() ? prefix : List.of(), "-v");
    for (String helper : List.of("got-fetch-pack", "got-index-pack")) {
      assertThat(result.err())
          .containsPattern(
              helper
                  + ": pid \\d+: landlock abi \\d+.*, launch filter, seccomp, rlimits"
                  + (root() ? ", user \\d+\n" : "\n"));
    }
    assertThat(result.status()).isZero();
  }

  private static boolean root() {
    return System.getProperty("user.name").equals("root");
  }

  @Test
  void defaultProfilesOfContainersLetGotRun() throws Exception {
    Result result = clone(Behind.words(DEFAULT_PROFILE), "-v");
    assertThat(result.status()).isZero();
    assertThat(result.err()).contains("got-index-pack: pid ", "landlock abi ", ", launch filter, ");
  }

  /** As with --cap-drop=all, and in a name space of users that has root alone. */
  @Test
  void rootWithoutCapabilitiesIsTold() throws Exception {
    List<String> prefix = List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all");
    if (!root()) {
      assertThat(clone(List.of(), "-q").status()).as("has no other user to become").isZero();
      return;
    }
    String hint = "hint: run got as an ordinary user, or give root CAP_SETUID and CAP_SETGID\n";
    Result result = clone(prefix, "-q");
    assertThat(result.err())
        .matches(
            "got: cannot confine got-\\w+-pack: user: root cannot become another user: operation"
                + " not permitted\ngot: "
                + hint);
    assertThat(result.status()).isEqualTo(7);
    assertThat(work).isEmptyDirectory();
    assertThat(
            Launch.in(work)
                .by(prefix.toArray(String[]::new))
                .program(GotProcess.TREE.resolve("bin/gotadmin"))
                .run("confinement"))
        .isEqualTo(
            new Result(
                7,
                "",
                "gotadmin: cannot confine helpers: user: root cannot give files to another"
                    + " user\ngotadmin: "
                    + hint));
  }
}
