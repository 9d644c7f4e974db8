package got.cli.repository;

import got.cli.files.HeldDirectory;
import got.cli.files.Status.Identity;
import got.cli.files.TrustedPath;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import java.io.Closeable;
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
import java.util.ArrayList;
import java.util.List;

/**
 * The place a new repository will have, and what must be made or kept around it. Every directory
 * that something is made in is held open.
 */
final class Destination implements Closeable {
  private static final int ATTEMPTS = 16;
  private static final int DIRECTORY = 0777;

  private final Path target;
  private final boolean exists;

  /** The target if it exists, else the nearest directory above it that does. */
  private final HeldDirectory base;

  /** All that are open, in the order in which they were opened. */
  private final List<HeldDirectory> open = new ArrayList<>();

  private final List<Parent> madeParents = new ArrayList<>();

  /** The innermost directory: the target, or the one that its name will be in. */
  private HeldDirectory place;

  /** A directory made above the target. */
  private record Parent(HeldDirectory in, String name, Identity identity) {}

  private Destination(Path target, boolean exists, HeldDirectory base) {
    this.target = target;
    this.exists = exists;
    this.base = base;
    this.place = base;
    open.add(base);
  }

  /**
   * Looks, and changes nothing.
   *
   * @throws Failure unless the directory is missing or empty, we may create in it, and nobody else
   *     can put another one in its place
   */
  static Destination open(CloneTarget wanted) throws Failure {
    Path directory = wanted.directory();
    Path target = directory.toAbsolutePath();
    boolean exists = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    if (exists && !Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      throw failure(directory + ": exists and is not a directory");
    }
    Path base = exists ? target : nearestParent(target);
    if (!Files.isDirectory(base)) {
      throw failure(base + ": not a directory");
    }
    if (exists && !isEmpty(directory)) {
      throw failure(directory + ": directory exists and is not empty");
    }
    if (!wanted.trusted()) {
      TrustedPath.require(base);
    }
    try {
      base.getFileSystem().provider().checkAccess(base, AccessMode.WRITE);
      return new Destination(target, exists, HeldDirectory.open(base, !exists));
    } catch (IOException e) {
      throw failure(base, e);
    }
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

  /** The target if it was there, else the directory that its name will be in. */
  HeldDirectory place() {
    return place;
  }

  /** The target's name in {@link #place}, if it was not there. */
  String name() {
    return String.valueOf(target.getFileName());
  }

  /**
   * Looks again whether the path leads to the directory that is held open: whoever may write in one
   * above can put another in its place, and the repository would be where nobody looks for it.
   */
  void requireSame() throws IOException {
    Path path = exists ? target : target.getParent();
    boolean same = path != null && (exists ? place.isAt(path) : place.isAt(path) || isAtLink(path));
    if (!same) {
      throw new FileSystemException(
          String.valueOf(path), null, "is not the directory that was there");
    }
  }

  private boolean isAtLink(Path path) throws IOException {
    try (HeldDirectory now = HeldDirectory.open(path, true)) {
      return now.identity().equals(place.identity());
    }
  }

  /** Makes the directories above the target that are missing, as mkdir(1) -p does. */
  void makeParents() throws IOException {
    if (exists) {
      return;
    }
    Path missing = base.path().relativize(target);
    for (int i = 0; i < missing.getNameCount() - 1; i++) {
      String name = missing.getName(i).toString();
      HeldDirectory made = place.make(name, DIRECTORY);
      madeParents.add(new Parent(place, name, made.identity()));
      open.add(made);
      place = made;
    }
  }

  /** Waits until the disk knows the names of the directories made, and of the target. */
  void syncParents() throws IOException {
    place.sync();
    for (Parent parent : madeParents.reversed()) {
      parent.in().sync();
    }
  }

  /**
   * Removes the directories made, as far as they are empty.
   *
   * @throws IOException if one stays for another reason than that
   */
  void removeParents() throws IOException {
    for (Parent parent : madeParents.reversed()) {
      try {
        parent.in().remove(parent.name(), parent.identity(), true);
      } catch (NoSuchFileException e) {
        // Somebody else has removed it.
      } catch (DirectoryNotEmptyException e) {
        return; // Somebody else uses it by now.
      }
    }
  }

  /**
   * Makes the private directory to build in, from which renaming to the target is possible: next to
   * it, or within it where it is another file system, the directory above is not ours, or files
   * made there would have another group or other rights.
   */
  PrivateDirectory makePrivate() throws IOException {
    HeldDirectory in = exists ? aboveOrWithin() : place;
    for (int i = 0; ; i++) {
      String unique = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
      try {
        return PrivateDirectory.make(in, ".got-clone-" + unique);
      } catch (FileAlreadyExistsException e) {
        if (i == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private HeldDirectory aboveOrWithin() throws IOException {
    Path above = target.toRealPath().getParent();
    if (above == null || !Files.isWritable(above)) {
      return place;
    }
    HeldDirectory parent = HeldDirectory.open(above, false);
    open.add(parent);
    return parent.isOnDeviceOf(place) && parent.passesOnAs(place) ? parent : place;
  }

  /** The directory below which all is made, renamed and, after a failure, removed. */
  Path workplace() {
    return exists ? open.getLast().path() : base.path();
  }

  @Override
  public void close() throws IOException {
    for (HeldDirectory directory : open.reversed()) {
      directory.close();
    }
  }

  /** What went wrong with a file, in the words of strerror(3) where Java has kept them. */
  static Failure failure(Path path, IOException e) {
    return failure(FileErrors.text(path, e));
  }

  private static Failure failure(String text) {
    return new Failure(ExitCode.DESTINATION, text);
  }
}
