package got.pack.object;

import got.ipc.HashAlgorithm;
import got.pack.Delta;
import got.pack.EntryHeader;
import got.pack.Garbage;
import got.pack.ObjectType;
import got.pack.PackException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Reads entries of packs through their deltas.
 *
 * <p>A chain is followed to its end first, by headers alone, and then applied: nothing recurses,
 * and at most a base, a delta and a result are in memory beside {@link RecentObjects}. Of a long
 * way up a chain the objects at distances 1, 2, 4, 8 and so on from its end are kept if that was
 * dear: so a chain can be read from either end, one object after the other, for a few times the
 * bytes that it has. Types are remembered for each delta that was passed ({@link TypeTable}). A
 * chain may be as long as its pack has room for, eight bytes a delta. A pack that was verified has
 * no circle; a damaged one might, and that is noticed. One thread at a time.
 */
public final class ObjectReader {
  /** What finding and reading the header of an entry counts for, in bytes: it takes as long. */
  public static final int ENTRY_BYTES = 1024;

  /** What it may take to make an object again that is no tree and not kept, in its own bytes. */
  private static final long CHEAP = 4;

  private static final int FIRST_STEPS = 64;

  /** More than a pack may have objects. */
  private static final int MOST_STEPS = 1 << 28;

  private static final byte[] NOTHING = {};

  private final HashAlgorithm algorithm;
  private final Made made;
  private final Garbage garbage;
  private final PackCursor cursor = new PackCursor();
  private final RecentObjects recent = new RecentObjects();
  private final TypeTable types;
  private long[] steps = new long[FIRST_STEPS];

  /** One of the steps: the last whose number is a power of two. */
  private long passed;

  /**
   * @param secret random, for the table of types
   * @param made is told of each byte that is inflated or made
   * @param garbage is told of each array
   */
  public ObjectReader(HashAlgorithm algorithm, long secret, Made made, Garbage garbage) {
    this.algorithm = algorithm;
    this.types = new TypeTable(secret);
    this.made = made;
    this.garbage = garbage;
  }

  /**
   * What kind of object an entry makes, by headers alone.
   *
   * @param bases of the same pack, for deltas that name theirs by id
   */
  public ObjectType type(FileChannel pack, long offset, Bases bases)
      throws IOException, PackException {
    int length = 0;
    long at = offset;
    ObjectType type = types.find(pack, at);
    while (type == null) {
      EntryHeader header = header(pack, at);
      if (header instanceof EntryHeader.Base base) {
        type = base.type();
        break;
      }
      addStep(length++, at, offset);
      at = baseOf(header, at, bases);
      type = types.find(pack, at);
    }
    while (length > 0) {
      types.put(pack, steps[--length], type);
    }
    return type;
  }

  /**
   * The object that an entry makes.
   *
   * @param bases of the same pack, for deltas that name theirs by id
   */
  public StoredObject read(FileChannel pack, long offset, Bases bases)
      throws IOException, PackException {
    int length = 0;
    long at = offset;
    long cost = 0;
    StoredObject object = recent.find(pack, at);
    boolean kept = true;
    while (object == null) {
      EntryHeader header = header(pack, at);
      if (header instanceof EntryHeader.Base base) {
        object = new StoredObject(base.type(), inflate(base.size(), at), (int) base.size());
        cost = keep(pack, at, object, ENTRY_BYTES + base.size(), length);
        kept = isKept(object, cost);
        break;
      }
      addStep(length++, at, offset);
      at = baseOf(header, at, bases);
      object = recent.find(pack, at);
    }
    byte[] spare = NOTHING;
    while (length > 0) {
      long step = steps[--length];
      StoredObject base = object;
      object = apply(pack, step, base, spare);
      // Nobody has seen a base that was not kept. Where the result is, nothing else may go.
      spare = kept ? NOTHING : base.bytes();
      cost = keep(pack, step, object, cost + ENTRY_BYTES + object.size(), length);
      kept = isKept(object, cost);
    }
    return object;
  }

