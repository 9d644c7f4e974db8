package got.packaging.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess;
import got.packaging.support.SmallRepositoryFixture;
import got.packaging.support.Strace;
import got.packaging.support.StraceLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** got opens what got(1) lists, and nothing else: no file of the working directory, no other's. */
class TrustedFilesTest extends SmallRepositoryFixture {
  /** Outside of the installation and the new repository. */
  private static final Pattern LISTED =
      Pattern.compile(
          "/(|dev/null|dev/u?random|dev/vsock|run/got-helpers\\.lock|(proc|sys)(/.*)?|(usr/)?lib(32|64)?/.*|usr/share/locale/.*"
              + "|etc/(passwd|group|hosts|nsswitch\\.conf|resolv\\.conf|localtime|ld\\.so\\.(cache|preload)))");

  @TempDir Path scratch;

  @Test
  void filesOfTheManualAreAllThatIsOpened() throws Exception {
    List<String> planted =
        List.of("got.conf", ".gitconfig", ".hotspotrc", ".hotspot_compiler", "java.security");
    for (String name : planted) {
      Files.writeString(work.resolve(name), "not to be read\n");
    }

    List<StraceLog.Call> opens =
        new Strace(scratch, work)
            .record("clone", "-q", daemon.url("small.git")).stream()
                .filter(call -> call.name().matches("open|openat|openat2|execve|creat"))
                .toList();

    assertThat(opens)
        .hasSizeGreaterThan(20)
        .allMatch(call -> !call.paths().isEmpty(), "an absolute name");
    String tree = GotProcess.TREE.toRealPath().toString();
    assertThat(opens.stream().map(call -> call.paths().getFirst()))
        .map(path -> Path.of(path).normalize().toString())
        .filteredOn(path -> !path.startsWith(tree + "/") && !isOurs(path))
        .filteredOn(path -> !LISTED.matcher(path).matches())
        .isEmpty();
  }

  private boolean isOurs(String path) {
    String directory = work.toString();
    return path.equals(directory)
        || path.startsWith(directory + "/.got-clone-")
        || path.startsWith(directory + "/small.git");
  }
}
