package got.read;

import got.ipc.HelperFailure;
import got.ipc.ObjectId;
import got.pack.PackException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses commits to offer to a server, so that few are needed to find out what it has.
 *
 * <p>First what references point to, newest first. From an offered commit on the next ones are
 * skipped, and more of them from each offer to the next, half as many again: one, two, four, seven.
 * A line of history that ends without an offer has its end offered. What a common commit descends
 * from is not offered. Source: git-config(1), "fetch.negotiationAlgorithm", skipping.
 */
final class Negotiator {
  private static final int SEEN = 1;
  private static final int NAMED = 2;
  private static final int COMMON = 4;
  private static final int QUEUED = 8;

  private final Commits commits;
  private final ObjectTable table;
  private final DateQueue queue;

  /** Commits to skip between the offer above a commit and the next one. */
  private int[] skips = new int[256];

  /** How many of these are left. */
  private int[] left = new int[256];

  /** In the queue, and not known to be common. */
  private int promising;

  /**
   * @param secret random, for the table of commits
   */
  Negotiator(Objects objects, Commits commits, long secret) {
    this.commits = commits;
    this.table = new ObjectTable(objects.algorithm(), secret);
    this.queue = new DateQueue(table);
  }

  /** Begins at commits that are there. */
  void start(List<ObjectId> tips)
      throws IOException, PackException, HelperFailure, InterruptedException {
    for (ObjectId tip : tips) {
      int row = table.rowOf(tip);
      if (!table.is(row, SEEN)) {
        see(row, commits.of(tip).seconds());
      }
    }
  }

  private void see(int row, long date) {
    if (skips.length <= row) {
      skips = Arrays.copyOf(skips, 2 * row);
      left = Arrays.copyOf(left, 2 * row);
    }
    table.set(row, SEEN | QUEUED);
    table.setDate(row, date);
    queue.add(row);
    promising++;
  }

  /** The next commits to offer; fewer than {@code count} if there are no more. */
  List<ObjectId> next(int count)
      throws IOException, PackException, HelperFailure, InterruptedException {
    List<ObjectId> offers = new ArrayList<>();
    while (offers.size() < count && promising > 0) {
      int row = queue.take();
      table.clear(row, QUEUED);
      boolean common = table.is(row, COMMON);
      promising -= common ? 0 : 1;
      boolean goesOn = false;
      for (ObjectId parent : commits.of(table.id(row)).parents()) {
        goesOn |= pass(row, table.rowOf(parent), parent, common);
      }
      if (!common && (left[row] == 0 || !goesOn)) {
        table.set(row, NAMED);
        offers.add(table.id(row));
      }
    }
    return offers;
  }

  /** True if there is nothing more to offer. */
  boolean isOver() {
    return promising == 0;
  }

  /**
   * Goes from a commit to a parent.
   *
   * @return true if the parent is still to come
   */
  private boolean pass(int row, int parent, ObjectId id, boolean common)
      throws IOException, PackException, HelperFailure, InterruptedException {
    boolean seen = table.is(parent, SEEN);
    if (seen && !table.is(parent, QUEUED)) {
      return false;
    }
    if (!seen) {
      see(parent, commits.of(id).seconds());
    }
    if (common) {
      markCommon(parent);
      return true;
    }
    int skip = left[row] > 0 ? skips[row] : skips[row] + skips[row] / 2 + 1;
    // Of several ways to a commit the one that skips most counts.
    if (!seen || skips[parent] < skip) {
      skips[parent] = skip;
      left[parent] = left[row] > 0 ? left[row] - 1 : skip;
    }
    return true;
  }

  /** Somebody was told that a commit is there, and may say that the server has it. */
  void name(ObjectId commit) throws PackException.Limit {
    table.set(table.rowOf(commit), NAMED);
  }

  /**
   * The server has a commit, and so all that it descends from.
   *
   * @throws IllegalStateException if it was neither offered nor named
   */
  void common(ObjectId id) throws IOException, PackException, HelperFailure, InterruptedException {
    int row = table.find(id);
    if (row < 0 || !table.is(row, NAMED)) {
      throw new IllegalStateException("common commit was not offered");
    }
    if (!table.is(row, SEEN)) {
      see(row, commits.of(id).seconds());
    }
    ArrayDeque<Integer> marked = new ArrayDeque<>();
    marked.push(row);
    while (!marked.isEmpty()) {
      int next = marked.pop();
      if (!markCommon(next) || table.is(next, QUEUED)) {
        continue;
      }
      for (ObjectId parent : commits.of(table.id(next)).parents()) {
        int above = table.find(parent);
        if (above >= 0 && table.is(above, SEEN)) {
          marked.push(above);
        }
      }
    }
  }

  /** True if that is news. */
  private boolean markCommon(int row) {
    if (table.is(row, COMMON)) {
      return false;
    }
    table.set(row, COMMON);
    promising -= table.is(row, QUEUED) ? 1 : 0;
    return true;
  }
}
