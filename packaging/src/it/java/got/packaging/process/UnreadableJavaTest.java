package got.packaging.process;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.SmallRepositoryFixture;
import got.packaging.support.TreeCopy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A virtual machine whose file its user may execute and not read, as the package installs it: the
 * system lets nobody trace it, from its exec(2) on.
 */
class UnreadableJavaTest extends SmallRepositoryFixture {
  private Launch launch;
  private Path java;

  @BeforeEach
  void copyTree() throws Exception {
    Path tree = TreeCopy.in(work.resolve("tree"));
    java = tree.resolve("runtime/bin/java");
    launch = Launch.in(work).program(tree.resolve("bin/got"));
    if (System.getProperty("user.name").equals("root")) {
      Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
      launch = launch.by("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    }
    Path place = Files.createDirectory(work.resolve("place"));
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  @Test
  void nobodyOfTheSameUserCanTraceGot() throws Exception {
    String readable = ownerOfMemory();
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("--x--x--x"));

    assertThat(ownerOfMemory()).isEqualTo("root").isNotEqualTo(readable);
  }

  @Test
  void itClones() throws Exception {
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("--x--x--x"));

    assertThat(launch.run("clone", "-q", "--trust-directory", daemon.url("small.git"), "place/it"))
        .isEqualTo(new GotProcess.Result(0, "", ""));
  }

  /** As the tests' own user. If that is root, each helper is another user than got. */
  @Test
  void helpersCanBeStarted() throws Exception {
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx--x--x"));

    assertThat(
            Launch.in(work)
                .program(work.resolve("tree/bin/got"))
                .run("clone", "-q", "--trust-directory", daemon.url("small.git"), "place/it"))
        .isEqualTo(new GotProcess.Result(0, "", ""));
  }

  /** Who may read the memory of a got that waits for a server; root if nobody else may. */
  private String ownerOfMemory() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "git://127.0.0.1:" + silent.getLocalPort() + "/small.git";
      try (GotProcess got = launch.start("clone", "-q", "--trust-directory", url, "place/it");
          var _ = silent.accept()) {
        return Files.getOwner(Path.of("/proc/" + got.pid() + "/maps")).getName();
      }
    }
  }
}
