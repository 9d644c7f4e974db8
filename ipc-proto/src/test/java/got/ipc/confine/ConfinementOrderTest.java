package got.ipc.confine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.ipc.confine.FileRule.Access;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which calls are made, in which order, and that whatever fails ends it: on kernels we play. */
class ConfinementOrderTest {
  private static final HelperTerms FULL = new HelperTerms(Extent.FULL, false);
  private static final HelperTerms NO_LANDLOCK = new HelperTerms(Extent.NO_LANDLOCK, false);
  private static final Policy POLICY =
      new Policy(Filter.only(), new ResourceLimits(5, 64, 60), "stdio prot_exec");

  /** Refuses what a Landlock domain and the launch filter refuse, then what the filter does. */
  private static final class Confined implements Syscalls {
    final FakeKernel kernel = new FakeKernel();
    boolean landlock = true;
    boolean launch = true;
    boolean filters = true;

    @Override
    public long call(Call call, long... arguments) {
      long answer = kernel.call(call, arguments);
      boolean filtered = filters && kernel.filter.length > 0;
      return switch (call) {
        case OPENAT -> filtered ? -Errno.EPERM : landlock ? -Errno.EACCES : answer;
        case SOCKET -> filtered ? -Errno.EPERM : launch ? -Errno.EACCES : answer;
        case FCHMOD -> launch ? -Errno.EACCES : -Errno.EBADF;
        case EXECVE -> filtered ? -Errno.EPERM : -Errno.EACCES;
        default -> answer;
      };
    }

    @Override
    public Architecture architecture() {
      return kernel.architecture();
    }
  }

  private static List<String> names(FakeKernel kernel) {
    List<String> names = new ArrayList<>();
    for (String call : kernel.calls) {
      String name = call.split(" ", 2)[0];
      if (names.isEmpty() || !names.getLast().equals(name)) {
        names.add(name);
      }
    }
    return names;
  }

  @Test
  void helperConfinesItselfAndProvesIt() throws Exception {
    Confined kernel = new Confined();
    assertThat(Confinement.enter(kernel, POLICY, FULL))
        .containsExactlyInAnyOrder(
            Mechanism.LANDLOCK, Mechanism.LAUNCH, Mechanism.SECCOMP, Mechanism.LIMITS);
    assertThat(names(kernel.kernel))
        .containsExactly(
            "OPENAT",
            "GETPID",
            "OPENAT", // Landlock is there
            "SOCKET",
            "FCHMOD", // and the launch filter
            "PRCTL",
            "PRLIMIT64",
            "GETPID",
            "PRCTL",
            "SECCOMP", //
            "OPENAT",
            "GETPID",
            "OPENAT",
            "SOCKET",
            "EXECVE");
    assertThat(kernel.kernel.calls).contains("PRCTL 4 0", "PRCTL 38 1", "SECCOMP 1 1 *");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void threadsAreLimitedForAUserOfItsOwn(boolean own) throws Exception {
    Confined kernel = new Confined();
    Confinement.enter(kernel, POLICY, new HelperTerms(Extent.FULL, own));
    assertThat(kernel.kernel.calls.contains("PRLIMIT64 0 6 * 0")).isEqualTo(own);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 9})
  void memoryIsLimited(int kind) throws Exception {
    Confined kernel = new Confined();
    Confinement.enter(kernel, POLICY, FULL);
    assertThat(kernel.kernel.calls).contains("PRLIMIT64 0 " + kind + " * 0");
  }

  @Test
  void withoutLandlockTheHelperGivesUp() {
    Confined kernel = new Confined();
    kernel.landlock = false;
    assertThatThrownBy(() -> Confinement.enter(kernel, POLICY, FULL))
        .isInstanceOf(ConfinementException.class)
        .hasMessage("landlock: not in force: open succeeds");
    assertThat(names(kernel.kernel)).doesNotContain("SECCOMP");
  }

  @Test
  void withoutLaunchFilterTheHelperGivesUp() {
    Confined kernel = new Confined();
    kernel.launch = false;
    assertThatThrownBy(() -> Confinement.enter(kernel, POLICY, FULL))
        .isInstanceOf(ConfinementException.class)
        .hasMessage("launch filter: not in force: socket succeeds");
    kernel.kernel.answer(Call.SOCKET, -Errno.EACCES);
    assertThatThrownBy(() -> Confinement.enter(kernel, POLICY, FULL))
        .hasMessage("launch filter: not in force: chmod: error 9");
    assertThat(names(kernel.kernel)).doesNotContain("SECCOMP");
  }

