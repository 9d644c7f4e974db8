package got.ipc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import got.fuzz.Allocation;
import java.util.regex.Pattern;

/**
 * Checks the name of a reference, which becomes the name of a file, and compares the answer with
 * the rules of git-check-ref-format(1) one by one; and cleans the same bytes as text for people.
 *
 * <p>Only a {@link BadValueException} may come out. Memory: {@link #MOST_MEMORY}, and {@link
 * #MEMORY_PER_BYTE} for each byte.
 */
public final class RefNameFuzz {
  private static final long MOST_MEMORY = 4 << 10;
  private static final long MEMORY_PER_BYTE = 32;
  private static final int CLEAN = 100;

  /** Of the whole name, then of each component. */
  private static final Pattern BAD_NAME =
      Pattern.compile("[\\x00-\\x20\\x7f~^:?*\\[\\\\]|\\.\\.|@\\{|\\.\\z", Pattern.DOTALL);

  private static final Pattern BAD_COMPONENT = Pattern.compile("|\\..*|.*\\.lock", Pattern.DOTALL);
  private static final Pattern UNCLEAN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

  private RefNameFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    accepts(input);
  }

  static boolean accepts(byte[] input) throws Exception {
    cleans(new String(input, UTF_8));
    String name = new String(input, ISO_8859_1);
    boolean expected = isAcceptable(name);
    boolean accepted =
        Allocation.within(
            MOST_MEMORY + MEMORY_PER_BYTE * input.length,
            () -> {
              try {
                return RefName.check(input).latin1().equals(name);
              } catch (BadValueException e) {
                return false;
              }
            });
    if (accepted != expected) {
      throw new AssertionError(name + " is " + (expected ? "a name" : "no name"));
    }
    return accepted;
  }

  private static void cleans(String text) {
    String clean = Text.clean(text, CLEAN);
    if (clean.length() > CLEAN
        || UNCLEAN.matcher(clean).find()
        || !Text.clean(clean, CLEAN).equals(clean)) {
      throw new AssertionError("'" + clean + "' is not clean");
    }
  }

  private static boolean isAcceptable(String name) {
    if (name.equals("HEAD")) {
      return true;
    }
    if (name.length() > Limits.REF_NAME
        || !name.startsWith("refs/")
        || BAD_NAME.matcher(name).find()) {
      return false;
    }
    for (String component : name.split("/", -1)) {
      if (BAD_COMPONENT.matcher(component).matches()) {
        return false;
      }
    }
    return true;
  }
}
