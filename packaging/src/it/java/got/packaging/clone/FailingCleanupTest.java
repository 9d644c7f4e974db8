package got.packaging.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess.Result;
import got.packaging.support.SmallRepositoryFixture;
import got.packaging.support.Strace;
import got.packaging.support.Strace.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be removed after a failure is named; everything else is removed. */
class FailingCleanupTest extends SmallRepositoryFixture {
  private static final Pattern COMPLAINTS =
      Pattern.compile(
          "got: warning: left behind: (/.*): input/output error\ngot: .*: input/output error\n");

  @TempDir Path scratch;
  private Path above;

  @BeforeEach
  void makeDirectory() throws Exception {
    above = Files.createDirectory(work.resolve("above"));
  }

  /** Lets the first fsync(2) fail, and what undoes the rest. */
  private Path left(Fault undoing) throws Exception {
    Fault cause = new Fault("fsync", "1", "EIO");
    Result result =
        new Strace(scratch, work)
            .fail(
                List.of(cause, undoing),
                "clone",
                "-q",
                daemon.url("small.git"),
                above.resolve("new/it.git").toString());
    assertThat(result.status()).isEqualTo(3);
    assertThat(result.out()).isEmpty();
    Matcher complaints = COMPLAINTS.matcher(result.err());
    assertThat(complaints.matches()).as(result.err()).isTrue();
    Path left = Path.of(complaints.group(1));
    assertThat(Files.exists(left, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(above.resolve("new/it.git")).doesNotExist();
    return left;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(above)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void fileThatStaysIsNamed() throws Exception {
    Path left = left(new Fault("unlinkat", "1", "EIO"));

    assertThat(files()).containsExactly(left);
  }

  @Test
  void ofManyFilesThatStayTheFirstIsNamed() throws Exception {
    Path left = left(new Fault("unlinkat", "1+", "EIO"));

    assertThat(files()).hasSize(2).contains(left);
  }

  @Test
  void directoryThatStaysIsNamed() throws Exception {
    // Two files come first.
    Path left = left(new Fault("unlinkat", "3", "EIO"));

    assertThat(left).isEmptyDirectory();
    assertThat(files()).isEmpty();
  }

  @Test
  void parentThatStaysIsNamed() throws Exception {
    // Two files, then of directories refs/tags, refs/heads, refs, objects/pack, objects, and the
    // private one.
    Path left = left(new Fault("unlinkat", "9", "EIO"));

    assertThat(left).isEqualTo(above.resolve("new"));
    assertThat(left).isEmptyDirectory();
  }
}