  @Test
  void landlockAloneCanBeDoneWithout() throws Exception {
    Confined kernel = new Confined();
    kernel.landlock = false;
    assertThat(Confinement.enter(kernel, POLICY, NO_LANDLOCK))
        .containsExactlyInAnyOrder(Mechanism.LAUNCH, Mechanism.SECCOMP, Mechanism.LIMITS);
    Confined nothing = new Confined();
    nothing.landlock = false;
    nothing.launch = false;
    assertThatThrownBy(() -> Confinement.enter(nothing, POLICY, NO_LANDLOCK))
        .hasMessage("launch filter: not in force: socket succeeds");
  }

  @Test
  void whatIsAskedForIsRequired() throws Exception {
    assertThat(Confinement.required(Extent.FULL))
        .containsExactlyInAnyOrder(
            Mechanism.LANDLOCK, Mechanism.LAUNCH, Mechanism.SECCOMP, Mechanism.LIMITS);
    assertThat(Confinement.required(Extent.NO_LANDLOCK))
        .containsExactlyInAnyOrder(Mechanism.LAUNCH, Mechanism.SECCOMP, Mechanism.LIMITS);
    assertThat(Confinement.required(Extent.NONE)).isEmpty();
    for (Extent extent : Extent.values()) {
      for (boolean own : new boolean[] {false, true}) {
        HelperTerms terms = new HelperTerms(extent, own);
        assertThat(HelperTerms.of(terms.arguments())).isEqualTo(terms);
      }
    }
  }

  @Test
  void aFilterThatDoesNotFilterIsNoticed() {
    Confined kernel = new Confined();
    kernel.filters = false;
    assertThatThrownBy(() -> Confinement.enter(kernel, POLICY, FULL))
        .hasMessage("seccomp: not in force: open: permission denied");
  }

  @ParameterizedTest
  @CsvSource({
    "PRCTL, -22, dumpable: invalid argument",
    "PRLIMIT64, -1, rlimits: core: operation not permitted",
    "SECCOMP, -38, seccomp: the kernel does not have it",
    "SECCOMP, -22, seccomp: invalid argument",
    "SECCOMP, -1, seccomp: a filter forbids it",
    "SECCOMP, 77, seccomp: thread 77 has a filter of its own",
  })
  void whatFailsIsNamed(Call call, long answer, String reason) {
    Confined kernel = new Confined();
    kernel.kernel.answer(call, answer);
    assertThatThrownBy(() -> Confinement.enter(kernel, POLICY, FULL))
        .isInstanceOf(ConfinementException.class)
        .hasMessage(reason);
  }

  @Test
  void rulesGiveTheLeast() throws Exception {
    FakeKernel kernel = new FakeKernel();
    List<FileRule> rules = new ArrayList<>();
    for (Access access : Access.values()) {
      rules.add(new FileRule(Path.of("/x"), access));
    }
    Landlock.prepare(kernel, rules).close();
    assertThat(kernel.rules)
        .containsExactly("4 on 102", "5 on 103", "8 on 104", "c on 105", "fffe on 106");
  }

  @Test
  void gotIsRestrictedAsAWholeWhereTheKernelCan() throws Exception {
    Confined kernel = new Confined();
    kernel.landlock = false;
    kernel.kernel.landlock(8, 0xffff);
    List<FileRule> rules = List.of(new FileRule(Path.of("/"), Access.READ_TREE));
    assertThat(Confinement.seal(kernel, EnumSet.allOf(Seal.class), rules))
        .containsExactlyInAnyOrder(Mechanism.SECCOMP, Mechanism.LANDLOCK);
    assertThat(kernel.kernel.calls).anyMatch(c -> c.matches("LANDLOCK_RESTRICT_SELF \\d+ 8"));
    // It must be able to kill helpers, which are in other domains.
    assertThat(kernel.kernel.ruleSets.getLast()).containsExactly(0xffff, 3, 1);

    Confined older = new Confined();
    assertThat(Confinement.seal(older, EnumSet.allOf(Seal.class), rules))
        .containsExactly(Mechanism.SECCOMP);
    assertThat(names(older.kernel)).doesNotContain("LANDLOCK_RESTRICT_SELF");
  }

