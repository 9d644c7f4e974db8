package got.cli.admin;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import got.cli.say.Phrase;
import got.ipc.ObjectId;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** The user's pack file, open to be read. */
final class PackFile implements Closeable {
  private final Path path;
  private final RandomAccessFile file;
  private final FileTime modified;
  private final long bytes;

  private PackFile(Path path, RandomAccessFile file, BasicFileAttributes attributes) {
    this.path = path;
    this.file = file;
    this.modified = attributes.lastModifiedTime();
    this.bytes = attributes.size();
  }

  /**
   * @throws Failure if it cannot be read
   */
  static PackFile open(Path path) throws Failure {
    try {
      BasicFileAttributes attributes = attributes(path);
      // Opening a FIFO would wait for a writer.
      if (!attributes.isRegularFile()) {
        throw new Failure(ExitCode.FAILED, path + ": not a regular file");
      }
      if (!Files.isReadable(path)) {
        throw new Failure(ExitCode.FAILED, path + ": permission denied");
      }
      return new PackFile(path, new RandomAccessFile(path.toFile(), "r"), attributes);
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, FileErrors.text(path, e));
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class);
  }

  /** For the helper; its position is the first byte. */
  FileDescriptor descriptor() throws IOException {
    return file.getFD();
  }

  /**
   * Makes sure that the file is what the helper says it has read, and is as it was when it was
   * opened.
   *
   * @throws Failure if somebody has written to it, or the helper lies
   */
  void requireUnchanged(long claimedBytes, ObjectId claimedChecksum) throws Failure {
    try {
      BasicFileAttributes now = attributes(path);
      boolean same =
          now.lastModifiedTime().equals(modified)
              && now.size() == bytes
              && claimedBytes == bytes
              && Checksum.at(file, claimedChecksum.algorithm(), 1).equals(claimedChecksum);
      if (!same) {
        throw Phrase.PACK_CHANGED.failure(path);
      }
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, FileErrors.text(path, e));
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
