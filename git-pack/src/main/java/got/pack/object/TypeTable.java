package got.pack.object;

import got.pack.ObjectType;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Types of objects that deltas make, by the places of the deltas, so that a chain is walked once.
 *
 * <p>A place has one slot in the table, and a later one takes it from an earlier one. Of a pack
 * with more deltas than there are slots some are thus forgotten, as many as chance wants: a walk
 * then goes on to the next one that is known. Whoever made the pack chose the places, so the slot
 * depends on a number that nobody can guess. Seven MiB at most.
 */
final class TypeTable {
  /** More than a hundred times the deltas of the longest chain that git makes. */
  private static final int MOST = 1 << 19;

  private static final int FIRST = 1 << 10;

  /** Odd, with bits all over. Source: Steele et al., Fast Splittable Pseudorandom Numbers, 2014. */
  private static final long FACTOR = 0xbf58476d1ce4e5b9L;

  private final long secret;

  /** 0 is a free slot: no entry begins there. */
  private long[] offsets = new long[FIRST];

  private @Nullable FileChannel[] packs = new FileChannel[FIRST];
  private byte[] types = new byte[FIRST];
  private int used;

  /**
   * @param secret random
   */
  TypeTable(long secret) {
    this.secret = secret;
  }

  /** The type of what the delta there makes; null if it is not known. */
  @Nullable ObjectType find(FileChannel pack, long offset) {
    int slot = slot(pack, offset);
    return offsets[slot] == offset && pack.equals(packs[slot]) ? ObjectType.of(types[slot]) : null;
  }

  void put(FileChannel pack, long offset, ObjectType type) {
    if (used > offsets.length / 2 && offsets.length < MOST) {
      grow();
    }
    set(pack, offset, (byte) type.code());
  }

  private void set(FileChannel pack, long offset, byte type) {
    int slot = slot(pack, offset);
    used += offsets[slot] == 0 ? 1 : 0;
    offsets[slot] = offset;
    packs[slot] = pack;
    types[slot] = type;
  }

  private void grow() {
    long[] oldOffsets = offsets;
    @Nullable FileChannel[] oldPacks = packs;
    byte[] oldTypes = types;
    offsets = new long[2 * oldOffsets.length];
    packs = new FileChannel[offsets.length];
    types = new byte[offsets.length];
    used = 0;
    for (int i = 0; i < oldOffsets.length; i++) {
      FileChannel pack = oldPacks[i];
      if (pack != null) {
        set(pack, oldOffsets[i], oldTypes[i]);
      }
    }
  }

  /** Entries of a pack may be equally far apart: one product would have them meet in long runs. */
  private int slot(FileChannel pack, long offset) {
    long place = offset + ((long) System.identityHashCode(pack) << Integer.SIZE);
    long mixed = (place ^ secret) * FACTOR;
    mixed = (mixed ^ (mixed >>> Integer.SIZE)) * (secret | 1);
    mixed = (mixed ^ (mixed >>> Integer.SIZE)) * FACTOR;
    return (int) (mixed >>> (Long.SIZE - Integer.numberOfTrailingZeros(offsets.length)));
  }
}
