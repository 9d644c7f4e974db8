package got.ipc;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The descriptors this process has open. */
final class OpenFiles {
  private static final Path SELF = Path.of("/proc/self/fd");

  private OpenFiles() {}

  /** What each of them refers to, sorted; without the listing's own. */
  static List<String> targets() throws IOException {
    List<String> targets = new ArrayList<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(SELF)) {
      for (Path descriptor : descriptors) {
        try {
          targets.add(Files.readSymbolicLink(descriptor).toString());
        } catch (NoSuchFileException e) {
          // Closed meanwhile by a thread of the Java virtual machine.
        }
      }
    }
    targets.removeIf(t -> t.startsWith("/proc/"));
    targets.sort(null);
    return targets;
  }
}
