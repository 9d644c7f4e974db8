package got.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.cli.files.HeldFile;
import got.cli.say.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RepositoryFinderTest {
  @TempDir Path directory;
  private Path repository;
  private Path tree;

  @BeforeEach
  void link() throws IOException {
    repository = directory.resolve("it.git");
    Files.createDirectories(repository.resolve("objects"));
    Files.createDirectory(repository.resolve("refs"));
    Files.writeString(repository.resolve("HEAD"), "ref: refs/heads/main\n");
    tree = Files.createDirectories(directory.resolve("tree/below"));
    Files.writeString(directory.resolve("tree/.git"), "gitdir: " + repository + "\n");
  }

  @Test
  void aFileLeadsToTheRepository() throws Exception {
    assertThat(RepositoryFinder.from(tree).gitDirectory()).isEqualTo(repository);
    assertThat(RepositoryFinder.at(directory.resolve("tree")).gitDirectory()).isEqualTo(repository);
  }

  /** Behind a link, two dots do not lead back to where the link is. */
  @Test
  void twoDotsBehindALinkLeadWhereTheSystemSays() throws Exception {
    Files.createSymbolicLink(directory.resolve("link"), tree);
    Files.createDirectories(directory.resolve("other/objects"));
    Path meant = directory.resolve("tree/other");
    Files.createDirectories(meant.resolve("objects"));
    Files.createDirectories(meant.resolve("refs"));
    Files.writeString(meant.resolve("HEAD"), "ref: refs/heads/main\n");
    Path typed = directory.resolve("link/../other");
    assertThat(RepositoryFinder.at(typed).gitDirectory()).isEqualTo(meant.toRealPath());
    Files.writeString(directory.resolve("tree/.git"), "gitdir: ../link/../other\n");
    assertThat(RepositoryFinder.from(tree).gitDirectory()).isEqualTo(meant.toRealPath());
  }

  /** Not that the repository around it is taken in its place. */
  @Test
  void aLinkToTheFileLeadsThereToo() throws Exception {
    Path inner = Files.createDirectory(tree.resolve("inner"));
    Path other = directory.resolve("other.git");
    Files.createDirectories(other.resolve("objects"));
    Files.createDirectory(other.resolve("refs"));
    Files.writeString(other.resolve("HEAD"), "ref: refs/heads/main\n");
    Path file = Files.writeString(directory.resolve("file"), "gitdir: " + other + "\n");
    Files.createSymbolicLink(inner.resolve(".git"), file);
    assertThat(RepositoryFinder.from(inner).gitDirectory()).isEqualTo(other);
    assertThat(RepositoryFinder.at(inner).gitDirectory()).isEqualTo(other);
  }

  /** Git calls that dubious ownership. root's are followed. */
  @Test
  void aFileOfAnotherUserIsNotFollowed() throws Exception {
    Path file = directory.resolve("tree/.git");
    assertThat(RepositoryFinder.firstLine(file, HeldFile.user())).startsWith("gitdir: ");
    if (HeldFile.user() == 0) {
      assertThat(RepositoryFinder.firstLine(file, 1000)).startsWith("gitdir: ");
      Files.setAttribute(file, "unix:uid", 1000);
    }
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> RepositoryFinder.firstLine(file, 1001))
        .withMessage(file + ": belongs to another user, who could name any repository");
  }

  /** Whoever swaps one in between does not make got wait for a writer. */
  @Test
  void nothingButAFileIsRead() throws Exception {
    Path fifo = directory.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("tree/.git"));
    for (Path path : new Path[] {fifo, link, directory}) {
      assertThatExceptionOfType(Failure.class)
          .as(path.toString())
          .isThrownBy(() -> RepositoryFinder.firstLine(path, HeldFile.user()));
    }
  }
}
