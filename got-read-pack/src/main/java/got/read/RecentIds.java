package got.read;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import java.util.Arrays;

/**
 * Ids that were come by, each until another one takes its slot.
 *
 * <p>Trees of one history have most of their entries in common. Whoever made them chose the ids, so
 * the slot depends on a number that nobody can guess. Some 700 KiB with SHA-1.
 */
final class RecentIds {
  private static final int SLOT_BITS = 15;

  private final int idBytes;
  private final long factor;

  private final byte[] ids;
  private final boolean[] taken = new boolean[1 << SLOT_BITS];

  /**
   * @param secret random
   */
  RecentIds(HashAlgorithm algorithm, long secret) {
    this.idBytes = algorithm.idBytes();
    this.factor = secret | 1;
    this.ids = new byte[idBytes << SLOT_BITS];
  }

  boolean has(ObjectId id) {
    byte[] wanted = bytes(id);
    int slot = slot(wanted);
    int at = slot * idBytes;
    return taken[slot] && Arrays.equals(ids, at, at + idBytes, wanted, 0, idBytes);
  }

  void add(ObjectId id) {
    byte[] added = bytes(id);
    int slot = slot(added);
    System.arraycopy(added, 0, ids, slot * idBytes, idBytes);
    taken[slot] = true;
  }

  private byte[] bytes(ObjectId id) {
    byte[] bytes = new byte[idBytes];
    id.copyTo(bytes, 0);
    return bytes;
  }

  private int slot(byte[] id) {
    long mixed = ObjectTable.prefix(id, 0) * factor;
    return (int) (mixed >>> (Long.SIZE - SLOT_BITS));
  }
}
