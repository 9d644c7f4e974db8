package got.ipc;

/**
 * What a pack may cost, as the user has it; 0 means without limit.
 *
 * @param packBytes of the pack
 * @param objectBytes of one object, or of one delta
 * @param growth how many times its own size a pack may grow, beyond {@link Limits#GROWTH_FREE}
 */
public record PackLimits(long packBytes, long objectBytes, long growth) {
  public static final PackLimits DEFAULT =
      new PackLimits(Limits.PACK_BYTES, Limits.OBJECT_BYTES, Limits.GROWTH);

  /** Without limits. */
  public static final PackLimits NONE = new PackLimits(0, 0, 0);

  public PackLimits {
    if (packBytes < 0 || objectBytes < 0 || growth < 0) {
      throw new IllegalArgumentException("negative limit");
    }
  }

  /** True if a pack, or as much of it as has come, is too large. */
  public boolean forbidsPack(long bytes) {
    return packBytes != 0 && bytes > packBytes;
  }

  /** True if an object, or a delta, is too large. */
  public boolean forbidsObject(long bytes) {
    return objectBytes != 0 && bytes > objectBytes;
  }

  /**
   * How many bytes may be made, by inflating and by deltas together, of so many of a pack.
   *
   * @return {@link Long#MAX_VALUE} if there is no limit
   */
  public long madeOf(long bytes) {
    if (growth == 0 || bytes > (Long.MAX_VALUE - Limits.GROWTH_FREE) / growth) {
      return Long.MAX_VALUE;
    }
    return Limits.GROWTH_FREE + growth * bytes;
  }
}