  @Test
  void gotGivesUpProgramsThenConnections() throws Exception {
    Confined kernel = new Confined();
    kernel.landlock = false;
    kernel.kernel.landlock(8, 0xffff);
    List<FileRule> rules = List.of(new FileRule(Path.of("/"), Access.READ_TREE));

    Confinement.seal(kernel, EnumSet.of(Seal.PROGRAMS), rules);
    assertThat(kernel.kernel.ruleSets.getLast()).containsExactly(0xffff, 0, 0);
    assertThat(kernel.kernel.rules).hasSize(1);
    assertThat(names(kernel.kernel)).endsWith("SECCOMP", "EXECVE").doesNotContain("SOCKET");

    Confinement.seal(kernel, EnumSet.of(Seal.CONNECTIONS), rules);
    assertThat(kernel.kernel.ruleSets.getLast()).containsExactly(0, 3, 1);
    assertThat(kernel.kernel.rules).as("no rule of files without files").hasSize(1);
    assertThat(names(kernel.kernel)).endsWith("SECCOMP", "SOCKET");
  }

  @Test
  void aSealThatDoesNotHoldIsNoticed() {
    for (Seal seal : Seal.values()) {
      Confined kernel = new Confined();
      kernel.launch = false;
      kernel.filters = false;
      assertThatThrownBy(() -> Confinement.seal(kernel, EnumSet.of(seal), List.of()))
          .hasMessageContaining(
              seal == Seal.PROGRAMS ? "not in force: exec: " : "not in force: socket succeeds");
    }
  }

  @Test
  void launchDropsRootThenPrivilegesThenEntersTheDomain() throws Exception {
    FakeKernel kernel = new FakeKernel();
    // That root's rights come back would be an error.
    Syscalls system =
        new Syscalls() {
          @Override
          public long call(Call call, long... a) {
            long answer = kernel.call(call, a);
            return call == Call.SETRESUID && a[0] == 0 ? -Errno.EPERM : answer;
          }

          @Override
          public Architecture architecture() {
            return Architecture.X86_64;
          }
        };
    Launch launch =
        new Launch(
            List.of(new FileRule(Path.of("/a/b"), Access.READ)),
            List.of(new Account("u", 7, 8)),
            Extent.FULL);
    Process process = launch.run(system, () -> new ProcessBuilder("true").start());
    process.waitFor();
    assertThat(kernel.calls)
        .filteredOn(c -> !c.startsWith("CLOSE") && !c.startsWith("OPENAT"))
        .containsExactly(
            "GETTID",
            "GETPID", // for the filter
            "LANDLOCK_CREATE_RULESET 0 0 1",
            "LANDLOCK_CREATE_RULESET * 24 0", // is it what the version promises?
            "LANDLOCK_CREATE_RULESET * 24 0",
            "LANDLOCK_ADD_RULE 101 1 * 0",
            "SETGROUPS 0 0",
            "SETRESGID 8 8 8",
            "SETRESUID 7 7 7",
            "SETRESUID 0 0 0",
            "FACCESSAT -100 * 1",
            "FACCESSAT -100 * 4",
            "PRCTL 38 1",
            "LANDLOCK_RESTRICT_SELF 101 0",
            "PRCTL 38 1",
            "SECCOMP 1 0 *", // this thread only
            "GETPID",
            "TGKILL 4711 4712 0"); // is it gone?
  }

  @Test
  void nothingIsStartedWhenTheThreadIsNotRestricted() {
    FakeKernel kernel = new FakeKernel().answer(Call.LANDLOCK_RESTRICT_SELF, -Errno.EPERM);
    assertThatThrownBy(
            () ->
                new Launch(List.of(), List.of(), Extent.FULL)
                    .run(
                        kernel,
                        () -> {
                          throw new AssertionError("started");
                        }))
        .hasMessage("landlock: not restricted: operation not permitted");
  }

  /** The caller has something to remove; the thread alone would end the process without that. */
  @Test
  void anErrorOfTheThreadIsTheCallers() {
    OutOfMemoryError error = new OutOfMemoryError("unable to create native thread");
    assertThatThrownBy(
            () ->
                new Launch(List.of(), List.of(), Extent.FULL)
                    .run(
                        new FakeKernel(),
                        () -> {
                          throw error;
                        }))
        .isSameAs(error);
  }

  @Test
  void rootsRightsThatComeBackAreAnError() {
    assertThatThrownBy(() -> new Account("u", 7, 8).become(new FakeKernel()))
        .hasMessage("user: root's rights come back");
  }

  @Test
  void aTreeOutOfTheUsersReachIsNamed() {
    FakeKernel kernel =
        new FakeKernel().answer(Call.FACCESSAT, -Errno.EACCES).answer(Call.SETRESUID, 0);
    Syscalls system = notRootAgain(kernel);
    Launch launch =
        new Launch(
            List.of(new FileRule(Path.of("/closed/got/lib/x.jar"), Access.READ)),
            List.of(new Account("nobody", 7, 8)),
            Extent.FULL);
    assertThatThrownBy(() -> launch.run(system, () -> new ProcessBuilder("true").start()))
        .hasMessage("user: nobody cannot reach /closed: permission denied")
        .extracting(e -> ((ConfinementException) e).remedy())
        .isEqualTo(Remedy.MOVE);
  }

