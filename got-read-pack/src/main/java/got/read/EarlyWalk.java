package got.read;

import got.ipc.HelperFailure;
import got.ipc.ObjectId;
import got.pack.ObjectType;
import got.pack.PackException;
import got.pack.object.CommitFields;
import got.pack.object.StoredObject;
import got.pack.object.TreeEntries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what is likely to be asked about, before it is.
 *
 * <p>While the server makes its pack nobody has a question. New trees will have most of their
 * entries in common with those of the commit that server and repository share, and new commits
 * begin at some of the newest that are here: {@link Completeness} will be asked about them.
 *
 * <p>A walk that fails just ends: who asks for what it failed at learns why. So does one that comes
 * to a loose object, for which got would have to be asked.
 */
final class EarlyWalk {
  /** Commits looked at; some milliseconds for a hundred. */
  private static final int COMMITS = 8192;

  private static final int COMMITS_AT_ONCE = 64;

  private final Objects objects;
  private final Completeness completeness;

  /** Fair, so that a question waits for one part of the walk at most. */
  private final ReentrantLock lock = new ReentrantLock(true);

  private @Nullable Thread walker;
  private volatile boolean over;

  EarlyWalk(Objects objects, Completeness completeness) {
    this.objects = objects;
    this.completeness = completeness;
  }

  /**
   * Begins, unless it has begun.
   *
   * @param commit that server and repository share
   */
  void begin(ObjectId commit) {
    if (walker == null) {
      walker = Thread.ofPlatform().daemon().name("early walk").start(() -> walk(commit));
    }
  }

  /** To be held by whoever uses the objects between {@link #begin} and {@link #end}. */
  Lock lock() {
    return lock;
  }

  private void walk(ObjectId commit) {
    try {
      List<ObjectId> directories = new ArrayList<>();
      alone(() -> addDirectories(commit, directories));
      for (ObjectId directory : directories) {
        alone(() -> completeness.complete(directory, ObjectType.TREE));
      }
      for (int i = 0; i < COMMITS; i += COMMITS_AT_ONCE) {
        alone(() -> completeness.goOn(COMMITS_AT_ONCE));
      }
    } catch (IOException | PackException | HelperFailure | InterruptedException e) {
      // See above.
    }
  }

  private interface Part {
    void run() throws IOException, PackException, HelperFailure, InterruptedException;
  }

  /** Between two parts others have their turn. */
  private void alone(Part part)
      throws IOException, PackException, HelperFailure, InterruptedException {
    lock.lock();
    try {
      if (!over) {
        objects.onlyPacks(true);
        part.run();
      }
    } finally {
      objects.onlyPacks(false);
      lock.unlock();
    }
  }

  /** Those in the root of a commit, and the root itself after them. */
  private void addDirectories(ObjectId commit, List<ObjectId> directories)
      throws IOException, PackException, HelperFailure, InterruptedException {
    StoredObject object = objects.read(commit);
    if (object == null || object.type() != ObjectType.COMMIT) {
      return;
    }
    ObjectId root = CommitFields.of(commit, object).tree();
    StoredObject tree = objects.read(root);
    if (tree == null || tree.type() != ObjectType.TREE) {
      return;
    }
    TreeEntries entries = new TreeEntries(root, tree);
    while (entries.next()) {
      if (entries.isTree()) {
        directories.add(entries.id());
      }
    }
    directories.add(root);
  }

  /** Ends the walk. It is over when this returns. */
  void end() throws InterruptedException {
    over = true;
    if (walker != null) {
      walker.join();
    }
  }
}
