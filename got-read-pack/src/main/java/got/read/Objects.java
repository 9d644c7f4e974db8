package got.read;

import got.ipc.HashAlgorithm;
import got.ipc.HelperFailure;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.pack.ObjectType;
import got.pack.PackException;
import got.pack.object.LooseObject;
import got.pack.object.MadeOf;
import got.pack.object.ObjectReader;
import got.pack.object.PackSet;
import got.pack.object.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a repository: those of its packs, and loose ones.
 *
 * <p>Of the ids of loose objects it keeps eight bytes each, so that got is asked for a file only if
 * there may be one. What is inflated of loose objects is limited by the bytes of their files, as
 * what is made of packs is by those of the packs.
 */
final class Objects {
  private final HashAlgorithm algorithm;
  private final PackSet packs;
  private final Loose loose;
  private final Runnable touched;
  private long[] looseIds = new long[64];
  private int looseCount;
  private boolean sorted;

  /** Which of them were read. */
  private final BitSet opened = new BitSet();

  private final MadeOf made = new MadeOf("loose objects");

  /** The small loose object whose type was asked for last: it is likely to be read next. */
  private @Nullable Latest latest;

  private boolean onlyPacks;
  private long count;

  private record Latest(ObjectId id, StoredObject object) {}

  /**
   * @param touched is called for each object that is looked for
   */
  Objects(HashAlgorithm algorithm, PackSet packs, Loose loose, Runnable touched) {
    this.algorithm = algorithm;
    this.packs = packs;
    this.loose = loose;
    this.touched = touched;
  }

  HashAlgorithm algorithm() {
    return algorithm;
  }

  /** Objects looked for so far. */
  long count() {
    return count;
  }

  /**
   * There is a loose object with that id.
   *
   * @throws PackException.Limit if there are too many
   */
  void addLoose(ObjectId id) throws PackException.Limit {
    if (looseCount == Limits.LOOSE_OBJECTS) {
      throw new PackException.Limit(
          Limits.LOOSE_OBJECTS, "more than " + Limits.LOOSE_OBJECTS + " loose objects");
    }
    if (looseCount == looseIds.length) {
      looseIds = Arrays.copyOf(looseIds, 2 * looseCount);
    }
    looseIds[looseCount++] = ObjectTable.prefix(id);
    sorted = false;
  }

  /** While {@code on}, reading a loose object fails: got cannot be asked for it. */
  void onlyPacks(boolean on) {
    onlyPacks = on;
  }

  /** The type of an object; null if it is not there. */
  @Nullable ObjectType type(ObjectId id)
      throws IOException, PackException, HelperFailure, InterruptedException {
    touch();
    ObjectType type = packs.type(id);
    if (type != null) {
      return type;
    }
    LooseObject object = readLoose(id, false);
    return object == null ? null : object.type();
  }

  /** True if the object is there. If it is in a pack, it is not read. */
  boolean has(ObjectId id) throws IOException, PackException, HelperFailure, InterruptedException {
    touch();
    return packs.has(id) || readLoose(id, false) != null;
  }

  /** An object; null if it is not there. */
  @Nullable StoredObject read(ObjectId id)
      throws IOException, PackException, HelperFailure, InterruptedException {
    touch();
    StoredObject object = packs.read(id);
    if (object != null) {
      return object;
    }
    if (latest != null && latest.id.equals(id)) {
      return latest.object;
    }
    LooseObject found = readLoose(id, true);
    return found == null ? null : found.content();
  }

  /**
   * These are likely to be looked for next, in that order. What is loose of them is asked for.
   *
   * @param ids may hold what is not there
   */
  void expect(List<ObjectId> ids) throws IOException, PackException {
    if (looseCount == 0 || onlyPacks) {
      return;
    }
    List<ObjectId> likely = new ArrayList<>();
    for (ObjectId id : ids) {
      if (mayBeLoose(id) && !packs.has(id)) {
        likely.add(id);
      }
    }
    loose.expect(likely);
  }

  /**
   * Those from {@code next} on are to be looked for in turn. To be called before each: it does
   * something now and then.
   */
  void expectFrom(List<ObjectId> ids, int next) throws IOException, PackException {
    if (next % (Loose.AHEAD / 2) == 0) {
      expect(ids.subList(next, Math.min(next + Loose.AHEAD, ids.size())));
    }
  }

  private void touch() {
    count++;
    touched.run();
  }

  private @Nullable LooseObject readLoose(ObjectId id, boolean whole)
      throws IOException, PackException, HelperFailure, InterruptedException {
    int number = numberOf(id);
    if (number < 0) {
      return null;
    }
    if (onlyPacks) {
      throw new IOException("a loose object cannot be read now");
    }
    LooseObject found = loose.read(id, whole);
    if (found != null) {
      count(number, found);
      StoredObject content = found.content();
      latest = whole || content == null ? null : new Latest(id, content);
    }
    return found;
  }

  /** A file counts once, what is made of it each time. */
  private void count(int number, LooseObject found) throws PackException.Limit {
    if (!opened.get(number)) {
      opened.set(number);
      made.add(found.fileBytes());
    }
    made.made(ObjectReader.ENTRY_BYTES + found.size());
  }

  private boolean mayBeLoose(ObjectId id) {
    return numberOf(id) >= 0;
  }

  /** The number of a loose object that may have this id; negative if there is none. */
  private int numberOf(ObjectId id) {
    if (!sorted) {
      opened.clear();
      Arrays.sort(looseIds, 0, looseCount);
      sorted = true;
    }
    return Arrays.binarySearch(looseIds, 0, looseCount, ObjectTable.prefix(id));
  }
}
