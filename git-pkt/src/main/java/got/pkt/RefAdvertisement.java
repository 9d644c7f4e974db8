package got.pkt;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The list of references with which a server of version 0 or 1 opens the conversation.
 *
 * <pre>
 *   id SP name NUL capabilities      HEAD comes first, if there is one
 *   id SP name
 *   id SP name "^{}"                 what the tag before it points to
 *   0000
 * </pre>
 *
 * <p>Without references, {@code zero-id SP "capabilities^{}"} carries the capabilities; old servers
 * send the flush packet alone. Which reference HEAD stands for is in the capability {@code
 * symref=HEAD:name}; a server that names two has said nothing. Source: gitprotocol-pack(5),
 * "Reference Discovery".
 */
public final class RefAdvertisement {
  private static final String NO_REFS = "capabilities^{}";
  private static final String PEELED = "^{}";

  private final PktLine first;
  private final String firstLine;
  private final Capabilities capabilities;
  private final HashAlgorithm algorithm;
  private final Map<RefName, RefName> targets = new HashMap<>();

  /**
   * References that the server gave two targets, or one that is left out: they count as without.
   */
  private final Set<RefName> unclear = new HashSet<>();

  /** What HEAD would have pointed to. */
  private final Set<String> leftOut = new LinkedHashSet<>();

  /** The name a peeled line may follow; empty if none may come now. */
  private String peelable = "";

  private boolean sawHead;
  private boolean sawHeadTarget;

  /**
   * @param first the first packet, behind {@code version 1} if that came
   * @throws ProtocolException if its capabilities are not acceptable
   */
  public RefAdvertisement(PktLine first) throws ProtocolException {
    this.first = first;
    String line = first instanceof PktLine.Data data ? data.line() : "";
    int nul = line.indexOf('\0');
    this.firstLine = nul < 0 ? line : line.substring(0, nul);
    this.capabilities = Capabilities.parse(nul < 0 ? "" : line.substring(nul + 1));
    this.algorithm = capabilities.firstAlgorithm();
    for (String symref : capabilities.all("symref")) {
      addSymref(symref);
    }
    targets.keySet().removeAll(unclear);
  }

  public Capabilities capabilities() {
    return capabilities;
  }

  public HashAlgorithm algorithm() {
    return algorithm;
  }

  private void addSymref(String symref) throws ProtocolException {
    int colon = symref.indexOf(':');
    if (colon < 0) {
      throw ProtocolException.broken("malformed capability symref");
    }
    String source = symref.substring(0, colon);
    String target = symref.substring(colon + 1);
    Optional<RefName> known = RefText.nameUnlessLeftOut(source);
    if (known.isEmpty()) {
      return;
    }
    RefName name = known.get();
    Optional<RefName> targetName = RefText.nameUnlessLeftOut(target);
    if (targetName.isEmpty()) {
      unclear.add(name);
      if (name.equals(RefName.HEAD)) {
        leftOut.add(target);
      }
      return;
    }
    RefName before = targets.putIfAbsent(name, targetName.get());
    if (before != null && !before.equals(targetName.get())) {
      unclear.add(name);
    }
  }

  /**
   * Reads to the flush packet.
   *
   * @throws ProtocolException if the list breaks a rule, or the repository is shallow
   */
  public void read(Server server, RefSink sink) throws ProtocolException {
    for (String name : leftOut) {
      sink.leftOut(name);
    }
    PktLine line = first;
    if (line instanceof PktLine.Data) {
      boolean empty = isNoRefs(firstLine);
      if (!empty) {
        ref(firstLine, sink, true);
      }
      line = server.next();
      while (line instanceof PktLine.Data data) {
        if (empty && !isShallow(data.line())) {
          throw ProtocolException.broken(
              "a reference after the list was said to be empty: "
                  + RefText.quoted(name(data.line())));
        }
        ref(data.line(), sink, false);
        line = server.next();
      }
    }
    if (!(line instanceof PktLine.Flush)) {
      throw ProtocolException.unexpected(line, "a reference or a flush packet");
    }
    RefName headTarget = targets.get(RefName.HEAD);
    if (headTarget != null && !sawHead && !sawHeadTarget) {
      sink.ref(new RemoteRef.Unborn(RefName.HEAD, headTarget));
    }
  }

  private boolean isNoRefs(String line) throws ProtocolException {
    int space = RefText.wordEnd(line, 0);
    return line.startsWith(NO_REFS, space + 1)
        && line.length() == space + 1 + NO_REFS.length()
        && RefText.idOrZero(algorithm, line.substring(0, space), NO_REFS).isZero();
  }

  /** What is behind the id. */
  private static String name(String line) {
    return line.substring(Math.min(RefText.wordEnd(line, 0) + 1, line.length()));
  }

  private static boolean isShallow(String line) {
    return line.startsWith("shallow ");
  }

  private void ref(String line, RefSink sink, boolean isFirst) throws ProtocolException {
    if (isShallow(line)) {
      throw shallow();
    }
    int space = RefText.idEnd(algorithm, line);
    String text = line.substring(Math.min(space + 1, line.length()));
    ObjectId id = RefText.id(algorithm, line.substring(0, space), text);
    if (text.endsWith(PEELED)) {
      peeled(text.substring(0, text.length() - PEELED.length()));
      return;
    }
    peelable = text;
    Optional<RefName> known = RefText.nameUnlessLeftOut(text);
    if (known.isEmpty()) {
      sink.leftOut(text);
      return;
    }
    RefName name = known.get();
    if (name.equals(RefName.HEAD)) {
      if (!isFirst && !sawHead) {
        throw ProtocolException.broken("HEAD is not the first reference");
      }
      sawHead = true;
    }
    RefName target = targets.get(name);
    sawHeadTarget |= Objects.equals(name, targets.get(RefName.HEAD));
    sink.ref(
        target == null ? new RemoteRef.Direct(name, id) : new RemoteRef.Symbolic(name, target, id));
  }

  /** The id was checked; it is not passed on, because the tag's own object tells the same. */
  private void peeled(String name) throws ProtocolException {
    if (name.isEmpty() || !name.equals(peelable)) {
      throw ProtocolException.broken(
          "peeled reference " + RefText.quoted(name) + " does not follow its tag");
    }
    peelable = "";
  }

  /** The refusal of a server whose history has been cut off: the clone would not be complete. */
  public static ProtocolException shallow() {
    return ProtocolException.broken("the server's repository is shallow");
  }
}
