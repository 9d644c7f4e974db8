package got.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.files.Status.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldDirectoryTest {
  @TempDir private Path directory;

  private static Identity make(HeldDirectory in, String name) throws IOException {
    try (HeldFile file = in.create(name, 0644)) {
      return file.status().identity();
    }
  }

  /** git removes directories of objects and references that are empty, while others list them. */
  @Test
  void aDirectoryThatIsRemovedHasNoNames() throws Exception {
    Path going = Files.createDirectory(directory.resolve("going"));
    try (HeldDirectory held = HeldDirectory.open(going, false)) {
      Files.delete(going);
      assertThat(held.names()).isEmpty();
    }
  }

  @Test
  void aLinkToADirectoryIsCalledOne() throws Exception {
    Files.createDirectory(directory.resolve("there"));
    Files.createSymbolicLink(directory.resolve("link"), Path.of("there"));
    Files.writeString(directory.resolve("file"), "");
    try (HeldDirectory held = HeldDirectory.open(directory, false)) {
      assertThatThrownBy(() -> held.enter("link")).hasMessageContaining("symbolic link");
      assertThatThrownBy(() -> held.openFile("link")).hasMessageContaining("symbolic link");
      assertThatThrownBy(() -> held.enter("file")).hasMessageContaining("Not a directory");
    }
  }

  @Test
  void onlyTheFileThatWasMadeIsHandedOver() throws Exception {
    try (HeldDirectory held = HeldDirectory.open(directory, false)) {
      Identity made = make(held, "x.lock");
      held.handOver("x.lock", made, "x");
      assertThat(held.has("x", made)).isTrue();
      Files.writeString(directory.resolve("x.lock"), "another's");
      assertThatThrownBy(() -> held.handOver("x.lock", made, "x"))
          .hasMessageContaining("is not the file that was made");
      assertThat(held.has("x", made)).isTrue();
    }
  }
}
