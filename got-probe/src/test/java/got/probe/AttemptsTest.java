package got.probe;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.confine.LinuxSyscalls;
import java.io.FileInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing here is confined: only what is harmless then is tried. */
class AttemptsTest {
  @TempDir Path scratch;

  private Attempts attempts(Path file) throws Exception {
    return new Attempts(
        LinuxSyscalls.open(),
        scratch,
        1,
        new Attempts.Parent(
            ProcessHandle.current().pid(),
            new Attempts.OpenFile(
                ((Number) Files.getAttribute(file, "unix:dev")).longValue(),
                ((Number) Files.getAttribute(file, "unix:ino")).longValue())),
        false);
  }

  private static long result(Attempts attempts, String name) {
    return Objects.requireNonNull(attempts.late("test").get(name), name).getAsLong();
  }

  @Test
  void fileThatIsOpenIsFound() throws Exception {
    Path file = Files.createFile(scratch.resolve("file"));
    String name = "use a descriptor of its parent's";

    assertThat(Attempts.refused(result(attempts(file), name))).isTrue();
    try (FileInputStream _ = new FileInputStream(file.toFile())) {
      assertThat(result(attempts(file), name)).isGreaterThan(2);
    }
  }

  @Test
  void whatNothingForbidsIsAllowed() throws Exception {
    Path file = Files.createFile(scratch.resolve("file"));
    Attempts attempts = attempts(file);

    for (String name :
        List.of("open a scratch file to write", "make a link", "signal its parent", "truncate")) {
      assertThat(Attempts.refused(result(attempts, name))).as(name).isFalse();
    }
    assertThat(scratch.resolve("link-test")).exists();
  }

  @Test
  void barrierAndWhatIsBehindItAreToldApart() {
    assertThat(List.of(-1L, -13L, -38L)).allMatch(Attempts::refused);
    assertThat(List.of(0L, 3L, -2L, -9L, -14L, -22L)).noneMatch(Attempts::refused);
  }

  @Test
  void nothingIsListedTwice() throws Exception {
    Attempts attempts = attempts(Files.createFile(scratch.resolve("file")));
    List<String> names = new ArrayList<>(attempts.late("test").keySet());
    names.addAll(attempts.deadly().keySet());
    names.addAll(attempts.alone().keySet());

    assertThat(new HashSet<>(names)).hasSameSizeAs(names).hasSizeGreaterThan(80);
  }

  /** What nobody needs before the helper's own filter is there is tried before it, too. */
  @Test
  void whatTheLaunchFilterRefusesIsTriedAtStart() throws Exception {
    Attempts attempts = attempts(Files.createFile(scratch.resolve("file")));

    assertThat(attempts.early())
        .hasSizeGreaterThan(90)
        .containsKeys(
            "make a UDP socket",
            "make a netlink socket",
            "make a socket of the machine below",
            "make an algorithm socket",
            "connect to a named Unix socket",
            "change the mode",
            "change the times",
            "set an attribute",
            "signal its parent",
            "open its parent as a descriptor")
        .containsKeys(attempts.deadly().keySet().toArray(String[]::new));
  }
}
