package got.index.pack;

import got.ipc.PackLimits;
import got.pack.PackException;

/**
 * Holds a pack to its limits while it arrives.
 *
 * <p>What a delta will make is read from its beginning and believed: a delta that makes anything
 * else is refused when it is resolved. So a bomb is known before a byte of it is made, and the
 * answer does not depend on how far resolving has got.
 */
final class LimitGuard {
  private final PackLimits limits;
  private long made;

  LimitGuard(PackLimits limits) {
    this.limits = limits;
  }

  /**
   * @param bytes of the pack that were read
   */
  void pack(long bytes) throws PackException.Limit {
    if (limits.forbidsPack(bytes)) {
      throw new PackException.Limit(
          limits.packBytes(),
          "pack of more than " + limits.packBytes() + " bytes: over --max-pack-size");
    }
  }

  /**
   * @param size of an object or a delta, as stated; nothing of it was inflated
   */
  void object(long size) throws PackException.Limit {
    if (limits.forbidsObject(size)) {
      throw new PackException.Limit(
          limits.objectBytes(), "object of " + size + " bytes: over --max-object-size");
    }
  }

  /**
   * Counts what an entry makes.
   *
   * @param inflated bytes of the entry
   * @param result bytes of the object, if the entry is a delta, otherwise 0
   * @param packBytes up to the end of the entry
   */
  void made(long inflated, long result, long packBytes) throws PackException.Limit {
    object(result);
    pack(packBytes);
    made += inflated + result;
    // Each of them is less than 2^63, so the first sum over the edge is negative.
    if (made < 0 || made > limits.madeOf(packBytes)) {
      throw new PackException.Limit(
          limits.growth(),
          "objects of "
              + (made < 0 ? "2^63" : made)
              + " bytes in a pack of "
              + packBytes
              + " bytes: over --max-growth");
    }
  }
}
