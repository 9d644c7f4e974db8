package got.ipc;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;

/** Descriptors of files, as if they had come over a channel. */
public final class ReceivedFiles {
  private ReceivedFiles() {}

  /** Open for reading; the caller closes it. */
  @SuppressWarnings("resource")
  public static ReceivedFd open(Path file) throws IOException {
    return new ReceivedFd(new FileInputStream(file.toFile()).getFD());
  }
}
