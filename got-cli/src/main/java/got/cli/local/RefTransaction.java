package got.cli.local;

import got.cli.files.FileName;
import got.cli.files.HeldDirectory;
import got.cli.files.HeldFile;
import got.cli.files.Status;
import got.cli.files.Status.Identity;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import got.cli.say.Phrase;
import got.ipc.RefName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Changes references as git does: all of them, or none if anything fails before the first one has
 * changed.
 *
 * <pre>
 *   x.lock for each reference, in the order of names; packed-refs.lock
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
 * deleting another one, because file and directory would exclude each other until then; and many
 * new references at once, each of which would cost an fsync(2).
 *
 * <p>{@link #close} undoes what is not done, from any thread; calls wait for one another.
 */
public final class RefTransaction implements Closeable {
  /** New references that are written as one file each. */
  static final int FILES_MAX = 64;

  private static final String NEW_PACKED = PackedRefsFile.NAME + ".new";
  private static final String PACKED_LOCK = PackedRefsFile.NAME + LocalRefs.LOCK;
  private static final int MODE = 0666;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long PAUSE_NANOS = 10_000_000;

  private final LocalRepository repository;
  private final List<RefChange> changes;
  private final RefDirectories directories;
  private final long patienceNanos;

  /** Paths of the locks that are ours. */
  private final Map<String, Identity> locks = new LinkedHashMap<>();

  /** The changes that become lines of packed-refs, or lines that go. */
  private final TreeMap<RefName, RefValue> lines = new TreeMap<>();

  private final Set<RefName> files = new LinkedHashSet<>();
  private Optional<Identity> newPacked = Optional.empty();
  private boolean changed;
  private boolean closed;

  /**
   * @param changes of different references
   */
  public RefTransaction(LocalRepository repository, List<RefChange> changes) {
    this(repository, changes, PATIENCE);
  }

  RefTransaction(LocalRepository repository, List<RefChange> changes, Duration patience) {
    this.repository = repository;
    this.changes = changes.stream().sorted(Comparator.comparing(RefChange::name)).toList();
    this.directories = new RefDirectories(repository.directory());
    this.patienceNanos = patience.toNanos();
  }

  private interface Step {
    void run() throws IOException, Failure;
  }

  private synchronized void run(Step step) throws Failure {
    try {
      if (closed) {
        throw Phrase.INTERRUPTED.failure();
      }
      step.run();
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
          LocalRefs before = LocalRefs.read(repository);
          choose(before);
          for (RefChange change : changes) {
            lock(change);
          }
          boolean packs = !lines.isEmpty() || changes.stream().anyMatch(RefChange::deletes);
          if (packs) {
            locks.put(PACKED_LOCK, create(PACKED_LOCK, repository.directory(), PACKED_LOCK));
          }
          LocalRefs now = LocalRefs.read(repository);
          compare(now);
          for (RefChange change : changes) {
            if (change.deletes() && now.packed().lines().containsKey(change.name())) {
              lines.put(change.name(), RefValue.NONE);
            }
          }
          write(now);
        });
  }

  /** Which changes become lines. */
  private void choose(LocalRefs before) throws Failure, IOException {
    long created =
        changes.stream().filter(c -> c.from() instanceof RefValue.Absent && !c.deletes()).count();
    for (RefChange change : changes) {
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
              || before.excluding(change.name(), _ -> false).isPresent()
              || hasDirectory(change.name());
      if (asLine && change.to() instanceof RefValue.Direct) {
        lines.put(change.name(), change.to());
      } else {
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

  private static String path(RefName name) throws IOException {
    return FileName.text(name.bytes());
  }

  private void lock(RefChange change) throws IOException, Failure {
    String path = path(change.name()) + LocalRefs.LOCK;
    for (int i = 0; ; i++) {
      Optional<HeldDirectory> in = directories.of(path, true);
      if (in.isEmpty()) {
        if (lines.containsKey(change.name())) {
          return; // The file in the way is one that we delete, and hold the lock of.
        }
        throw new Failure(
            ExitCode.FAILED, "cannot make reference " + change.name() + ": another is in its way");
      }
      try {
        locks.put(path, create(path, in.get(), RefDirectories.last(path)));
        return;
      } catch (NoSuchFileException e) {
        // Another process has removed the directory because it was empty.
        directories.close();
        if (i == 2) {
          throw e;
        }
      }
    }
  }

  /** Waits for a short time: git holds locks for milliseconds. */
  private Identity create(String path, HeldDirectory in, String name) throws IOException, Failure {
    long start = System.nanoTime();
    while (true) {
      try (HeldFile file = in.create(name, MODE)) {
        return file.status().identity();
      } catch (FileAlreadyExistsException e) {
        if (System.nanoTime() - start > patienceNanos) {
          throw new Failure(
              ExitCode.FAILED,
              "locked by another process: " + repository.directory().path().resolve(path),
              "if no git or got runs there, one has crashed: remove that file");
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void compare(LocalRefs now) throws Failure {
    Map<RefName, RefChange> byName = new LinkedHashMap<>();
    changes.forEach(change -> byName.put(change.name(), change));
    for (RefChange change : changes) {
      if (!now.value(change.name()).equals(change.from())) {
        throw new Failure(
            ExitCode.FAILED,
            "reference was changed by another process: " + change.name(),
            "nothing is changed; fetch again");
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

  private void write(LocalRefs now) throws IOException {
    for (RefChange change : changes) {
      if (files.contains(change.name())) {
        fill(path(change.name()) + LocalRefs.LOCK, RefText.bytes(change.to()));
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
        file.write(out -> out.write(packed));
        file.sync();
      }
    }
  }

  /** The lock was closed: a thousand open ones would be too many. */
  private void fill(String path, byte[] bytes) throws IOException {
    HeldDirectory in = directories.of(path, false).orElseThrow(() -> new NoSuchFileException(path));
    try (HeldFile file = in.append(RefDirectories.last(path), MODE)) {
      if (!file.status().identity().equals(locks.get(path))) {
        throw new IOException(path + ": is not the file that was made");
      }
      file.write(out -> out.write(bytes));
      file.sync();
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
              publish(path);
            } else if (change.deletes()) {
              delete(path);
            }
          }
          for (RefChange change : changes) {
            Optional<HeldDirectory> in = directories.of(path(change.name()), false);
            if (in.isPresent()) {
              in.get().sync();
            }
          }
          release();
        });
  }

  private void publish(String path) throws IOException {
    String lock = path + LocalRefs.LOCK;
    HeldDirectory in = directories.of(lock, false).orElseThrow(() -> new NoSuchFileException(lock));
    Identity identity = locks.get(lock);
    if (identity == null) {
      throw new IllegalStateException("not locked: " + path);
    }
    in.replace(RefDirectories.last(lock), identity, RefDirectories.last(path));
    changed = true;
    locks.remove(lock);
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
    }
  }

  /** Removes the locks that are left, packed-refs.lock last. */
  private void release() throws IOException {
    List<Closeable> steps = new ArrayList<>();
    for (Map.Entry<String, Identity> lock : List.copyOf(locks.entrySet())) {
      steps.add(() -> unlock(lock.getKey(), lock.getValue()));
    }
    Closing.all(steps);
  }

  private void unlock(String path, Identity identity) throws IOException {
    Optional<HeldDirectory> in = directories.of(path, false);
    if (in.isPresent()) {
      in.get().remove(RefDirectories.last(path), identity, false);
    }
    locks.remove(path);
    directories.prune(path);
  }

  /** Removes what is not done. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    List<Closeable> steps = new ArrayList<>();
    if (newPacked.isPresent()) {
      Identity identity = newPacked.get();
      steps.add(() -> repository.directory().remove(NEW_PACKED, identity, false));
    }
    steps.add(this::release);
    steps.add(directories);
    Closing.all(steps);
  }
}
