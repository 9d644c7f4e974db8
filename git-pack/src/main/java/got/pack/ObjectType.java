package got.pack;

/** The four kinds of object. Source: gitformat-pack(5), "object types". */
public enum ObjectType {
  COMMIT(1, "commit"),
  TREE(2, "tree"),
  BLOB(3, "blob"),
  TAG(4, "tag");

  private static final int MOST_DIGITS = 19;

  private final int code;
  private final String word;

  ObjectType(int code, String word) {
    this.code = code;
    this.word = word;
  }

  /** The number in an entry's header. */
  public int code() {
    return code;
  }

  /** The type with that number, 1 to 4. */
  public static ObjectType of(int code) {
    return switch (code) {
      case 1 -> COMMIT;
      case 2 -> TREE;
      case 3 -> BLOB;
      case 4 -> TAG;
      default -> throw new IllegalStateException("no object type " + code);
    };
  }

  /** The longest header any object can have, in bytes. */
  public static int longestHeader() {
    return "commit".length() + 1 + MOST_DIGITS + 1;
  }

  /**
   * Writes what an object's id covers in front of its content: the type's name, a space, the size
   * in decimal, NUL.
   *
   * @return the header's length
   */
  public int writeHeader(long size, byte[] target) {
    int typeEnd = word.length();
    for (int i = 0; i < typeEnd; i++) {
      target[i] = (byte) word.charAt(i);
    }
    target[typeEnd] = ' ';
    int digits = 1;
    for (long rest = size; rest >= 10; rest /= 10) {
      digits++;
    }
    int end = typeEnd + 1 + digits;
    long rest = size;
    for (int at = end - 1; at > typeEnd; at--) {
      target[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    target[end] = 0;
    return end + 1;
  }
}
