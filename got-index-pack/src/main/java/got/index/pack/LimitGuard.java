package got.index.pack;

import got.ipc.PackLimits;
import got.pack.PackException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds a pack to its limits while it arrives.
 *
 * <p>What a delta will make is read from its beginning and believed: a delta that makes anything
 * else is refused when it is resolved. So a bomb is known before a byte of it is made, and the
 * answer does not depend on how far resolving has got. What resolving builds again is counted too,
 * and what a repository gives.
 */
public final class LimitGuard {
  private final PackLimits limits;

  /** Bytes of bases from the repository, and of objects that were built again. */
  private final AtomicLong madeAgain = new AtomicLong();

  // Written by the first pass.
  private volatile long made;
  private volatile long packBytes;

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
   * Counts a base from the repository: what the pack needs it grows by.
   *
   * @param size of the object
   */
  void base(long size) throws PackException.Limit {
    object(size);
    madeAgain(size);
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
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread runs the first pass
  void made(long inflated, long result, long packBytes) throws PackException.Limit {
    object(result);
    pack(packBytes);
    made = made + inflated + result;
    this.packBytes = packBytes;
    checkGrowth();
  }

  /**
   * Counts what is made beside the first pass: an object that is built once more, or a base from
   * the repository. How many are built again depends on how the work is spread over threads, so
   * that a pack near its limit may be refused in one run and not in another.
   *
   * @param bytes of the object
   */
  public void madeAgain(long bytes) throws PackException.Limit {
    madeAgain.addAndGet(bytes);
    checkGrowth();
  }

  private void checkGrowth() throws PackException.Limit {
    // Each summand is less than 2^63, so the first sum over the edge is negative.
    long all = made < 0 ? made : made + madeAgain.get();
    if (all < 0 || all > limits.madeOf(packBytes)) {
      throw new PackException.Limit(
          limits.growth(),
          "objects of "
              + (all < 0 ? "2^63" : all)
              + " bytes in a pack of "
              + packBytes
              + " bytes: over --max-growth");
    }
  }
}
