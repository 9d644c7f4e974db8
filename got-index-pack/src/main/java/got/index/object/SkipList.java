package got.index.object;

import got.ipc.ObjectId;
import java.util.Arrays;
import java.util.Collection;

/**
 * The objects whose faults the user has excused, see {@link Finding#isFault}. Looked at only when
 * an object has one. Any number of threads.
 */
public final class SkipList {
  public static final SkipList EMPTY = new SkipList(new ObjectId[0]);

  private final ObjectId[] sorted;

  private SkipList(ObjectId[] sorted) {
    this.sorted = sorted;
  }

  /**
   * @param ids all of one algorithm, in any order
   */
  public static SkipList of(Collection<ObjectId> ids) {
    ObjectId[] sorted = ids.toArray(ObjectId[]::new);
    Arrays.sort(sorted);
    return new SkipList(sorted);
  }

  boolean holds(ObjectId id) {
    return Arrays.binarySearch(sorted, id) >= 0;
  }
}
