package got.packaging.http;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.process.TracedTree;
import got.packaging.support.ClonedRepository;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.StraceLog.Call;
import got.packaging.support.TestRepositories;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What got-fetch-http asks the system for in a clone over https, from its first word to the server
 * on. Its filter is not in force, because strace(1) could not run in its place then: so a call that
 * the filter would refuse shows here.
 */
class HttpTraceTest {
  /** Each has a line in SECURITY.md. clone3(2) is answered that there is no such call. */
  private static final Set<String> TABLE =
      Set.of(
          "brk",
          "clock_getres",
          "clock_gettime",
          "clock_nanosleep",
          "clone",
          "clone3",
          "close",
          "exit",
          "exit_group",
          "fstat",
          "futex",
          "getcpu",
          "getpid",
          "getrandom",
          "gettid",
          "gettimeofday",
          "ioctl",
          "lseek",
          "madvise",
          "mmap",
          "mprotect",
          "mremap",
          "munmap",
          "nanosleep",
          "prctl",
          "pread64",
          "read",
          "recvmsg",
          "restart_syscall",
          "rseq",
          "rt_sigaction",
          "rt_sigprocmask",
          "rt_sigreturn",
          "sched_getaffinity",
          "sched_yield",
          "sendto",
          "set_robust_list",
          "sysinfo",
          "tgkill",
          "time",
          "write");

  @TempDir Path place;
  @TempDir Path served;
  @TempDir Path scratch;
  @TempDir Path work;

  @AfterEach
  void nothingRuns() throws Exception {
    GotProcess.assertNoneRuns();
  }

  private static boolean isToTheServer(Call call) {
    return call.name().equals("write") && call.arguments().matches("(?s)\\d+<TCP(v6)?:\\[.*->.*");
  }

  @Test
  void cloneMakesNoCallOutsideTheTable() throws Exception {
    new TestRepositories(served).normal("small.git");
    Certificates certificates = Certificates.in(place);
    TracedTree tree = new TracedTree(scratch.resolve("tree"), scratch.resolve("calls"));
    tree.trace("got-fetch-http", List.of("-yy", "-s", "16"));
    try (Nginx nginx = Nginx.start(place, served, certificates.server("s", "DNS:localhost"))) {
      Result result =
          Launch.in(work)
              .program(tree.got())
              .run(
                  "clone",
                  "-q",
                  "--unconfined",
                  "--cacert",
                  certificates.authority().toString(),
                  nginx.https("/git/small.git"),
                  "clone.git");
      assertThat(result.status()).as(result.err()).isZero();
      new ClonedRepository(work.resolve("clone.git")).check(served.resolve("small.git"));
    }
    List<Call> calls = tree.calls().stream().dropWhile(call -> !isToTheServer(call)).toList();
    assertThat(calls).hasSizeGreaterThan(50);
    Set<String> others =
        calls.stream().map(Call::name).collect(Collectors.toCollection(TreeSet::new));
    others.removeAll(TABLE);
    assertThat(calls.stream().filter(call -> others.contains(call.name())).map(Call::toString))
        .isEmpty();
    assertThat(calls.stream().filter(call -> call.name().equals("ioctl")))
        .allMatch(call -> call.arguments().contains("FIONREAD"));
  }
}
