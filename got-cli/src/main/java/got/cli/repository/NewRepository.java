package got.cli.repository;

import got.cli.refs.NewSymref;
import got.cli.refs.Selection;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import got.ipc.ObjectId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A bare repository that nobody sees before it is complete.
 *
 * <p>It is built in a private directory and renamed into place by {@link #publish}. {@link #abort}
 * may be called at any time, also by a shutdown hook while another thread is at work here: calls
 * wait for one another, and after it every other one fails. Killed at any instant, the target is no
 * repository or a complete one; only the private directory may remain.
 */
public final class NewRepository {
  private static final String DESCRIPTION =
      "Unnamed repository; edit this file 'description' to name the repository.\n";

  private enum State {
    BUILDING,
    PUBLISHED,
    ABORTED
  }

  private final Destination destination;
  private final RandomAccessFile pack;
  private final RandomAccessFile index;
  private final Consumer<String> left;

  /** Where the repository is: the private directory, then the target. */
  private Path root;

  /** Entries already moved into a target that existed before. */
  private final List<Path> moved = new ArrayList<>();

  private State state = State.BUILDING;
  private boolean installed;

  private NewRepository(
      Destination destination,
      Path root,
      RandomAccessFile pack,
      RandomAccessFile index,
      Consumer<String> left) {
    this.destination = destination;
    this.root = root;
    this.pack = pack;
    this.index = index;
    this.left = left;
  }

  /**
   * Looks whether a repository can be created at {@code target}; changes nothing.
   *
   * @throws Failure if it exists and is not an empty directory, or cannot be written
   */
  public static void check(Path target) throws Failure {
    Destination.check(target);
  }

  /**
   * Makes the private directory, and the directories above the target that are missing.
   *
   * @param left is told, in a line each, what could not be removed after a failure
   * @throws Failure as {@link #check}, or if the file system refuses; nothing is left then
   */
  public static NewRepository create(Path target, Consumer<String> left) throws Failure {
    Destination destination = Destination.check(target);
    List<Path> made = new ArrayList<>();
    try {
      destination.makeParents();
      Path root = destination.makeTemporary();
      made.add(root);
      for (String name : List.of("objects", "objects/pack", "refs", "refs/heads", "refs/tags")) {
        DurableFiles.createDirectory(root.resolve(name), DurableFiles.DIRECTORY);
      }
      RandomAccessFile pack = temporary(temporaryPack(root));
      return new NewRepository(destination, root, pack, temporary(temporaryIndex(root)), left);
    } catch (IOException e) {
      remove(made, destination, left);
      throw Destination.failure(target, e);
    }
  }

  private static Path temporaryPack(Path root) {
    return root.resolve("objects/pack/tmp_pack");
  }

  private static Path temporaryIndex(Path root) {
    return root.resolve("objects/pack/tmp_idx");
  }

  private static RandomAccessFile temporary(Path file) throws IOException {
    Files.createFile(file);
    return new RandomAccessFile(file.toFile(), "rw");
  }

  /** The directory below which everything happens that is still to be done, or undone. */
  public Path workplace() {
    return destination.workplace();
  }

  /** The empty file for the pack, open for reading and writing until {@link #install}. */
  public RandomAccessFile pack() {
    return pack;
  }

  /** The empty file for the pack's index, open for reading and writing until {@link #install}. */
  public RandomAccessFile index() {
    return index;
  }

  /**
   * Gives pack and index their names, once their bytes are on the disk. An index without its pack
   * would be an error to git, so the index comes last. Not called for an empty repository.
   *
   * @param checksum the pack's trailer
   */
  public synchronized void install(ObjectId checksum) throws Failure {
    run(
        () -> {
          Path directory = root.resolve("objects/pack");
          finish(pack, temporaryPack(root));
          finish(index, temporaryIndex(root));
          rename(temporaryPack(root), directory.resolve("pack-" + checksum + ".pack"));
          rename(temporaryIndex(root), directory.resolve("pack-" + checksum + ".idx"));
          installed = true;
        });
  }

  private static void finish(RandomAccessFile file, Path path) throws IOException {
    Files.setPosixFilePermissions(path, DurableFiles.READ_ONLY);
    file.getChannel().force(true);
    file.close();
  }

  private static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Writes everything but the objects.
   *
   * @param config from {@link GitConfig}
   * @param gotConf from {@link GotConf}
   */
  public synchronized void write(byte[] config, byte[] gotConf, Selection selection)
      throws Failure {
    if (!installed && !selection.refs().isEmpty()) {
      throw new IllegalStateException("references without objects");
    }
    run(
        () -> {
          RefWriter writer = new RefWriter(root);
          writer.write(selection.refs());
          for (NewSymref symref : selection.symrefs()) {
            writer.write(symref);
          }
          DurableFiles.create(root.resolve("config"), config);
          DurableFiles.create(root.resolve("got.conf"), gotConf);
          DurableFiles.create(
              root.resolve("description"), DESCRIPTION.getBytes(StandardCharsets.US_ASCII));
        });
  }

  /** Makes the repository appear. After this, {@link #abort} does nothing. */
  public synchronized void publish() throws Failure {
    run(
        () -> {
          if (!installed) {
            pack.close();
            index.close();
            Files.delete(temporaryPack(root));
            Files.delete(temporaryIndex(root));
          }
          DurableFiles.syncTree(root);
          if (destination.exists()) {
            moveInto(destination.target());
          } else {
            Files.setPosixFilePermissions(root, DurableFiles.DIRECTORY);
            rename(root, destination.target());
            root = destination.target();
            DurableFiles.sync(root); // its mode
            destination.syncParents();
          }
          state = State.PUBLISHED;
        });
  }

  /** Without HEAD a directory is no repository, so HEAD goes last, and only when the rest is. */
  private void moveInto(Path target) throws IOException {
    List<String> names =
        List.of("objects", "refs", "packed-refs", "config", "description", "got.conf");
    for (String name : names) {
      if (Files.exists(root.resolve(name))) {
        moveEntry(name, target);
      }
    }
    DurableFiles.sync(target);
    moveEntry("HEAD", target);
    DurableFiles.sync(target);
    Files.delete(root);
  }

  private void moveEntry(String name, Path target) throws IOException {
    destination.requireSame();
    Path to = target.resolve(name);
    // Not ATOMIC_MOVE: that would replace a file somebody else has put there meanwhile.
    Files.move(root.resolve(name), to);
    moved.add(to);
  }

  /** Removes everything made here. Does nothing after {@link #publish} or a second time. */
  public synchronized void abort() {
    if (state != State.BUILDING) {
      return;
    }
    state = State.ABORTED;
    closeQuietly(pack);
    closeQuietly(index);
    List<Path> made = new ArrayList<>();
    if (Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
      made.add(root.resolve("HEAD"));
    }
    made.addAll(movedAndThere());
    made.add(root);
    remove(made, destination, left);
  }

  /** Not what has the same names in another directory that is in the target's place now. */
  private List<Path> movedAndThere() {
    if (!moved.isEmpty()) {
      try {
        destination.requireSame();
      } catch (IOException e) {
        return List.of();
      }
    }
    return moved.reversed();
  }

  /** Removes what was made, as far as the file system lets us. */
  private static void remove(List<Path> made, Destination destination, Consumer<String> left) {
    Set<String> lines = new LinkedHashSet<>();
    for (Path path : made) {
      try {
        DurableFiles.deleteTree(path);
      } catch (IOException e) {
        lines.add(FileErrors.text(path, e));
      }
    }
    try {
      destination.removeParents();
    } catch (IOException e) {
      lines.add(FileErrors.text(destination.target(), e));
    }
    lines.forEach(left);
  }

  private static void closeQuietly(RandomAccessFile file) {
    try {
      file.close();
    } catch (IOException e) {
      // It is about to be removed.
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private void run(Step step) throws Failure {
    try {
      if (state != State.BUILDING) {
        throw new IOException("interrupted");
      }
      step.run();
    } catch (IOException e) {
      throw Destination.failure(destination.target(), e);
    }
  }
}