  /**
   * Notes a delta on the way to a base. In a circle the way comes back to the step that was noted
   * last, when that is in the circle and the circle has no more steps than were gone before it.
   * Source: Brent, An Improved Monte Carlo Factorization Algorithm, 1980.
   */
  private void addStep(int length, long at, long offset) throws PackException {
    if (length > 0 && at == passed) {
      throw new PackException.Format(offset, "chain of deltas does not end");
    }
    if (Integer.bitCount(length) <= 1) {
      passed = at;
    }
    if (length == steps.length) {
      if (length > MOST_STEPS / 2) {
        throw new PackException.Limit(MOST_STEPS, "chain of more than " + length + " deltas");
      }
      garbage.making(2L * length * Long.BYTES);
      steps = Arrays.copyOf(steps, 2 * length);
    }
    steps[length] = at;
  }

  private EntryHeader header(FileChannel pack, long offset) throws IOException, PackException {
    made.made(ENTRY_BYTES);
    cursor.seek(pack, offset);
    return EntryHeader.read(cursor, algorithm);
  }

  private byte[] inflate(long size, long entry) throws IOException, PackException {
    cursor.require(size, entry);
    made.made(size);
    garbage.making(size);
    return cursor.inflate(size, entry);
  }

  private static long baseOf(EntryHeader header, long offset, Bases bases)
      throws IOException, PackException {
    return switch (header) {
      case EntryHeader.Base _ -> throw new IllegalStateException("no delta");
      case EntryHeader.OfsDelta delta -> delta.baseOffset();
      case EntryHeader.RefDelta delta -> {
        long base = bases.offsetOf(delta.baseId());
        if (base < 0) {
          throw new PackException.Format(offset, "base of a delta is not in its pack");
        }
        yield base;
      }
    };
  }

  /**
   * @param spare for the result, if it fits
   */
  private StoredObject apply(FileChannel pack, long offset, StoredObject base, byte[] spare)
      throws IOException, PackException {
    int size = (int) Math.min(header(pack, offset).size(), Integer.MAX_VALUE);
    Delta delta = Delta.parse(inflate(size, offset), 0, size, offset);
    if (delta.baseSize() != base.size()) {
      throw new PackException.Format(offset, "delta is for a base of another size");
    }
    if (delta.resultSize() > Integer.MAX_VALUE - 8) {
      throw new PackException.Limit(
          Integer.MAX_VALUE - 8L, "object of " + delta.resultSize() + " bytes");
    }
    int length = (int) delta.resultSize();
    made.made(length);
    byte[] result = spare;
    if (result.length < length || result.length / 2 > length) {
      if (length > RecentObjects.DEAR_BYTES) {
        recent.makeRoom(length);
      }
      garbage.making(length);
      result = new byte[length];
    }
    delta.apply(base.bytes(), 0, result);
    return new StoredObject(base.type(), result, length);
  }

  /**
   * Keeps an object if it is small and likely to be read again, or at such a place of its chain.
   *
   * @param cost bytes made for it since the last one that is kept as dear
   * @param left deltas from it to the object that is read
   * @return 0 if it is kept as dear, {@code cost} otherwise
   */
  private long keep(FileChannel pack, long offset, StoredObject object, long cost, int left) {
    if (cost > RecentObjects.DEAR_BYTES && Integer.bitCount(left) <= 1) {
      recent.keepDear(pack, offset, object, cost);
      return 0;
    }
    if (isKept(object, cost)) {
      recent.keep(pack, offset, object);
    }
    return cost;
  }

  /**
   * What stands on a tree is likely to be read next. Anything else is nearly always read once, and
   * kept only if to make it took some times its bytes.
   *
   * @param cost that {@link #keep} returned
   */
  private static boolean isKept(StoredObject object, long cost) {
    return cost == 0
        || (object.bytes().length <= RecentObjects.DEAR_BYTES
            && (object.type() == ObjectType.TREE
                || cost > CHEAP * Math.max(object.size(), ENTRY_BYTES)));
  }
}
