package got.ipc;

/**
 * An entry of a pack. Offsets and sizes are in bytes.
 *
 * @param offset in the pack
 * @param size inflated; of a delta that of the delta, not of its object
 * @param packedSize with the entry's header
 */
public record PackEntry(long offset, long size, long packedSize, Base base, Content content) {
  /** What the entry is a delta on. */
  public sealed interface Base {}

  /** Nothing: the entry is an object. */
  public record NoBase() implements Base {}

  /** The entry at an earlier offset of the pack. */
  public record OffsetBase(long offset) implements Base {}

  /** An object of the pack, or one that is not known. */
  public record IdBase(ObjectId id) implements Base {}

  /** An object that is not in the pack. It counts as no delta, whatever it is where it is. */
  public record OutsideBase(ObjectId id) implements Base {}

  /** The object that the entry makes. */
  public sealed interface Content {}

  /**
   * An object that could be made.
   *
   * @param size of the object
   * @param depth deltas between it and an object that is none
   */
  public record Resolved(ObjectId id, Type type, long size, int depth) implements Content {}

  /** It needs an object that the pack does not have. */
  public record Unresolved() implements Content {}

  /** The kinds of object. */
  public enum Type {
    COMMIT(1, "commit"),
    TREE(2, "tree"),
    BLOB(3, "blob"),
    TAG(4, "tag");

    private final int code;
    private final String word;

    Type(int code, String word) {
      this.code = code;
      this.word = word;
    }

    /** The number on the wire and, in gitformat-pack(5), of the kind. */
    public int code() {
      return code;
    }

    /** As git and got print it. */
    public String word() {
      return word;
    }

    /**
     * @throws BadValueException if there is none with that number
     */
    public static Type of(int code) throws BadValueException {
      for (Type type : values()) {
        if (type.code == code) {
          return type;
        }
      }
      throw new BadValueException("no type " + code);
    }
  }

  /**
   * An entry whose parts fit one another.
   *
   * @throws BadValueException if an offset or size cannot be, or what is no delta has a depth
   */
  public static PackEntry check(long offset, long size, long packedSize, Base base, Content content)
      throws BadValueException {
    if (offset <= 0 || size < 0 || packedSize <= 0 || offset + packedSize < 0) {
      throw new BadValueException("entry of no possible size");
    }
    if (base instanceof OffsetBase earlier
        && (earlier.offset() <= 0 || earlier.offset() >= offset)) {
      throw new BadValueException("base that is not before its delta");
    }
    boolean fits =
        switch (content) {
          case Resolved made when base instanceof NoBase ->
              made.depth() == 0 && made.size() == size;
          case Resolved made when base instanceof OutsideBase ->
              made.depth() == 1 && made.size() >= 0;
          case Resolved made -> made.depth() > 0 && made.size() >= 0;
          case Unresolved _ -> base instanceof OffsetBase || base instanceof IdBase;
        };
    if (!fits) {
      throw new BadValueException("entry that cannot make its object");
    }
    return new PackEntry(offset, size, packedSize, base, content);
  }
}
