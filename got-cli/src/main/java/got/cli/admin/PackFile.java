package got.cli.admin;

import got.cli.files.HeldFile;
import got.cli.files.Status;
import got.cli.files.Status.Identity;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import got.cli.say.Phrase;
import got.ipc.ObjectId;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Path;

/** The user's pack file, open to be read. */
final class PackFile implements Closeable {
  private final Path path;
  private final HeldFile file;

  private PackFile(Path path, HeldFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * @throws Failure if it cannot be read
   */
  static PackFile open(Path path) throws Failure {
    try {
      HeldFile file = HeldFile.open(path);
      if (!file.status().isRegular()) {
        file.close();
        throw new Failure(ExitCode.FAILED, path + ": not a regular file");
      }
      return new PackFile(path, file);
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, FileErrors.text(path, e));
    }
  }

  /** For the helper; its position is the first byte. */
  FileDescriptor descriptor() {
    return file.descriptor();
  }

  /**
   * Makes sure that the file is what the helper says it has read, and is as it was when it was
   * opened.
   *
   * @throws Failure if somebody has written to it, or the helper lies
   */
  void requireUnchanged(long claimedBytes, ObjectId claimedChecksum) throws Failure {
    requireUnchanged(claimedBytes);
    try {
      if (!Checksum.at(file, claimedChecksum.algorithm(), 1).equals(claimedChecksum)) {
        throw Phrase.PACK_CHANGED.failure(path);
      }
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, FileErrors.text(path, e));
    }
  }

  /** Likewise, if the helper says nothing of the checksum. */
  void requireUnchanged(long claimedBytes) throws Failure {
    try {
      Status then = file.status();
      Status now = file.statusNow();
      boolean same =
          now.modified() == then.modified()
              && now.bytes() == then.bytes()
              && claimedBytes == then.bytes()
              && isStillNamed();
      if (!same) {
        throw Phrase.PACK_CHANGED.failure(path);
      }
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, FileErrors.text(path, e));
    }
  }

  /** Which file it is. */
  Identity identity() {
    return file.status().identity();
  }

  /** The index will have the name of the pack, so the name must still lead to this very file. */
  private boolean isStillNamed() throws IOException {
    try (HeldFile named = HeldFile.open(path)) {
      return named.status().identity().equals(file.status().identity());
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // It was only read.
    }
  }
}
