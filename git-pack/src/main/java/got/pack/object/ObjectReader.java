package got.pack.object;

import got.ipc.HashAlgorithm;
import got.pack.Delta;
import got.pack.EntryHeader;
import got.pack.ObjectType;
import got.pack.PackException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads entries of packs through their deltas.
 *
 * <p>A chain is followed to its end first, by headers alone, and then applied: nothing recurses,
 * and at most a base, a delta and a result are in memory beside a cache of recent bases. A pack
 * that was verified has no cycle; a damaged one might, so a chain has a longest length. One thread
 * at a time.
 */
public final class ObjectReader {
  /** Deltas on the way to an object. git makes 4,095 at most. */
  static final int LONGEST_CHAIN = 1 << 16;

  private static final int CACHE_BYTES = 8 << 20;
  private static final int MOST_CACHED_BYTES = 1 << 20;
  private static final int FIRST_STEPS = 64;

  private final HashAlgorithm algorithm;
  private final PackCursor cursor = new PackCursor();
  private final Map<Place, StoredObject> cache = new LinkedHashMap<>(256, 0.75f, true);
  private long cachedBytes;
  private long[] steps = new long[FIRST_STEPS];

  private record Place(FileChannel pack, long offset) {}

  public ObjectReader(HashAlgorithm algorithm) {
    this.algorithm = algorithm;
  }

  /**
   * What kind of object an entry makes, by headers alone.
   *
   * @param bases of the same pack, for deltas that name theirs by id
   */
  public ObjectType type(FileChannel pack, long offset, Bases bases)
      throws IOException, PackException {
    long at = offset;
    for (int length = 0; length <= LONGEST_CHAIN; length++) {
      EntryHeader header = header(pack, at);
      if (header instanceof EntryHeader.Base base) {
        return base.type();
      }
      at = baseOf(header, at, bases);
    }
    throw tooLong(offset);
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
    StoredObject object = cached(pack, at);
    while (object == null) {
      EntryHeader header = header(pack, at);
      if (header instanceof EntryHeader.Base base) {
        object = new StoredObject(base.type(), cursor.inflate(base.size(), at), (int) base.size());
        keep(pack, at, object);
        break;
      }
      if (length == LONGEST_CHAIN) {
        throw tooLong(offset);
      }
      if (length == steps.length) {
        steps = Arrays.copyOf(steps, 2 * length);
      }
      steps[length++] = at;
      at = baseOf(header, at, bases);
      object = cached(pack, at);
    }
    while (length > 0) {
      long step = steps[--length];
      object = apply(pack, step, object);
      keep(pack, step, object);
    }
    return object;
  }

  private EntryHeader header(FileChannel pack, long offset)
      throws IOException, PackException.Format {
    cursor.seek(pack, offset);
    return EntryHeader.read(cursor, algorithm);
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

  private StoredObject apply(FileChannel pack, long offset, StoredObject base)
      throws IOException, PackException {
    int size = (int) Math.min(header(pack, offset).size(), Integer.MAX_VALUE);
    byte[] program = cursor.inflate(size, offset);
    Delta delta = Delta.parse(program, 0, size, offset);
    if (delta.baseSize() != base.size()) {
      throw new PackException.Format(offset, "delta is for a base of another size");
    }
    if (delta.resultSize() > Integer.MAX_VALUE - 8) {
      throw new PackException.Limit(
          Integer.MAX_VALUE - 8L, "object of " + delta.resultSize() + " bytes");
    }
    byte[] result = new byte[(int) delta.resultSize()];
    delta.apply(base.bytes(), 0, result);
    return new StoredObject(base.type(), result, result.length);
  }

  private @Nullable StoredObject cached(FileChannel pack, long offset) {
    return cache.get(new Place(pack, offset));
  }

  private void keep(FileChannel pack, long offset, StoredObject object) {
    if (object.size() > MOST_CACHED_BYTES) {
      return;
    }
    cachedBytes += object.bytes().length;
    StoredObject before = cache.put(new Place(pack, offset), object);
    if (before != null) {
      cachedBytes -= before.bytes().length;
    }
    var eldest = cache.entrySet().iterator();
    while (cachedBytes > CACHE_BYTES) {
      cachedBytes -= eldest.next().getValue().bytes().length;
      eldest.remove();
    }
  }

  private static PackException.Format tooLong(long offset) {
    return new PackException.Format(offset, "chain of deltas does not end");
  }
}
