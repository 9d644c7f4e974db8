package got.cli.repository;

import got.cli.files.HeldDirectory;
import got.cli.files.HeldFile;
import got.cli.files.PrivateTree;
import got.cli.refs.NewSymref;
import got.cli.refs.Selection;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import got.ipc.ObjectId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A bare repository that nobody sees before it is complete.
 *
 * <p>It is built in a private directory and renamed into place by {@link #publish}. Everything
 * happens in directories held open, so that whoever may rename around them can make this fail, but
 * not make it write or remove anything elsewhere. {@link #abort} may be called at any time, also by
 * a signal's thread while another is at work here: calls wait for one another, though not for the
 * disk, and after it every other one fails. Killed at any instant, the target is no repository or a
 * complete one; only the private directory may remain.
 */
public final class NewRepository {
  private static final byte[] DESCRIPTION =
      "Unnamed repository; edit this file 'description' to name the repository.\n"
          .getBytes(StandardCharsets.US_ASCII);
  private static final String PACKS = "objects/pack";
  private static final String TEMPORARY_PACK = PACKS + "/tmp_pack";
  private static final String TEMPORARY_INDEX = PACKS + "/tmp_idx";
  private static final String HEAD = "HEAD";

  private enum State {
    BUILDING,
    PUBLISHED,
    /** Nothing is made any more; what was made may be there. */
    ABORTED,
    REMOVED
  }

  private final Destination destination;
  private final PrivateDirectory directory;
  private final PrivateTree tree;
  private final HeldFile pack;
  private final HeldFile index;
  private final Consumer<String> left;

  private State state = State.BUILDING;
  private boolean installed;

  private NewRepository(
      Destination destination,
      PrivateDirectory directory,
      HeldFile pack,
      HeldFile index,
      Consumer<String> left) {
    this.destination = destination;
    this.directory = directory;
    this.tree = directory.tree();
    this.pack = pack;
    this.index = index;
    this.left = left;
  }

  /**
   * Makes the private directory, and the directories above the target that are missing.
   *
   * @param left is told, in a line, the first that could not be removed after a failure
   * @throws Failure if the target exists and is not an empty directory, or cannot be written, or
   *     somebody else could put another in its place; nothing is left then
   */
  public static NewRepository create(CloneTarget target, Consumer<String> left) throws Failure {
    Destination destination = Destination.open(target);
    Optional<IOException> failure = Optional.empty();
    boolean created = false;
    try {
      destination.makeParents();
      PrivateDirectory directory = destination.makePrivate();
      try {
        NewRepository repository = create(destination, directory, left);
        created = true;
        return repository;
      } finally {
        if (!created) {
          failure = directory.removeAll(HEAD);
          closeQuietly(directory);
        }
      }
    } catch (IOException e) {
      throw Destination.failure(target.directory(), e);
    } finally {
      if (!created) {
        say(removeParents(failure, destination), destination, left);
      }
    }
  }

  private static NewRepository create(
      Destination destination, PrivateDirectory directory, Consumer<String> left)
      throws IOException {
    PrivateTree tree = directory.tree();
    for (String name : List.of("objects", PACKS, "refs", "refs/heads", "refs/tags")) {
      tree.makeDirectory(name);
    }
    HeldFile pack = tree.create(TEMPORARY_PACK, PrivateTree.READ_ONLY);
    HeldFile index = tree.create(TEMPORARY_INDEX, PrivateTree.READ_ONLY);
    return new NewRepository(destination, directory, pack, index, left);
  }

  /** The directory below which everything happens that is still to be done, or undone. */
  public Path workplace() {
    return destination.workplace();
  }

  /** The empty file for the pack, open for reading and writing until {@link #install}. */
  public HeldFile pack() {
    return pack;
  }

  /** The empty file for the pack's index, open for reading and writing until {@link #install}. */
  public HeldFile index() {
    return index;
  }

  /**
   * Gives pack and index their names, once their bytes are on the disk. An index without its pack
   * would be an error to git, so the index comes last. Not called for an empty repository.
   *
   * @param checksum the pack's trailer
   */
  public void install(ObjectId checksum) throws Failure {
    try {
      // A disk may take a minute for this. A signal does not wait for it.
      pack.sync();
      index.sync();
    } catch (IOException e) {
      throw Destination.failure(destination.target(), e);
    }
    name(checksum);
  }

  private synchronized void name(ObjectId checksum) throws Failure {
    run(
        () -> {
          pack.close();
          index.close();
          tree.rename(TEMPORARY_PACK, "pack-" + checksum + ".pack");
          tree.rename(TEMPORARY_INDEX, "pack-" + checksum + ".idx");
          installed = true;
        });
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
          RefWriter writer = new RefWriter(tree);
          writer.write(selection.refs());
          for (NewSymref symref : selection.symrefs()) {
            writer.write(symref);
          }
          tree.create("config", out -> out.write(config));
          tree.create("got.conf", out -> out.write(gotConf));
          tree.create("description", out -> out.write(DESCRIPTION));
        });
  }

  /** Makes the repository appear. After this, {@link #abort} does nothing. */
  public synchronized void publish() throws Failure {
    run(
        () -> {
          if (!installed) {
            pack.close();
            index.close();
            tree.remove(TEMPORARY_PACK);
            tree.remove(TEMPORARY_INDEX);
          }
          tree.sync();
          if (destination.exists()) {
            moveInto(destination.place());
          } else {
            destination.requireSame();
            directory.publish("objects", destination.place(), destination.name());
            destination.requireSame();
            destination.syncParents();
          }
          state = State.PUBLISHED;
        });
    closeQuietly(directory);
    closeQuietly(destination);
  }

  /** Without HEAD a directory is no repository, so HEAD goes last, and only when the rest is. */
  private void moveInto(HeldDirectory target) throws IOException {
    List<String> names =
        List.of("objects", "refs", "packed-refs", "config", "description", "got.conf");
    for (String name : names) {
      if (tree.has(name)) {
        moveEntry(name, target);
      }
    }
    target.sync();
    moveEntry(HEAD, target);
    target.sync();
    directory.remove();
  }

  private void moveEntry(String name, HeldDirectory target) throws IOException {
    destination.requireSame();
    tree.moveTo(target, name);
  }

  /**
   * Removes everything made here. Does nothing after {@link #publish} or a second time. If this was
   * thrown out of, for lack of memory, a second time does the rest.
   */
  public synchronized void abort() {
    if (state == State.PUBLISHED || state == State.REMOVED) {
      return;
    }
    state = State.ABORTED;
    closeQuietly(pack);
    closeQuietly(index);
    // HEAD first: what is left, if something is, is no repository.
    Optional<IOException> failure = removeParents(directory.removeAll(HEAD), destination);
    state = State.REMOVED;
    closeQuietly(directory);
    say(failure, destination, left);
  }

  /**
   * Removes what was made around the private directory.
   *
   * @return why something is left: the first reason
   */
  private static Optional<IOException> removeParents(
      Optional<IOException> failure, Destination destination) {
    Optional<IOException> first = failure;
    try {
      destination.removeParents();
    } catch (IOException e) {
      first = failure.or(() -> Optional.of(e));
    }
    return first;
  }

  private static void say(
      Optional<IOException> failure, Destination destination, Consumer<String> left) {
    closeQuietly(destination);
    failure.ifPresent(e -> left.accept(FileErrors.text(destination.target(), e)));
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // Nothing is to be written there any more.
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
