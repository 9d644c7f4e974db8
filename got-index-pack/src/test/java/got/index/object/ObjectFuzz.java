package got.index.object;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import got.fuzz.Allocation;
import got.ipc.HashAlgorithm;
import got.pack.ObjectType;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks an object, and compares the verdict with that of slow models: of a tree with {@link
 * SlowTreeCheck}, of a commit or a tag with a pattern.
 *
 * <p>The first byte of an input says which kind of object, and which ids it holds. Only an {@link
 * ObjectFormatException} may come out. Memory: {@link #MOST_MEMORY}, and {@link #MEMORY_PER_BYTE}
 * for each byte of the object: the starts of a tree's entries, and in this test the list of links.
 */
public final class ObjectFuzz {
  private static final long MOST_MEMORY = 32 << 10;
  private static final long MEMORY_PER_BYTE = 64;

  private static final String PARENTS = "tree ID\n(?:parent ID\n)*+";
  private static final String COMMIT = PARENTS + "(?:author [^\n]*+\n)++committer [^\n]*+\n";
  private static final String TAG = "object ID\ntype (?:commit|tree|blob|tag)\ntag [^\n]*+\n";

  private ObjectFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    accepts(input);
  }

  static boolean accepts(byte[] input) throws Exception {
    if (input.length == 0) {
      return false;
    }
    HashAlgorithm algorithm = (input[0] & 4) == 0 ? HashAlgorithm.SHA1 : HashAlgorithm.SHA256;
    byte[] content = Arrays.copyOfRange(input, 1, input.length);
    ObjectType type =
        switch (input[0] & 3) {
          case 0 -> ObjectType.COMMIT;
          case 1 -> ObjectType.TAG;
          default -> ObjectType.TREE;
        };
    Verdict verdict =
        Allocation.within(
            MOST_MEMORY + MEMORY_PER_BYTE * content.length,
            () -> Verdict.of(algorithm, type, content));
    if (type == ObjectType.TREE) {
      compare(verdict, SlowTreeCheck.check(algorithm, content));
    } else if (verdict.isFatal() == isWellFormed(algorithm, type, content)) {
      throw new AssertionError(verdict + " of " + type);
    }
    return !verdict.isFatal();
  }

  private static void compare(Verdict verdict, Verdict slow) {
    boolean isSame =
        verdict.findings().equals(slow.findings()) && verdict.links().equals(slow.links());
    if (verdict.isFatal() != slow.isFatal() || !(isSame || slow.isFatal())) {
      throw new AssertionError(verdict + " is not " + slow);
    }
  }

  /** The header ends at the first empty line, or else with the last line end. */
  private static boolean isWellFormed(HashAlgorithm algorithm, ObjectType type, byte[] content) {
    String text = new String(content, ISO_8859_1);
    int end = text.indexOf("\n\n") + 1;
    String header = end == 0 ? text : text.substring(0, end);
    String id = "[0-9a-fA-F]{" + 2 * algorithm.idBytes() + "}";
    Matcher lines =
        Pattern.compile((type == ObjectType.TAG ? TAG : COMMIT).replace("ID", id)).matcher(header);
    return header.endsWith("\n") && lines.lookingAt();
  }
}
