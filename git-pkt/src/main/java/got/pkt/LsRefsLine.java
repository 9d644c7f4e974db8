package got.pkt;

import got.ipc.HashAlgorithm;
import got.ipc.RefName;
import got.ipc.RemoteRef;

/**
 * A line of the answer to ls-refs: {@code <id> <name>} or {@code unborn HEAD}, and attributes.
 *
 * <p>{@code symref-target:} is the one attribute that is looked at; others are skipped, as the
 * protocol wants it. Source: gitprotocol-v2(5), "ls-refs".
 */
public final class LsRefsLine {
  private static final String UNBORN = "unborn";
  private static final String SYMREF_TARGET = "symref-target:";

  private LsRefsLine() {}

  /**
   * @param line one byte per char, without line feed
   * @throws ProtocolException if id, name or target are not acceptable
   */
  public static RemoteRef parse(HashAlgorithm algorithm, String line) throws ProtocolException {
    int idEnd = RefText.wordEnd(line, 0);
    int nameStart = Math.min(idEnd + 1, line.length());
    int nameEnd = RefText.wordEnd(line, nameStart);
    String id = line.substring(0, idEnd);
    String text = line.substring(nameStart, nameEnd);
    String target = target(line, nameEnd, text);
    if (id.equals(UNBORN)) {
      RefName name = RefText.name(text);
      if (!name.equals(RefName.HEAD) || target.isEmpty()) {
        throw ProtocolException.broken(
            "unborn reference that is no symbolic HEAD: " + RefText.quoted(text));
      }
      return new RemoteRef.Unborn(name, RefText.name(target));
    }
    var objectId = RefText.id(algorithm, id, text);
    RefName name = RefText.name(text);
    return target.isEmpty()
        ? new RemoteRef.Direct(name, objectId)
        : new RemoteRef.Symbolic(name, RefText.name(target), objectId);
  }

  /** The target among the attributes from {@code from} on; empty if there is none. */
  private static String target(String line, int from, String name) throws ProtocolException {
    String target = "";
    for (int start = from + 1; start < line.length(); ) {
      int end = RefText.wordEnd(line, start);
      if (line.startsWith(SYMREF_TARGET, start)) {
        if (!target.isEmpty()) {
          throw ProtocolException.broken("reference " + RefText.quoted(name) + " with two targets");
        }
        target = line.substring(Math.min(start + SYMREF_TARGET.length(), end), end);
        if (target.isEmpty()) {
          throw ProtocolException.broken(
              "reference " + RefText.quoted(name) + " with an empty target");
        }
      }
      start = end + 1;
    }
    return target;
  }
}
