package got.read;

import got.ipc.HelperFailure;
import got.ipc.ObjectId;
import got.pack.ObjectType;
import got.pack.PackException;
import got.pack.object.CommitFields;
import got.pack.object.StoredObject;
import got.pack.object.TagFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The commits that can be reached from references, newest first, as far as somebody asked.
 *
 * <p>A commit whose clock was wrong may be reached later than its date says. Who asks then takes it
 * for one that is not reached, and has to find another proof: slower, never wrong.
 */
final class Frontier {
  private final Objects objects;
  private final Commits commits;
  private final ObjectTable table;
  private final DateQueue queue;

  /**
   * @param table gets {@link Marks#COMPLETE} and the type of what is reached
   */
  Frontier(Objects objects, Commits commits, ObjectTable table) {
    this.objects = objects;
    this.commits = commits;
    this.table = table;
    this.queue = new DateQueue(table);
  }

  /**
   * Begins at the values of references, which need not be commits.
   *
   * @return the commits that they lead to, each once
   */
  List<ObjectId> start(List<ObjectId> tips)
      throws IOException, PackException, HelperFailure, InterruptedException {
    List<ObjectId> found = new ArrayList<>();
    for (int i = 0; i < tips.size(); i++) {
      objects.expectFrom(tips, i);
      ObjectId id = tips.get(i);
      StoredObject object = objects.read(id);
      while (object != null && object.type() == ObjectType.TAG) {
        table.set(table.rowOf(id), Marks.COMPLETE | Marks.of(ObjectType.TAG));
        id = TagFields.of(id, object).target();
        object = objects.read(id);
      }
      if (object == null) {
        throw damaged(id);
      }
      int row = table.rowOf(id);
      if (object.type() == ObjectType.COMMIT && !table.is(row, Marks.COMPLETE)) {
        table.setDate(row, CommitFields.of(id, object).seconds());
        found.add(id);
        queue.add(row);
      }
      table.set(row, Marks.COMPLETE | Marks.of(object.type()));
    }
    return found;
  }

  /** Goes on until what is left is older than {@code date}, in seconds since 1970. */
  void goTo(long date) throws IOException, PackException, HelperFailure, InterruptedException {
    while (!queue.isEmpty() && table.date(queue.first()) >= date) {
      step();
    }
  }

  /** Goes on by some commits, or until there are no more. */
  void go(int count) throws IOException, PackException, HelperFailure, InterruptedException {
    for (int i = 0; i < count && !queue.isEmpty(); i++) {
      step();
    }
  }

  private void step() throws IOException, PackException, HelperFailure, InterruptedException {
    List<ObjectId> parents = commits.of(table.id(queue.first())).parents();
    // All that can fail comes first: whoever goes on after that sees it fail again.
    for (ObjectId parent : parents) {
      if (!table.is(table.rowOf(parent), Marks.COMPLETE)) {
        commits.of(parent);
      }
    }
    queue.take();
    for (ObjectId parent : parents) {
      int row = table.rowOf(parent);
      if (!table.is(row, Marks.COMPLETE)) {
        table.set(row, Marks.COMPLETE | Marks.of(ObjectType.COMMIT));
        table.setDate(row, commits.of(parent).seconds());
        queue.add(row);
      }
    }
  }

  private static PackException.Format damaged(ObjectId id) {
    return new PackException.Format(
        PackException.NOWHERE, "object " + id + ", which a reference leads to, is missing");
  }
}
