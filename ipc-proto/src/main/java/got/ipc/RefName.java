package got.ipc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * The name of a reference: {@code HEAD} or something below {@code refs/}, as
 * git-check-ref-format(1) allows it, and at most {@link Limits#REF_NAME} bytes.
 *
 * <p>Git names are bytes. They are kept one byte per char (ISO 8859-1), so that order and prefixes
 * are those of the bytes and nothing is lost when a server uses another encoding than UTF-8.
 */
public final class RefName implements Comparable<RefName> {
  public static final RefName HEAD = new RefName("HEAD");

  /** Components that a file system does not take for a name. */
  private static final Set<String> STEPS = Set.of("", ".", "..");

  private final String latin1;

  private RefName(String latin1) {
    this.latin1 = latin1;
  }

  /**
   * @param name the bytes as sent or typed
   * @throws BadValueException if they are no acceptable name; the message quotes it, cleaned
   */
  public static RefName check(byte[] name) throws BadValueException {
    String text = new String(name, StandardCharsets.ISO_8859_1);
    if (text.equals("HEAD")) {
      return HEAD;
    }
    String fault = fault(text);
    if (fault != null) {
      throw new BadValueException(
          "bad reference name '" + Text.clean(utf8(text), Limits.QUOTED_NAME) + "': " + fault);
    }
    return new RefName(text);
  }

  /** As {@link #check(byte[])}, for text the user typed. */
  public static RefName check(String name) throws BadValueException {
    return check(name.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * True for what {@link #check} refuses although it leads nowhere but below {@code refs/}, such as
   * {@code refs/heads/a..b} or {@code refs/tags/x.lock}: a server that is otherwise good may have
   * it, and it can be left out. False for an acceptable name, for one that as a path would lead
   * elsewhere or to another name's file, and for one that holds a NUL or a line feed: who lists
   * that is no server to fetch from.
   *
   * @param name the bytes as sent
   */
  public static boolean isOnlyMalformed(byte[] name) {
    String text = new String(name, StandardCharsets.ISO_8859_1);
    return text.length() <= Limits.REF_NAME
        && text.startsWith("refs/")
        && text.indexOf('\0') < 0
        && text.indexOf('\n') < 0
        && Arrays.stream(text.split("/", -1)).noneMatch(STEPS::contains)
        && fault(text) != null;
  }

  private static @org.jspecify.annotations.Nullable String fault(String name) {
    if (name.length() > Limits.REF_NAME) {
      return "longer than " + Limits.REF_NAME + " bytes";
    }
    if (!name.startsWith("refs/")) {
      return "not below refs/";
    }
    if (name.endsWith(".")) {
      return "ends with a dot";
    }
    int start = 0;
    for (int i = 0; i <= name.length(); i++) {
      char c = i == name.length() ? '/' : name.charAt(i);
      if (c == '/') {
        if (i == start) {
          return "empty component";
        }
        if (name.charAt(start) == '.') {
          return "component starts with a dot";
        }
        if (name.startsWith(".lock", i - 5) && i - start >= 5) {
          return "component ends with .lock";
        }
        start = i + 1;
      } else if (c <= ' ' || c == 0x7f || "~^:?*[\\".indexOf(c) >= 0) {
        return "forbidden character";
      } else if (c == '.' && name.startsWith("..", i)) {
        return "two dots";
      } else if (c == '@' && name.startsWith("@{", i)) {
        return "contains @{";
      }
    }
    return null;
  }

  /** True if the name begins with the ASCII text {@code prefix}. */
  public boolean startsWith(String prefix) {
    return latin1.startsWith(prefix);
  }

  /** The name without its first {@code count} bytes, one byte per char. */
  public String latin1From(int count) {
    return latin1.substring(count);
  }

  /** The name, one byte per char. */
  public String latin1() {
    return latin1;
  }

  public byte[] bytes() {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** True if every byte is ASCII, so that the name is the same in any locale. */
  public boolean isAscii() {
    return latin1.chars().allMatch(c -> c < 0x80);
  }

  @Override
  public int compareTo(RefName other) {
    return latin1.compareTo(other.latin1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RefName name && latin1.equals(name.latin1);
  }

  @Override
  public int hashCode() {
    return latin1.hashCode();
  }

  /** For people: decoded as UTF-8 and cleaned; not for files or the wire. */
  @Override
  public String toString() {
    return Text.clean(utf8(latin1), Limits.REF_NAME);
  }

  private static String utf8(String latin1) {
    return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
