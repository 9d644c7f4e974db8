package got.pack.object;

import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Objects that were read, for what stands on them.
 *
 * <p>Small ones are forgotten in the order in which they were used last. Those that were dear, by
 * the bytes that had to be made for them, are kept apart: there the one goes first that is cheapest
 * to make again for the room it takes. What all others have become cheaper by meanwhile is forgiven
 * to none, so that what is never used goes in the end. Source: Cao and Irani, Cost-Aware WWW Proxy
 * Caching Algorithms, 1997 (GreedyDual-Size).
 */
final class RecentObjects {
  /** An object that is longer, or took more bytes to make, is dear. */
  static final int DEAR_BYTES = 1 << 20;

  /** Bytes of small objects, with what the table needs for each. */
  private static final int MOST_SMALL_BYTES = 10 << 20;

  /** Of one small object, beside its bytes. */
  private static final int OVERHEAD_BYTES = 128;

  /** Bytes of dear objects; the latest one is kept if it is longer. */
  private static final long MOST_DEAR_BYTES = 32 << 20;

  private static final int MOST_DEAR = 128;

  /** No object counts as smaller: their number is limited too. */
  private static final double LEAST_ROOM = (double) MOST_DEAR_BYTES / MOST_DEAR;

  private final Map<Place, StoredObject> small = new LinkedHashMap<>(256, 0.75f, true);
  private final Map<Place, Dear> dear = new HashMap<>();
  private long smallBytes;
  private long dearBytes;

  /** The worth of the object that went last. */
  private double gone;

  private record Place(FileChannel pack, long offset) {
    // Written out: what the virtual machine makes of a record's components it makes anew in each
    // process, in some milliseconds.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Place place && offset == place.offset && pack.equals(place.pack);
    }

    @Override
    public int hashCode() {
      return 31 * pack.hashCode() + Long.hashCode(offset);
    }
  }

  private static final class Dear {
    private final StoredObject object;

    /** Bytes made for each byte of room. */
    private final double price;

    private double worth;

    Dear(StoredObject object, long cost) {
      this.object = object;
      this.price = cost / Math.max(object.bytes().length, LEAST_ROOM);
    }
  }

  /** The object of an entry; null if it is not here. */
  @Nullable StoredObject find(FileChannel pack, long offset) {
    Place place = new Place(pack, offset);
    StoredObject object = small.get(place);
    if (object == null && !dear.isEmpty()) {
      Dear found = dear.get(place);
      if (found != null) {
        found.worth = gone + found.price;
        object = found.object;
      }
    }
    return object;
  }

  /** Keeps a small object. */
  void keep(FileChannel pack, long offset, StoredObject object) {
    smallBytes += object.bytes().length + OVERHEAD_BYTES;
    StoredObject before = small.put(new Place(pack, offset), object);
    if (before != null) {
      smallBytes -= before.bytes().length + OVERHEAD_BYTES;
    }
    var eldest = small.entrySet().iterator();
    while (smallBytes > MOST_SMALL_BYTES) {
      smallBytes -= eldest.next().getValue().bytes().length + OVERHEAD_BYTES;
      eldest.remove();
    }
  }

  /**
   * Keeps an object until others are dearer.
   *
   * @param cost bytes made for it since the last object of its chain that is here
   */
  void keepDear(FileChannel pack, long offset, StoredObject object, long cost) {
    makeRoom(object.bytes().length);
    Dear added = new Dear(object, cost);
    added.worth = gone + added.price;
    dearBytes += object.bytes().length;
    Dear before = dear.put(new Place(pack, offset), added);
    if (before != null) {
      dearBytes -= before.object.bytes().length;
    }
  }

  /** Forgets dear objects, so that another one has room; all of them if it needs that. */
  void makeRoom(int bytes) {
    while (!dear.isEmpty() && (dear.size() >= MOST_DEAR || dearBytes + bytes > MOST_DEAR_BYTES)) {
      forgetCheapest();
    }
  }

  private void forgetCheapest() {
    Place cheapest = null;
    double least = Double.MAX_VALUE;
    for (Map.Entry<Place, Dear> entry : dear.entrySet()) {
      if (cheapest == null || entry.getValue().worth < least) {
        cheapest = entry.getKey();
        least = entry.getValue().worth;
      }
    }
    Dear removed = cheapest == null ? null : dear.remove(cheapest);
    if (removed != null) {
      dearBytes -= removed.object.bytes().length;
      gone = Math.max(gone, least);
    }
  }
}
