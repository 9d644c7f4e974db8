package got.cli.admin;

import got.cli.repository.DurableFiles;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import got.cli.say.Phrase;
import got.ipc.index.IndexTalk;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * An index that nobody sees before it is whole.
 *
 * <p>It is written next to the pack under a name that git takes for temporary, and removes when it
 * is old. {@link #abort} may come at any time, from a thread of its own. For an index that is there
 * already this one takes its place at once, or not at all.
 */
final class NewIndex {
  private static final String PACK_SUFFIX = ".pack";

  private final Path target;
  private final Path temporary;
  private @Nullable RandomAccessFile file;
  private boolean created;
  private boolean ended;

  private NewIndex(Path target, Path temporary) {
    this.target = target;
    this.temporary = temporary;
  }

  /**
   * The index of a pack; nothing is created yet.
   *
   * @throws Failure if the name of the pack does not end in {@code .pack}
   */
  static NewIndex of(Path pack) throws Failure {
    String name = String.valueOf(pack.getFileName());
    if (!name.endsWith(PACK_SUFFIX) || name.equals(PACK_SUFFIX)) {
      throw Phrase.NO_PACK_NAME.failure(pack);
    }
    String stem = name.substring(0, name.length() - PACK_SUFFIX.length());
    String unique = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
    return new NewIndex(
        pack.resolveSibling(stem + ".idx"), pack.resolveSibling("tmp_idx_" + unique));
  }

  /**
   * Creates the empty file.
   *
   * @return open for reading and writing until {@link #publish} or {@link #abort}
   * @throws Failure if the directory cannot be written
   */
  synchronized FileDescriptor create() throws Failure {
    try {
      requireOpen();
      Files.createFile(
          temporary,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      created = true;
      RandomAccessFile opened = new RandomAccessFile(temporary.toFile(), "rw");
      file = opened;
      return opened.getFD();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Compares the file with what the helper says of it, and gives it its name.
   *
   * @throws Failure if they differ, or the file system refuses
   */
  synchronized void publish(IndexTalk.Indexed claim) throws Failure {
    try {
      requireOpen();
      if (file == null) {
        throw new IllegalStateException("nothing was created");
      }
      if (file.length() != claim.indexBytes()
          || !Checksum.at(file, claim.checksum().algorithm(), 2).equals(claim.checksum())) {
        throw PackHelper.impossible("size or checksum of the index");
      }
      Files.setPosixFilePermissions(temporary, DurableFiles.READ_ONLY);
      file.getChannel().force(true);
      file.close();
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      ended = true;
      DurableFiles.sync(directory());
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private Path directory() {
    Path parent = target.getParent();
    return parent == null ? Path.of(".") : parent;
  }

  private void requireOpen() throws IOException {
    if (ended) {
      throw new IOException("interrupted");
    }
  }

  private Failure failure(IOException e) {
    return new Failure(ExitCode.DESTINATION, FileErrors.text(target, e));
  }

  /** Removes what was created; does nothing after {@link #publish}, or a second time. */
  synchronized void abort() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      if (file != null) {
        file.close();
      }
      if (created) {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      // The failure that led here is the one to report.
    }
  }
}
