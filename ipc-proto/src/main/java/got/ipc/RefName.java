package got.ipc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  private static final byte[] REFS = {'r', 'e', 'f', 's', '/'};
  private static final byte[] LOCK = {'.', 'l', 'o', 'c', 'k'};

  // What a byte can mean for the name it stands in.
  private static final byte PLAIN = 0;
  private static final byte SLASH = 1;
  private static final byte DOT = 2;
  private static final byte AT = 3;
  private static final byte FORBIDDEN = 4;
  private static final byte[] MEANING = meaning();

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
    String fault = fault(name);
    if (fault == null) {
      return new RefName(text);
    }
    if (text.equals(HEAD.latin1)) {
      return HEAD;
    }
    throw new BadValueException(
        "bad reference name '" + Text.clean(utf8(text), Limits.QUOTED_NAME) + "': " + fault);
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
    if (fault(name) == null) {
      return false;
    }
    String text = new String(name, StandardCharsets.ISO_8859_1);
    return text.length() <= Limits.REF_NAME
        && text.startsWith("refs/")
        && text.indexOf('\0') < 0
        && text.indexOf('\n') < 0
        && Arrays.stream(text.split("/", -1)).noneMatch(STEPS::contains);
  }

  private static byte[] meaning() {
    byte[] meaning = new byte[256];
    Arrays.fill(meaning, 0, ' ' + 1, FORBIDDEN);
    for (char c : "\u007f~^:?*[\\".toCharArray()) {
      meaning[c] = FORBIDDEN;
    }
    meaning['/'] = SLASH;
    meaning['.'] = DOT;
    meaning['@'] = AT;
    return meaning;
  }

  /** Lists are long, and most of them read before any of this is compiled: no call for a byte. */
  private static @Nullable String fault(byte[] name) {
    int length = name.length;
    if (length > Limits.REF_NAME) {
      return "longer than " + Limits.REF_NAME + " bytes";
    }
    if (!Arrays.equals(name, 0, Math.min(length, REFS.length), REFS, 0, REFS.length)) {
      return "not below refs/";
    }
    if (name[length - 1] == '.') {
      return "ends with a dot";
    }
    int start = 0;
    for (int i = 0; i < length; i++) {
      switch (MEANING[name[i] & 0xff]) {
        case PLAIN -> {}
        case SLASH -> {
          String fault = componentFault(name, start, i);
          if (fault != null) {
            return fault;
          }
          start = i + 1;
        }
        case DOT -> {
          if (i + 1 < length && name[i + 1] == '.') {
            return "two dots";
          }
        }
        case AT -> {
          if (i + 1 < length && name[i + 1] == '{') {
            return "contains @{";
          }
        }
        default -> {
          return "forbidden character";
        }
      }
    }
    return componentFault(name, start, length);
  }

  private static @Nullable String componentFault(byte[] name, int start, int end) {
    if (start == end) {
      return "empty component";
    }
    if (name[start] == '.') {
      return "component starts with a dot";
    }
    int lock = end - LOCK.length;
    if (lock >= start && Arrays.equals(name, lock, end, LOCK, 0, LOCK.length)) {
      return "component ends with .lock";
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
