package got.cli.repository;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files and directories with the mode we say, whatever the umask, that survive a power cut. */
public final class DurableFiles {
  static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwxr-xr-x");
  static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");
  public static final Set<PosixFilePermission> READ_ONLY =
      PosixFilePermissions.fromString("r--r--r--");
  static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

  private static final int BUFFER = 64 * 1024;

  private DurableFiles() {}

  /** Fills a new file. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Makes a file that did not exist, fills it, and waits until the disk has it. */
  static void create(Path file, Content content) throws IOException {
    // CREATE_NEW is O_EXCL: a link planted under the name is an error, not followed.
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      Files.setPosixFilePermissions(file, FILE);
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  static void create(Path file, byte[] content) throws IOException {
    create(file, out -> out.write(content));
  }

  /** Makes a directory that did not exist; nothing is left of it after a failure. */
  static void createDirectory(Path directory, Set<PosixFilePermission> mode) throws IOException {
    Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
    try {
      Files.setPosixFilePermissions(directory, mode);
    } catch (IOException e) {
      Files.deleteIfExists(directory);
      throw e;
    }
  }

  /** Waits until the disk knows the names in a directory. */
  public static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** {@link #sync} for every directory below {@code root}, then for itself. */
  static void syncTree(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException error)
              throws IOException {
            if (error != null) {
              throw error;
            }
            sync(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Removes a file, or a directory and what is in it; follows no link; missing is fine.
   *
   * @throws IOException the first of the failures, once all that can be removed is removed
   */
  static void deleteTree(Path root) throws IOException {
    Deletion deletion = new Deletion();
    Files.walkFileTree(root, deletion);
    if (deletion.failure != null) {
      throw deletion.failure;
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    private @Nullable IOException failure;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      return delete(file);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      failed(e);
      return delete(file);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
      if (e != null) {
        failed(e);
      }
      return delete(directory);
    }

    private FileVisitResult delete(Path path) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        failed(e);
      }
      return FileVisitResult.CONTINUE;
    }

    private void failed(IOException e) {
      if (failure == null && !(e instanceof NoSuchFileException)) {
        failure = e;
      }
    }
  }
}
