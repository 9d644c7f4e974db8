package got.read;

import got.ipc.HelperFailure;
import got.ipc.ObjectId;
import got.ipc.read.ReadTalk.Way;
import got.pack.ObjectType;
import got.pack.PackException;
import java.io.IOException;

/**
 * Tells whether one commit descends from another.
 *
 * <p>Both are walked from together, newest first, and each commit on the way is marked with those
 * that lead to it. What both lead to leads nowhere new: the walk ends when nothing else is left. A
 * commit whose clock was wrong is walked from again when it gets another mark. So the answer does
 * not depend on dates, only how soon it comes. Source: git's commit-reach.c, paint_down_to_common.
 */
final class Ancestry {
  private static final int OLD = 1;
  private static final int NEW = 2;
  private static final int QUEUED = 4;

  private final Objects objects;
  private final Commits commits;
  private final ObjectTable table;
  private final DateQueue queue;

  private final Patience patience;

  /** In the queue, and not led to by both. */
  private int promising;

  /** Commits that all questions together may look at. */
  static final class Patience {
    /** A few times what the longest public histories have; some twenty seconds. */
    private static final long COMMITS = 1 << 21;

    private long left;

    Patience() {
      this(COMMITS);
    }

    Patience(long commits) {
      left = commits;
    }

    private boolean isOver() {
      return left <= 0;
    }

    private void useUp() {
      left--;
    }
  }

  /**
   * For one question.
   *
   * @param secret random, for the table of commits
   * @param patience shared by all questions of a fetch: a server may move many branches
   */
  Ancestry(Objects objects, Commits commits, long secret, Patience patience) {
    this.objects = objects;
    this.commits = commits;
    this.table = new ObjectTable(objects.algorithm(), secret);
    this.queue = new DateQueue(table);
    this.patience = patience;
  }

  /** How a reference moves from one object to another, if patience lasts to find out. */
  Way way(ObjectId from, ObjectId to)
      throws IOException, PackException, HelperFailure, InterruptedException {
    if (objects.type(from) != ObjectType.COMMIT || objects.type(to) != ObjectType.COMMIT) {
      return Way.OTHER;
    }
    int old = mark(from, OLD);
    mark(to, NEW);
    while (promising > 0 && !table.is(old, NEW)) {
      if (patience.isOver()) {
        return Way.OTHER;
      }
      patience.useUp();
      int row = queue.take();
      table.clear(row, QUEUED);
      int marks = marks(row);
      promising -= marks == (OLD | NEW) ? 0 : 1;
      for (ObjectId parent : commits.of(table.id(row)).parents()) {
        mark(parent, marks);
      }
    }
    return table.is(old, NEW) ? Way.FORWARD : Way.FORCED;
  }

  private int marks(int row) {
    return (table.is(row, OLD) ? OLD : 0) | (table.is(row, NEW) ? NEW : 0);
  }

  /**
   * @return the row
   */
  private int mark(ObjectId id, int marks)
      throws IOException, PackException, HelperFailure, InterruptedException {
    int row = table.rowOf(id);
    int before = marks(row);
    int after = before | marks;
    if (after == before) {
      return row;
    }
    table.set(row, after);
    boolean queued = table.is(row, QUEUED);
    if (!queued) {
      table.setDate(row, commits.of(id).seconds());
      table.set(row, QUEUED);
      queue.add(row);
    }
    if (after != (OLD | NEW)) {
      promising += queued ? 0 : 1;
    } else {
      promising -= queued ? 1 : 0;
    }
    return row;
  }
}
