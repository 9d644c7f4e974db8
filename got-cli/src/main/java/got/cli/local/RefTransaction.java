package got.cli.local;

import got.cli.files.FileName;
import got.cli.files.HeldDirectory;
import got.cli.files.HeldFile;
import got.cli.files.Status;
import got.cli.files.Status.Identity;
import got.cli.files.UntrustedException;
import got.cli.refs.RefFile;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import got.cli.say.Phrase;
import got.ipc.RefName;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Changes references as git does: all of them, or none if anything fails before the first one has
 * changed.
 *
 * <pre>
 *   x.lock for each reference x, in the order of names; packed-refs.lock
 *   every reference is read again and compared
 *   new values into the locks, the new packed-refs beside the old one, all on the disk
 *   packed-refs renamed; then each lock renamed, or its reference removed
 * </pre>
 *
 * <p>Killed before the renaming, locks are left, as git leaves them. Killed within it, or if the
 * disk fails there, each reference has its old or its new value; killed, the locks of the others
 * are left. To go back would be as likely to fail. packed-refs.lock is held until files are
 * removed, so that {@code git pack-refs} does not pack one again.
 *
 * <p>What becomes a line of packed-refs and not a file: a name that this very transaction frees by
 * deleting another one, because file and directory would exclude each other until then; many new
 * references at once, each of which would cost an fsync(2); and what a clone would make a line
 * because of its name, unless it is a file already.
 *
 * <p>Each reference has a lock, also one that becomes a line: git looks at {@code x.lock} alone
 * before it changes x, and would replace a reference that it takes for missing.
 *
 * <p>{@link #close} undoes what is not done, from any thread. Until the first rename it stops the
 * others: they look in every loop. Once something is renamed, it waits until all is. Calls wait for
 * one another.
 */
public final class RefTransaction implements Closeable {
  /** New references that are written as one file each. */
  static final int FILES_MAX = 64;

  private static final String NEW_PACKED = PackedRefsFile.NAME + ".new";
  private static final String PACKED_LOCK = PackedRefsFile.NAME + LocalRefs.LOCK;
  private static final int MODE = 0666;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final LocalRepository repository;
  private final List<RefChange> changes;
  private final RefDirectories directories;
  private final RefLocks locks;
  private final Runnable moved;

  /** The changes that become lines of packed-refs, or lines that go. */
  private final TreeMap<RefName, RefValue> lines = new TreeMap<>();

  private final Set<RefName> files = new LinkedHashSet<>();
  private Optional<Identity> newPacked = Optional.empty();
  private boolean changed;

  /** Set by whoever closes it, before that thread waits for its turn. */
  private volatile boolean closed;

  /** True once all is removed that can be. */
  private boolean cleaned;

  /**
   * @param changes of different references
   * @param moved is told of every lock that is made or removed, and of every change: whoever waits
   *     for {@link #close} sees that it gets on
   */
  public RefTransaction(LocalRepository repository, List<RefChange> changes, Runnable moved) {
    this(repository, changes, moved, PATIENCE);
  }

  RefTransaction(
      LocalRepository repository, List<RefChange> changes, Runnable moved, Duration patience) {
    this.repository = repository;
    this.changes = changes.stream().sorted(Comparator.comparing(RefChange::name)).toList();
    this.directories = new RefDirectories(repository.directory());
    this.locks =
        new RefLocks(repository.directory(), directories, patience, this::requireGoingOn, moved);
    this.moved = moved;
  }

  private void requireGoingOn() throws Failure {
    if (closed) {
      throw Phrase.INTERRUPTED.failure();
    }
  }

  private interface Step {
    void run() throws IOException, Failure;
  }

  private synchronized void run(Step step) throws Failure {
    try {
      requireGoingOn();
      step.run();
    } catch (UntrustedException e) {
      throw e.failure();
    } catch (IOException e) {
      String text = FileErrors.text(repository.directory().path(), e);
      throw changed
          ? new Failure(
              ExitCode.DESTINATION, text, "some references are changed; fetch again for the rest")
          : new Failure(ExitCode.DESTINATION, text);
    }
  }

  /**
   * Locks, compares and writes everything beside what it replaces.
   *
   * @throws Failure if a lock is held, a reference is not as expected, or names exclude each other
   */
  public void prepare() throws Failure {
    run(
        () -> {
          choose(LocalRefs.read(repository, this::requireGoingOn));
          for (RefChange change : changes) {
            lock(change);
          }
          boolean packs = !lines.isEmpty() || changes.stream().anyMatch(RefChange::deletes);
          if (packs) {
            locks.take(PACKED_LOCK);
          }
          LocalRefs now = LocalRefs.read(repository, this::requireGoingOn);
          compare(now);
          chooseAgain(now);
          write(now);
        });
  }

  /** Which changes become lines. */
  private void choose(LocalRefs before) throws Failure, IOException {
    long created =
        changes.stream().filter(c -> c.from() instanceof RefValue.Absent && !c.deletes()).count();
    for (RefChange change : changes) {
      requireGoingOn();
      if (change.deletes()) {
        continue;
      }
      if (change.name().equals(RefName.HEAD)) {
        files.add(change.name());
        continue;
      }
      boolean isNew = change.from() instanceof RefValue.Absent;
      boolean asLine =
          (isNew && created > FILES_MAX)
              || (!RefFile.suits(change.name()) && !before.isLoose(change.name()))
              || before.excluding(change.name(), _ -> false).isPresent()
              || hasDirectory(change.name());
      if (asLine && change.to() instanceof RefValue.Direct) {
        lines.put(change.name(), change.to());
      } else {
        files.add(change.name());
      }
    }
  }

  /** Under the locks: which lines go, and what has become a file, which would hide a line. */
  private void chooseAgain(LocalRefs now) throws Failure {
    for (RefChange change : changes) {
      requireGoingOn();
      if (change.deletes() && now.packed().lines().containsKey(change.name())) {
        lines.put(change.name(), RefValue.NONE);
      } else if (lines.containsKey(change.name()) && now.isLoose(change.name())) {
        lines.remove(change.name());
        files.add(change.name());
      }
    }
  }

  /** Perhaps one that a reference has left behind, or with another's lock in it. */
  private boolean hasDirectory(RefName name) throws IOException {
    String path = path(name);
    Optional<HeldDirectory> in = directories.of(path, false);
    return in.isPresent()
        && in.get().status(RefDirectories.last(path)).filter(Status::isDirectory).isPresent();
  }

  private static String path(RefName name) {
    return FileName.text(name.bytes());
  }

  private void lock(RefChange change) throws IOException, Failure {
    if (!RefFile.isLockable(change.name())) {
      if (files.contains(change.name())) {
        throw tooLong(change);
      }
      return; // No file can have that name, and nobody can lock it.
    }
    boolean taken = locks.take(path(change.name()) + LocalRefs.LOCK);
    // The file in the way of a line is one that we delete, and hold the lock of.
    if (!taken && !lines.containsKey(change.name())) {
      throw new Failure(
          ExitCode.FAILED, "cannot make reference " + change.name() + ": another is in its way");
    }
  }

  private static Failure tooLong(RefChange change) {
    return new Failure(ExitCode.FAILED, "name is too long for a lock: " + change.name());
  }

  private void compare(LocalRefs now) throws Failure {
    Map<RefName, RefChange> byName = new LinkedHashMap<>();
    changes.forEach(change -> byName.put(change.name(), change));
    for (RefChange change : changes) {
      requireGoingOn();
      if (!now.value(change.name()).equals(change.from())) {
        throw new Failure(
            ExitCode.FAILED,
            "reference was changed by another process: " + change.name(),
            "nothing is changed; fetch again");
      }
      if (now.isLoose(change.name()) && !RefFile.isLockable(change.name())) {
        throw tooLong(change);
      }
      if (change.deletes() || change.name().equals(RefName.HEAD)) {
        continue;
      }
      Optional<RefName> other =
          now.excluding(
              change.name(), name -> byName.containsKey(name) && byName.get(name).deletes());
      if (other.isPresent()) {
        throw new Failure(
            ExitCode.FAILED,
            "references exclude one another: " + change.name() + " and " + other.get());
      }
    }
  }

  private void write(LocalRefs now) throws IOException, Failure {
    for (RefChange change : changes) {
      requireGoingOn();
      if (files.contains(change.name())) {
        // What a reference has left behind; a symbolic one cannot become a line.
        directories.clear(path(change.name()));
        if (hasDirectory(change.name())) {
          throw new Failure(
              ExitCode.FAILED,
              "cannot make reference " + change.name() + ": a directory is in its way");
        }
        locks.fill(path(change.name()) + LocalRefs.LOCK, RefText.bytes(change.to()));
      }
    }
    if (!lines.isEmpty()) {
      byte[] packed = now.packed().with(lines);
      HeldDirectory root = repository.directory();
      Optional<Status> left = root.status(NEW_PACKED);
      if (left.isPresent()) {
        // Who holds the lock may: it is left from a crash.
        root.remove(NEW_PACKED, left.get().identity(), false);
      }
      try (HeldFile file = root.create(NEW_PACKED, MODE)) {
        newPacked = Optional.of(file.status().identity());
        requireGoingOn();
        file.write(out -> out.write(packed));
        requireGoingOn();
        file.sync();
      }
    }
  }

  /**
   * Makes the changes, and waits until the disk has them.
   *
   * @throws Failure if one cannot be made; those before it are made then
   */
  public void commit() throws Failure {
    run(
        () -> {
          HeldDirectory root = repository.directory();
          if (newPacked.isPresent()) {
            root.replace(NEW_PACKED, newPacked.get(), PackedRefsFile.NAME);
            newPacked = Optional.empty();
            changed = true;
            root.sync();
          }
          for (RefChange change : changes) {
            String path = path(change.name());
            if (files.contains(change.name())) {
              locks.publish(path + LocalRefs.LOCK);
              changed = true;
              moved.run();
            } else if (hasFile(change)) {
              delete(path);
            }
          }
          sync();
          locks.release();
        });
  }

  /** Each directory in which a file was renamed or removed, once. */
  private void sync() throws IOException {
    Set<String> synced = new HashSet<>();
    for (RefChange change : changes) {
      String path = path(change.name());
      if (hasFile(change) && synced.add(RefDirectories.above(path))) {
        Optional<HeldDirectory> in = directories.of(path, false);
        if (in.isPresent()) {
          in.get().sync();
        }
        moved.run();
      }
    }
  }

  /** True if a file is replaced, or perhaps removed. */
  private boolean hasFile(RefChange change) {
    return files.contains(change.name()) || (change.deletes() && RefFile.isLockable(change.name()));
  }

  private void delete(String path) throws IOException {
    Optional<HeldDirectory> in = directories.of(path, false);
    if (in.isEmpty()) {
      return;
    }
    String name = RefDirectories.last(path);
    Optional<Status> file = in.get().status(name).filter(s -> !s.isDirectory());
    if (file.isPresent()) {
      in.get().remove(name, file.get().identity(), false);
      changed = true;
      moved.run();
    }
  }

  /**
   * Removes what is not done. It may be called again after anything that was thrown.
   *
   * @throws IOException if something is left
   */
  @Override
  public void close() throws IOException {
    closed = true;
    clean();
  }

  private synchronized void clean() throws IOException {
    if (cleaned) {
      return;
    }
    List<Closeable> steps = new ArrayList<>();
    if (newPacked.isPresent()) {
      Identity identity = newPacked.get();
      steps.add(() -> repository.directory().remove(NEW_PACKED, identity, false));
    }
    steps.add(locks::release);
    steps.add(directories);
    try {
      Closing.all(steps);
    } catch (IOException e) {
      cleaned = true;
      throw e;
    }
    cleaned = true;
  }
}
