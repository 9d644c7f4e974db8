package got.cli.local;

import got.cli.files.FileName;
import got.cli.files.HeldDirectory;
import got.cli.files.HeldFile;
import got.cli.files.Status.Identity;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The lock files that are ours: {@code x.lock} for a reference x. Who has made that file may change
 * x. Source: git's lockfile.h, refs/files-backend.c.
 *
 * <p>A lock is closed at once: a thousand open ones would be too many.
 */
final class RefLocks {
  private static final int MODE = 0666;
  private static final long PAUSE_NANOS = 10_000_000;
  private static final int TRIES = 3;

  private final HeldDirectory root;
  private final RefDirectories directories;
  private final long patienceNanos;
  private final Interruption interruption;
  private final Runnable moved;

  /** By path, in the order in which they were made. */
  private final Map<String, Identity> held = new LinkedHashMap<>();

  /**
   * @param root of the repository
   * @param patience how long to wait for a lock that another process has
   * @param interruption ends the waiting
   * @param moved is told of each lock that is made or removed
   */
  RefLocks(
      HeldDirectory root,
      RefDirectories directories,
      Duration patience,
      Interruption interruption,
      Runnable moved) {
    this.root = root;
    this.directories = directories;
    this.patienceNanos = patience.toNanos();
    this.interruption = interruption;
    this.moved = moved;
  }

  /**
   * Makes a lock, and the directories on the way to it.
   *
   * @param path with {@link LocalRefs#LOCK}
   * @return false if a file is in the place of one of the directories
   * @throws Failure if another process keeps the lock, or work is to stop
   */
  boolean take(String path) throws IOException, Failure {
    for (int i = 1; ; i++) {
      interruption.check();
      Optional<HeldDirectory> in = directories.of(path, true);
      if (in.isEmpty()) {
        return false;
      }
      try {
        create(path, in.get());
        return true;
      } catch (NoSuchFileException e) {
        // Another process has removed the directory because it was empty.
        directories.close();
        if (i == TRIES) {
          throw e;
        }
      } catch (IOException | Failure e) {
        directories.prune(path);
        throw e;
      }
    }
  }

  /** Waits for a short time: git holds locks for milliseconds. */
  private void create(String path, HeldDirectory in) throws IOException, Failure {
    long start = System.nanoTime();
    while (true) {
      interruption.check();
      try (HeldFile file = in.create(RefDirectories.last(path), MODE)) {
        held.put(path, file.status().identity());
        moved.run();
        return;
      } catch (FileAlreadyExistsException e) {
        if (System.nanoTime() - start > patienceNanos) {
          throw new Failure(
              ExitCode.FAILED,
              "locked by another process: " + FileName.path(root.path(), path),
              "if no git or got runs there, one has crashed: remove that file");
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** Writes into a lock, and waits until the disk has it. */
  void fill(String path, byte[] bytes) throws IOException {
    try (HeldFile file = in(path).append(RefDirectories.last(path), MODE)) {
      if (!file.status().identity().equals(held.get(path))) {
        throw new IOException(path + ": is not the file that was made");
      }
      file.write(out -> out.write(bytes));
      file.sync();
    }
  }

  private HeldDirectory in(String path) throws IOException {
    return directories.of(path, false).orElseThrow(() -> new NoSuchFileException(path));
  }

  /**
   * Renames the lock over the file that it is for, and so gives it up: from then on another process
   * may change that file.
   */
  void publish(String path) throws IOException {
    Identity identity = held.get(path);
    if (identity == null) {
      throw new IllegalStateException("not locked: " + path);
    }
    String name = RefDirectories.last(path);
    String own = name.substring(0, name.length() - LocalRefs.LOCK.length());
    in(path).handOver(name, identity, own);
    held.remove(path);
  }

  /**
   * Removes the locks that are left, in the order in which they were made, and directories that are
   * empty then. One that cannot be removed keeps no other one. It may be called again after
   * anything that was thrown.
   *
   * @throws IOException the first; the others are suppressed in it
   */
  void release() throws IOException {
    IOException first = null;
    String last = "";
    for (Iterator<Map.Entry<String, Identity>> it = held.entrySet().iterator(); it.hasNext(); ) {
      Map.Entry<String, Identity> lock = it.next();
      if (!RefDirectories.above(last).equals(RefDirectories.above(lock.getKey()))) {
        directories.prune(last);
      }
      last = lock.getKey();
      try {
        unlock(last, lock.getValue());
        it.remove();
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
      moved.run();
    }
    directories.prune(last);
    if (first != null) {
      throw first;
    }
  }

  private void unlock(String path, Identity identity) throws IOException {
    Optional<HeldDirectory> in = directories.of(path, false);
    if (in.isPresent()) {
      in.get().remove(RefDirectories.last(path), identity, false);
    }
  }
}