  /** The package installs java(1) so that nobody but root reads it. */
  @Test
  void whatIsExecutedNeedNotBeRead() throws Exception {
    FakeKernel kernel = new FakeKernel().answer(Call.SETRESUID, 0);
    Launch launch =
        new Launch(
            List.of(new FileRule(Path.of("/java"), Access.EXECUTE)),
            List.of(new Account("nobody", 7, 8)),
            Extent.FULL);
    launch.run(notRootAgain(kernel), () -> new ProcessBuilder("true").start()).waitFor();
    assertThat(kernel.calls).contains("FACCESSAT -100 * 1").doesNotContain("FACCESSAT -100 * 5");
  }

  private static Syscalls notRootAgain(FakeKernel kernel) {
    return new Syscalls() {
      @Override
      public long call(Call call, long... a) {
        return call == Call.SETRESUID && a[0] == 0 ? -Errno.EPERM : kernel.call(call, a);
      }

      @Override
      public Architecture architecture() {
        return Architecture.X86_64;
      }
    };
  }

  @Test
  void accountsComeFromPasswd(@TempDir Path directory) throws Exception {
    Path passwd = directory.resolve("passwd");
    Files.writeString(passwd, "root:x:0:0::/:/bin/sh\n_got:*:700:701::/:/x\nwheel:x:5:0::/:\n");
    assertThat(Account.named("_got", passwd)).isEqualTo(new Account("_got", 700, 701));
    assertThatThrownBy(() -> Account.named("nobody", passwd))
        .hasMessage("user: no such user: nobody");
    for (String name : List.of("root", "wheel")) {
      assertThatThrownBy(() -> Account.named(name, passwd))
          .hasMessage("user: not without rights: user or group 0");
    }
  }

  /** What was asked of OpenBSD, and when it says no. */
  private static final class Recorded implements OpenBsd {
    final List<String> calls = new ArrayList<>();
    String refused = "";

    private int record(String call) {
      calls.add(call);
      return call.equals(refused) ? -1 : 0;
    }

    @Override
    public int pledge(String promises) {
      return record("pledge " + promises);
    }

    @Override
    public int unveil(String path, String permissions) {
      return record("unveil " + path + " \"" + permissions + "\"");
    }

    @Override
    public int unveilLast() {
      return record("unveil end");
    }
  }

  @Test
  void onOpenBsdNothingExistsThenNothingIsPromisedButThePolicy() throws Exception {
    Recorded system = new Recorded();
    assertThat(Confinement.enter(system, POLICY))
        .isEqualTo(Set.of(Mechanism.PLEDGE, Mechanism.UNVEIL));
    assertThat(system.calls)
        .containsExactly("unveil / \"\"", "unveil end", "pledge stdio prot_exec");
  }

  @Test
  void onOpenBsdGotKeepsItsFiles() throws Exception {
    Recorded system = new Recorded();
    List<FileRule> rules =
        List.of(
            new FileRule(Path.of("/"), Access.READ_TREE),
            new FileRule(Path.of("/home/me"), Access.WRITE_TREE));
    Confinement.seal(system, EnumSet.of(Seal.PROGRAMS), rules);
    Confinement.seal(system, EnumSet.of(Seal.CONNECTIONS), rules);
    assertThat(system.calls)
        .containsExactly(
            "unveil / \"\"",
            "unveil / \"r\"",
            "unveil /home/me \"rwc\"",
            "unveil end",
            "pledge stdio rpath wpath cpath fattr proc sendfd prot_exec inet dns unix",
            "pledge stdio rpath wpath cpath fattr proc sendfd prot_exec");
  }

  @ParameterizedTest
  @CsvSource({
    "unveil / \"\", unveil: refused: /",
    "unveil end, unveil: refused: end",
    "pledge stdio prot_exec, pledge: refused: stdio prot_exec",
  })
  void onOpenBsdWhatFailsIsNamed(String refused, String reason) {
    Recorded system = new Recorded();
    system.refused = refused;
    assertThatThrownBy(() -> Confinement.enter(system, POLICY)).hasMessage(reason);
  }

  @Test
  void otherSystemsHaveNothing() {
    assertThat(Confinement.platform("Linux")).isEqualTo(Confinement.Platform.LINUX);
    assertThat(Confinement.platform("OpenBSD")).isEqualTo(Confinement.Platform.OPENBSD);
    assertThat(Confinement.platform("Mac OS X")).isEqualTo(Confinement.Platform.OTHER);
  }
}
