package got.packaging.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.ClonedRepository;
import got.packaging.support.FileTree;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import got.packaging.support.TreeCopy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a clone may go, and that nothing else changes. */
class DestinationTest {
  @TempDir Path work;
  @TempDir Path served;
  private Path source;
  private GitDaemon daemon;

  @BeforeEach
  void serve() throws Exception {
    source = new TestRepositories(served).normal("small.git");
    daemon = GitDaemon.start(served);
  }

  @AfterEach
  void end() throws Exception {
    daemon.close();
    GotProcess.assertNoneRuns();
  }

  private Result got(String directory) throws Exception {
    return GotProcess.run(work, "clone", daemon.url("small.git"), directory);
  }

  private void refuses(String directory, String complaint) throws Exception {
    Map<String, String> before = FileTree.snapshot(work);
    assertThat(got(directory)).isEqualTo(new Result(3, "", "got: " + complaint + "\n"));
    assertThat(FileTree.snapshot(work)).isEqualTo(before);
  }

  @Test
  void missingParentsAreMade() throws Exception {
    Result result = got("a/b/c d.git");

    assertThat(result.status()).isZero();
    assertThat(result.out()).endsWith("Created cloned repository 'a/b/c d.git'\n");
    assertThat(work.resolve("a/b").toFile().list()).containsExactly("c d.git");
    new ClonedRepository(work.resolve("a/b/c d.git")).check(source);
  }

  @Test
  void emptyDirectoryIsFilledAndStaysTheSameDirectory() throws Exception {
    Path directory = Files.createDirectory(work.resolve("empty"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    Object identity = Files.getAttribute(directory, "unix:ino");

    assertThat(got("empty").status()).isZero();
    assertThat(Files.getAttribute(directory, "unix:ino")).isEqualTo(identity);
    assertThat(FileTree.listing(directory).getFirst()).isEqualTo("rwx------ /");
    assertThat(work.toFile().list()).containsExactly("empty");
    new ClonedRepository(directory).check(source);
  }

  @Test
  void absoluteNameIsTakenAsItIs() throws Exception {
    Path directory = work.resolve("absolute.git");

    Result result = got(directory.toString());

    assertThat(result.status()).isZero();
    assertThat(result.out()).endsWith("Created cloned repository '" + directory + "'\n");
  }

  @Test
  void directoryThatIsNotEmptyIsRefusedBeforeTheServerIsContacted() throws Exception {
    daemon.close();
    Files.writeString(Files.createDirectory(work.resolve("full")).resolve("mine"), "mine");

    refuses("full", "full: directory exists and is not empty");
  }

  @Test
  void fileIsRefused() throws Exception {
    Files.writeString(work.resolve("file"), "mine");

    refuses("file", "file: exists and is not a directory");
  }

  @Test
  void linkIsRefusedEvenIfItLeadsToAnEmptyDirectory() throws Exception {
    Files.createDirectory(work.resolve("empty"));
    Files.createSymbolicLink(work.resolve("link"), Path.of("empty"));

    refuses("link", "link: exists and is not a directory");
  }

  @Test
  void parentThatIsAFileIsRefused() throws Exception {
    Files.writeString(work.resolve("file"), "mine");

    refuses("file/new", work.resolve("file") + ": not a directory");
  }

  @Test
  void directoryOfSomebodyElseIsRefused() throws Exception {
    // Permissions do not bind the superuser, so a user without rights has to try.
    boolean superuser = Files.getAttribute(work, "unix:uid").equals(0);
    Path closed = Files.createDirectory(work.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    Launch launch = Launch.in(work);
    if (superuser) {
      Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
      launch =
          launch
              .by("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
              .program(TreeCopy.in(work.resolve("tree")).resolve("bin/got"));
    }

    assertThat(launch.run("clone", daemon.url("small.git"), closed + "/new"))
        .isEqualTo(new Result(3, "", "got: " + closed + ": permission denied\n"));
    assertThat(closed).isEmptyDirectory();
  }

  @Test
  void failureLeavesAnEmptyDirectoryAndMissingParentsAsTheyWere() throws Exception {
    Files.createDirectory(work.resolve("empty"));
    Map<String, String> before = FileTree.snapshot(work);

    String url = daemon.url("nosuch.git");
    assertThat(GotProcess.run(work, "clone", url, "empty").status()).isEqualTo(5);
    assertThat(GotProcess.run(work, "clone", url, "a/b/c").status()).isEqualTo(5);

    assertThat(FileTree.snapshot(work)).isEqualTo(before);
  }
}
