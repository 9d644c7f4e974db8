package got.pack;

import got.ipc.Limits;
import java.util.Locale;

/** The pack, or an object in it, is over a limit: it may be valid, but is not wanted. */
public final class PackLimitException extends Exception {
  private final long limit;
  private final String reason;

  /**
   * @param limit that was exceeded, in the unit that the reason names
   * @param reason lower case, no full stop
   */
  public PackLimitException(long limit, String reason) {
    super(reason);
    this.limit = limit;
    this.reason = reason;
  }

  /** A commit, tree or tag that is too large to be looked into. */
  public static PackLimitException structure(ObjectType type, String which, long size) {
    return new PackLimitException(
        Limits.STRUCTURE_BYTES,
        type.name().toLowerCase(Locale.ROOT) + " " + which + " of " + size + " bytes is too large");
  }

  public long limit() {
    return limit;
  }

  /** The message, never null. */
  public String reason() {
    return reason;
  }
}
