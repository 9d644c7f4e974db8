package got.read;

import got.ipc.HelperFailure;
import got.ipc.ObjectId;
import got.pack.ObjectType;
import got.pack.PackException;
import got.pack.object.CommitFields;
import got.pack.object.StoredObject;
import got.pack.object.TagFields;
import got.pack.object.TreeEntries;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells which objects are there with everything that they lead to.
 *
 * <p>A commit is, if a reference leads to it. Anything else has to be walked: an object that merely
 * lies around proves nothing about what it refers to. A walk is a depth-first search with a stack
 * of its own, because whoever made the objects chose the depth; it reads each commit, tag and tree
 * once, whatever it was asked before. Blobs lead nowhere: they have to be there, and be blobs.
 */
final class Completeness {
  private final Objects objects;
  private final ObjectTable table;
  private final Frontier frontier;

  /** Blobs that are there, and are blobs. */
  private final RecentIds blobs;

  /**
   * @param secret random, for the tables of objects
   */
  Completeness(Objects objects, Commits commits, long secret) {
    this.objects = objects;
    this.table = new ObjectTable(objects.algorithm(), secret);
    this.frontier = new Frontier(objects, commits, table);
    this.blobs = new RecentIds(objects.algorithm(), secret);
  }

  /**
   * Everything that can be reached from there is known to be complete.
   *
   * @return the commits that the ids lead to, each once
   */
  List<ObjectId> trust(List<ObjectId> tips)
      throws IOException, PackException, HelperFailure, InterruptedException {
    return frontier.start(tips);
  }

  /** Looks at some of the newest commits that can be reached and were not looked at yet. */
  void goOn(int commits) throws IOException, PackException, HelperFailure, InterruptedException {
    frontier.go(commits);
  }

  /**
   * The type of an object that is there with all it leads to; null if it is not.
   *
   * @throws PackException if something that is there is damaged
   */
  @Nullable ObjectType complete(ObjectId id)
      throws IOException, PackException, HelperFailure, InterruptedException {
    ObjectType type = objects.type(id);
    return type == null || type == ObjectType.BLOB || isComplete(id, type) ? type : null;
  }

  /** True if an object is there, has that type, and all that it leads to is there. */
  boolean complete(ObjectId id, ObjectType type)
      throws IOException, PackException, HelperFailure, InterruptedException {
    return type == ObjectType.BLOB ? hasBlob(id) : isComplete(id, type);
  }

  /** An object on the way from the one that was asked for. */
  private static final class Step {
    private final int row;
    private final List<Link> links;
    private int next;
    private boolean incomplete;

    Step(int row, List<Link> links) {
      this.row = row;
      this.links = links;
    }
  }

  private record Link(ObjectId id, ObjectType type) {}

  private boolean isComplete(ObjectId id, ObjectType type)
      throws IOException, PackException, HelperFailure, InterruptedException {
    ArrayDeque<Step> path = new ArrayDeque<>();
    try {
      Boolean known = enter(id, type, path);
      return known == null ? walk(path) : known;
    } finally {
      // Empty unless something failed: whoever asks again shall see that fail, and no circle.
      path.forEach(step -> table.clear(step.row, Marks.OPEN));
    }
  }

  private boolean walk(ArrayDeque<Step> path)
      throws IOException, PackException, HelperFailure, InterruptedException {
    while (true) {
      Step step = path.element();
      if (step.incomplete || step.next == step.links.size()) {
        path.remove();
        table.set(step.row, step.incomplete ? Marks.INCOMPLETE : Marks.COMPLETE);
        if (path.isEmpty()) {
          return !step.incomplete;
        }
        path.element().incomplete |= step.incomplete;
        continue;
      }
      Link link = step.links.get(step.next++);
      Boolean end = enter(link.id, link.type, path);
      if (end != null) {
        step.incomplete |= !end;
      }
    }
  }

  /**
   * Looks at an object, and takes the step to it if it has to be walked.
   *
   * @param type that it must have
   * @return whether it is complete; null if the walk is to tell
   */
  private @Nullable Boolean enter(ObjectId id, ObjectType type, ArrayDeque<Step> path)
      throws IOException, PackException, HelperFailure, InterruptedException {
    if (type == ObjectType.BLOB) {
      return hasBlob(id);
    }
    int row = table.rowOf(id);
    if (table.is(row, Marks.COMPLETE)) {
      return table.is(row, Marks.of(type));
    }
    if (table.is(row, Marks.INCOMPLETE)) {
      return false;
    }
    if (table.is(row, Marks.OPEN)) {
      // An object that leads to itself: its id would be known before it is made.
      throw new PackException.Format(PackException.NOWHERE, "object " + id + " leads to itself");
    }
    StoredObject object = objects.read(id);
    if (object == null || object.type() != type) {
      // With another type it is not what the link asks for. It may be what another one does.
      return false;
    }
    List<Link> links = new ArrayList<>();
    switch (type) {
      case COMMIT -> {
        CommitFields commit = CommitFields.of(id, object);
        frontier.goTo(commit.seconds());
        if (table.is(row, Marks.COMPLETE)) {
          return true;
        }
        links.add(new Link(commit.tree(), ObjectType.TREE));
        commit.parents().forEach(parent -> links.add(new Link(parent, ObjectType.COMMIT)));
      }
      case TREE -> {
        List<ObjectId> files = new ArrayList<>();
        TreeEntries entries = new TreeEntries(id, object);
        while (entries.next()) {
          if (entries.isTree()) {
            links.add(new Link(entries.id(), ObjectType.TREE));
          } else if (!entries.isGitlink()) {
            files.add(entries.id());
          }
        }
        if (!haveBlobs(files)) {
          table.set(row, Marks.INCOMPLETE);
          return false;
        }
      }
      case TAG -> {
        ObjectId target = TagFields.of(id, object).target();
        ObjectType targetType = objects.type(target);
        if (targetType == null) {
          return false;
        }
        links.add(new Link(target, targetType));
      }
      case BLOB -> throw new IllegalStateException("a blob leads nowhere");
    }
    table.set(row, Marks.OPEN | Marks.of(type));
    path.push(new Step(row, links));
    return null;
  }

  private boolean haveBlobs(List<ObjectId> ids)
      throws IOException, PackException, HelperFailure, InterruptedException {
    List<ObjectId> unknown = ids.stream().filter(id -> !blobs.has(id)).toList();
    for (int i = 0; i < unknown.size(); i++) {
      objects.expectFrom(unknown, i);
      if (!hasBlob(unknown.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean hasBlob(ObjectId id)
      throws IOException, PackException, HelperFailure, InterruptedException {
    if (blobs.has(id)) {
      return true;
    }
    boolean there = objects.type(id) == ObjectType.BLOB;
    if (there) {
      blobs.add(id);
    }
    return there;
  }
}
