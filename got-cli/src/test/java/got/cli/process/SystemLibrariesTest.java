package got.cli.process;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.confine.FileRule;
import got.ipc.confine.FileRule.Access;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of the files that a virtual machine has loaded its helpers may load, too. */
class SystemLibrariesTest {
  private static List<FileRule> rules(String... files) {
    return SystemLibraries.rules(
        List.of(files).stream()
            .map(file -> "ffff8f000000-ffff8f200000 r-xp 00000000 00:02 1234       " + file + "\n")
            .collect(joining("ffff8f300000-ffff8f400000 rw-p 00000000 00:00 0 \n")),
        Path.of("/opt/got/runtime"));
  }

  /** As Debian builds it. */
  @Test
  void librariesOfTheVirtualMachineAreRead() {
    List<FileRule> rules =
        rules(
            "/opt/got/runtime/lib/server/libjvm.so",
            "/usr/lib/aarch64-linux-gnu/libc.so.6",
            "/usr/lib/aarch64-linux-gnu/libm.so.6",
            "/usr/lib/aarch64-linux-gnu/libgcc_s.so.1",
            "/usr/lib/aarch64-linux-gnu/libstdc++.so.6.0.33",
            "/usr/lib/aarch64-linux-gnu/libz.so.1.3.1");

    assertThat(rules).hasSize(5).allMatch(rule -> rule.access() == Access.READ);
  }

  @Test
  void loaderIsExecuted() {
    for (String loader : List.of("/lib/ld-linux-aarch64.so.1", "/lib/ld-musl-x86_64.so.1")) {
      assertThat(rules(loader)).containsExactly(new FileRule(Path.of(loader), Access.EXECUTE));
    }
  }

  /** Name service, locales, what somebody preloads, got's own library: a helper needs none. */
  @Test
  void whatElseGotHasLoadedIsNot() {
    assertThat(
            rules(
                "/usr/lib/aarch64-linux-gnu/libnss_files.so.2",
                "/usr/lib/aarch64-linux-gnu/libcrypto.so.3",
                "/usr/lib/aarch64-linux-gnu/libcap.so.2",
                "/home/user/libpreloaded.so",
                "/opt/got/lib/libjunixsocket.so",
                "[heap]"))
        .isEmpty();
  }
}
