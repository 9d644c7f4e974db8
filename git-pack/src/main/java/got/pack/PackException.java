package got.pack;

import got.ipc.Limits;
import java.io.IOException;
import java.util.Locale;

/** Why a pack cannot be taken. Reading that failed is reported by a plain IOException. */
public abstract sealed class PackException extends Exception {
  /** In the place of an offset: the reason is not at any one place of the pack. */
  public static final long NOWHERE = -1;

  private final long offset;
  private final String reason;

  private PackException(long offset, String reason) {
    super(reason);
    this.offset = offset;
    this.reason = reason;
  }

  private static String at(long offset, String reason) {
    return offset < 0 ? reason : reason + " at offset " + offset;
  }

  /** Of what is wrong, in the pack, in bytes; {@link #NOWHERE} if it has none. */
  public final long offset() {
    return offset;
  }

  /** The message, never null. */
  public final String reason() {
    return reason;
  }

  /** The bytes are no valid pack. */
  public static sealed class Format extends PackException permits Thin {
    /**
     * @param offset as {@link PackException#offset}
     * @param reason lower case, no full stop, no text from the pack
     */
    public Format(long offset, String reason) {
      super(offset, at(offset, reason));
    }
  }

  /** The pack lacks bases, which a repository may have. */
  public static final class Thin extends Format {
    /**
     * @param reason lower case, no full stop, no text from the pack
     */
    public Thin(String reason) {
      super(NOWHERE, reason);
    }
  }

  /** An object has a fault that git lives with, and that the user may excuse by its id. */
  public static final class Structure extends PackException {
    /**
     * @param offset of the entry
     * @param reason names the object; lower case, no full stop, no text from the pack
     */
    public Structure(long offset, String reason) {
      super(offset, at(offset, reason));
    }
  }

  /** An object of the pack is made to collide with another one. */
  public static final class Collision extends PackException {
    /**
     * @param offset of the entry
     * @param id that the object would have
     */
    public Collision(long offset, String id) {
      super(offset, at(offset, "object " + id + " is half of a SHA-1 collision"));
    }
  }

  /** The pack, or an object in it, is over a limit: it may be valid, but is not wanted. */
  public static final class Limit extends PackException {
    private final long limit;

    /**
     * @param limit that was exceeded, in the unit that the reason names
     * @param reason lower case, no full stop
     */
    public Limit(long limit, String reason) {
      super(NOWHERE, reason);
      this.limit = limit;
    }

    /** A commit, tree or tag that is too large to be looked into. */
    public static Limit structure(ObjectType type, String which, long size) {
      return new Limit(
          Limits.STRUCTURE_BYTES,
          type.name().toLowerCase(Locale.ROOT)
              + " "
              + which
              + " of "
              + size
              + " bytes is too large");
    }

    /** What was exceeded. */
    public long limit() {
      return limit;
    }
  }

  /** Writing the pack or its index failed. */
  public static final class Output extends PackException {
    private final IOException failure;

    /**
     * @param failure of the file
     */
    public Output(IOException failure) {
      super(NOWHERE, "writing failed");
      initCause(failure);
      this.failure = failure;
    }

    /** What the file said. */
    public IOException failure() {
      return failure;
    }
  }
}
