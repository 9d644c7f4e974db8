package got.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.say.Failure;
import got.ipc.ObjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which logs are kept, and what may be in the way of one. */
class ReflogsTest {
  @TempDir private Path work;
  private Peer peer;
  private ObjectId commit;

  @BeforeEach
  void make() throws Exception {
    peer = Peer.bare(work.resolve("r.git"));
    commit = peer.commit("one");
  }

  private void note(String name) throws Exception {
    try (LocalRepository repository = peer.open();
        Reflogs logs =
            new Reflogs(repository, OffsetDateTime.now(ZoneOffset.UTC), repository.head())) {
      logs.note(
          new RefChange(Peer.name(name), RefValue.NONE, new RefValue.Direct(commit)), "fetch");
    }
  }

  private Path log(String name) {
    return peer.path().resolve("logs").resolve(name);
  }

  /** As git reads that setting. */
  @ParameterizedTest
  @CsvSource({
    "= always, true, true",
    "= Always, true, true",
    "= true, true, false",
    "'', true, false",
    "=, false, false",
    "= off, false, false",
  })
  void settings(String value, boolean heads, boolean others) throws Exception {
    Path config = peer.path().resolve("config");
    Files.writeString(
        config, Files.readString(config) + "[core]\n\tlogAllRefUpdates " + value + "\n");
    note("refs/heads/a");
    note("refs/hoo/a");
    assertThat(Files.exists(log("refs/heads/a"))).isEqualTo(heads);
    assertThat(Files.exists(log("refs/hoo/a"))).isEqualTo(others);
  }

  @Test
  void anotherValueIsAnError() throws Exception {
    peer.git("config", "core.logAllRefUpdates", "banana");
    assertThatThrownBy(() -> note("refs/heads/a"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("core.logallrefupdates is neither true nor false");
  }

  /** git leaves them when it deletes a branch below. */
  @Test
  void emptyDirectoriesInThePlaceOfALogGo() throws Exception {
    peer.git("config", "core.logAllRefUpdates", "always");
    Files.createDirectories(log("refs/heads/a/b/c"));
    Files.createDirectories(log("refs/heads/a/d"));
    note("refs/heads/a");
    assertThat(log("refs/heads/a")).isRegularFile().isNotEmptyFile();
  }

  @Test
  void aLogBelowThePlaceOfALogStays() throws Exception {
    peer.git("config", "core.logAllRefUpdates", "always");
    Path below = log("refs/heads/a/b");
    Files.createDirectories(below.getParent());
    Files.writeString(below, "x");
    assertThatThrownBy(() -> note("refs/heads/a")).isInstanceOf(IOException.class);
    assertThat(below).hasContent("x");
  }

  /** Only a log that is there is gone on with. */
  @Test
  void aDirectoryIsNoLogThatIsThere() throws Exception {
    Files.createDirectories(log("refs/heads/a"));
    note("refs/heads/a");
    assertThat(log("refs/heads/a")).isEmptyDirectory();
  }
}
