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
      ObjectId id = throughTags(tips.get(i));
      int row = table.rowOf(id);
      if (table.is(row, Marks.COMPLETE)) {
        continue;
      }
      ObjectType type = type(id);
      if (type == ObjectType.COMMIT) {
        table.setDate(row, CommitFields.of(id, read(id)).seconds());
        found.add(id);
        queue.add(row);
      }
      table.set(row, Marks.COMPLETE | Marks.of(type));
    }
    return found;
  }

  /**
   * What a reference leads to: an object that is no tag, or one that was reached before.
   *
   * @throws PackException.Format if tags lead to one another, which damage alone can bring about
   */
  private ObjectId throughTags(ObjectId tip)
      throws IOException, PackException, HelperFailure, InterruptedException {
    List<Integer> tags = new ArrayList<>();
    ObjectId id = tip;
    int row = table.rowOf(id);
    while (!table.is(row, Marks.COMPLETE) && type(id) == ObjectType.TAG) {
      if (table.is(row, Marks.OPEN)) {
        throw new PackException.Format(PackException.NOWHERE, "object " + id + " leads to itself");
      }
      table.set(row, Marks.OPEN);
      tags.add(row);
      id = TagFields.of(id, read(id)).target();
      row = table.rowOf(id);
    }
    for (int tag : tags) {
      table.clear(tag, Marks.OPEN);
      table.set(tag, Marks.COMPLETE | Marks.of(ObjectType.TAG));
    }
    return id;
  }

  /** Of an object that may be a large blob, and is not read for that. */
  private ObjectType type(ObjectId id)
      throws IOException, PackException, HelperFailure, InterruptedException {
    ObjectType type = objects.type(id);
    if (type == null) {
      throw damaged(id);
    }
    return type;
  }

  private StoredObject read(ObjectId id)
      throws IOException, PackException, HelperFailure, InterruptedException {
    StoredObject object = objects.read(id);
    if (object == null) {
      throw damaged(id);
    }
    return object;
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
