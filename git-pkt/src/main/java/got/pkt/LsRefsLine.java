package got.pkt;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import java.util.Optional;

/**
 * A line of the answer to ls-refs: {@code <id> <name>} or {@code unborn HEAD}, and attributes.
 *
 * <p>{@code symref-target:} is the one attribute that is looked at; others are skipped, as the
 * protocol wants it. A reference whose target is left out counts as one without. Source:
 * gitprotocol-v2(5), "ls-refs".
 */
public final class LsRefsLine {
  private static final String UNBORN = "unborn";
  private static final String SYMREF_TARGET = "symref-target:";

  private LsRefsLine() {}

  /**
   * @param line one byte per char, without line feed
   * @throws ProtocolException if id, name or target are not acceptable, or as {@code sink} does
   */
  public static void read(HashAlgorithm algorithm, String line, RefSink sink)
      throws ProtocolException {
    int idEnd = RefText.idEnd(algorithm, line);
    int nameStart = Math.min(idEnd + 1, line.length());
    int nameEnd = RefText.wordEnd(line, nameStart);
    String id = line.substring(0, idEnd);
    String text = line.substring(nameStart, nameEnd);
    String target = target(line, nameEnd, text);
    Optional<RefName> targetName =
        target.isEmpty() ? Optional.empty() : RefText.nameUnlessLeftOut(target);
    if (id.equals(UNBORN)) {
      Optional<RefName> name = RefText.nameUnlessLeftOut(text);
      if (!name.equals(Optional.of(RefName.HEAD)) || target.isEmpty()) {
        throw ProtocolException.broken(
            "unborn reference that is no symbolic HEAD: " + RefText.quoted(text));
      }
      if (targetName.isEmpty()) {
        sink.leftOut(target);
      } else {
        sink.ref(new RemoteRef.Unborn(RefName.HEAD, targetName.get()));
      }
      return;
    }
    ObjectId objectId = RefText.id(algorithm, id, text);
    Optional<RefName> name = RefText.nameUnlessLeftOut(text);
    if (name.isEmpty()) {
      sink.leftOut(text);
      return;
    }
    if (targetName.isPresent()) {
      sink.ref(new RemoteRef.Symbolic(name.get(), targetName.get(), objectId));
      return;
    }
    if (!target.isEmpty() && name.get().equals(RefName.HEAD)) {
      sink.leftOut(target);
    }
    sink.ref(new RemoteRef.Direct(name.get(), objectId));
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
