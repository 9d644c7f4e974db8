package got.cli.repository;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The place a new repository will have, and what must be made or kept around it. */
final class Destination {
  private static final int ATTEMPTS = 16;

  private final Path target;
  private final boolean exists;

  /** Device and inode of a target that exists. */
  private final @Nullable Object identity;

  private final List<Path> madeParents = new ArrayList<>();

  private Destination(Path target, boolean exists, @Nullable Object identity) {
    this.target = target;
    this.exists = exists;
    this.identity = identity;
  }

  /**
   * Looks, and changes nothing.
   *
   * @throws Failure unless {@code directory} is missing or empty, and we may create in it
   */
  static Destination check(Path directory) throws Failure {
    Path target = directory.toAbsolutePath();
    boolean exists = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    Object identity = null;
    if (exists) {
      identity = identity(target);
      if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
        throw failure(directory + ": exists and is not a directory");
      }
      if (!isEmpty(directory)) {
        throw failure(directory + ": directory exists and is not empty");
      }
    }
    Path base = exists ? target : nearestParent(target);
    if (!Files.isDirectory(base)) {
      throw failure(base + ": not a directory");
    }
    try {
      base.getFileSystem().provider().checkAccess(base, AccessMode.WRITE);
    } catch (IOException e) {
      throw failure(base, e);
    }
    return new Destination(target, exists, identity);
  }

  private static @Nullable Object identity(Path path) throws Failure {
    try {
      return attributes(path).fileKey();
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isEmpty(Path directory) throws Failure {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return !entries.iterator().hasNext();
    } catch (IOException e) {
      throw failure(directory, e);
    }
  }

  private static Path nearestParent(Path path) throws Failure {
    for (Path p = path.getParent(); p != null; p = p.getParent()) {
      if (Files.exists(p, LinkOption.NOFOLLOW_LINKS)) {
        return p;
      }
    }
    throw failure(path + ": no such file or directory");
  }

  Path target() {
    return target;
  }

  /** True if the target was there, empty, before us: then it keeps its identity. */
  boolean exists() {
    return exists;
  }

  /**
   * Looks again whether a target that existed is what it was: whoever may write in the directory
   * above can put a link in its place, which would lead us to another directory.
   */
  void requireSame() throws IOException {
    BasicFileAttributes now = attributes(target);
    // The number of an inode that was removed may be that of the next one.
    if (!now.isDirectory() || !Objects.equals(now.fileKey(), identity)) {
      throw new FileSystemException(target.toString(), null, "is not the directory that was there");
    }
  }

  /** The directory below which all is made, renamed and, after a failure, removed. */
  Path workplace() {
    Path top = madeParents.isEmpty() ? target : madeParents.getFirst();
    Path above = top.getParent();
    return above == null ? top : above;
  }

  /** Makes the directories above the target that are missing, as mkdir(1) -p does. */
  void makeParents() throws IOException {
    List<Path> missing = new ArrayList<>();
    Path parent = target.getParent();
    while (parent != null && !Files.exists(parent, LinkOption.NOFOLLOW_LINKS)) {
      missing.addFirst(parent);
      parent = parent.getParent();
    }
    for (Path directory : missing) {
      Files.createDirectory(directory);
      madeParents.add(directory);
    }
  }

  /** Waits until the disk knows the names of the directories made, and of the target. */
  void syncParents() throws IOException {
    sync(target);
    for (Path directory : madeParents.reversed()) {
      sync(directory);
    }
  }

  private static void sync(Path entry) throws IOException {
    Path parent = entry.getParent();
    if (parent != null) {
      DurableFiles.sync(parent);
    }
  }

  /**
   * Removes the directories made, as far as they are empty.
   *
   * @throws IOException if one stays for another reason than that
   */
  void removeParents() throws IOException {
    for (Path directory : madeParents.reversed()) {
      try {
        Files.deleteIfExists(directory);
      } catch (DirectoryNotEmptyException e) {
        return; // Somebody else uses it by now.
      }
    }
  }

  /**
   * Makes the private directory to build in, from which renaming to the target is possible: next to
   * it, or within it where it is another file system or the directory above is not ours.
   */
  Path makeTemporary() throws IOException {
    Path where = target.getParent();
    if (exists) {
      Path real = target.toRealPath();
      Path above = real.getParent();
      where = above != null && Files.isWritable(above) && sameDevice(above, real) ? above : real;
    }
    if (where == null) {
      throw new NoSuchFileException(target.toString());
    }
    for (int i = 0; ; i++) {
      String unique = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
      Path directory = where.resolve(".got-clone-" + unique);
      try {
        DurableFiles.createDirectory(directory, DurableFiles.PRIVATE);
        return directory;
      } catch (FileAlreadyExistsException e) {
        if (i == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static boolean sameDevice(Path one, Path other) throws IOException {
    return Files.getAttribute(one, "unix:dev").equals(Files.getAttribute(other, "unix:dev"));
  }

  /** What went wrong with a file, in the words of strerror(3) where Java has kept them. */
  static Failure failure(Path path, IOException e) {
    return failure(FileErrors.text(path, e));
  }

  private static Failure failure(String text) {
    return new Failure(ExitCode.DESTINATION, text);
  }
}
