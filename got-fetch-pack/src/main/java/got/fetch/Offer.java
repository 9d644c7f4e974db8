package got.fetch;

import got.ipc.ObjectId;
import got.pkt.ProtocolException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The commits that we have offered to a server, and those that it says it has too.
 *
 * <p>A server that acknowledges what was never offered breaks the protocol, and so does one that
 * acknowledges more often than anything was offered. Source: gitprotocol-pack(5), "Packfile
 * Negotiation".
 */
final class Offer {
  /** Lines of one answer beside those for the ids of its request. */
  private static final int MORE_LINES = 4;

  private final Set<ObjectId> offered = new HashSet<>();
  private final Set<ObjectId> known = new HashSet<>();
  private final List<ObjectId> common = new ArrayList<>();
  private List<ObjectId> round = List.of();
  private int fresh;
  private int lines;

  /** Begins a round. */
  void begin(List<ObjectId> haves) {
    round = List.copyOf(haves);
    offered.addAll(haves);
    fresh = common.size();
    lines = 0;
  }

  /** The ids of this round. */
  List<ObjectId> round() {
    return round;
  }

  /** All that the server has acknowledged before this round, in that order. */
  List<ObjectId> before() {
    return common.subList(0, fresh);
  }

  /** Those that it has acknowledged for the first time in this round. */
  List<ObjectId> news() {
    return List.copyOf(common.subList(fresh, common.size()));
  }

  /** Another line of the answer. */
  void line() throws ProtocolException {
    if (++lines > offered.size() + MORE_LINES) {
      throw ProtocolException.broken("the server acknowledges without end");
    }
  }

  /** The server has it. */
  void acknowledge(ObjectId id) throws ProtocolException {
    require(id);
    if (known.add(id)) {
      common.add(id);
    }
  }

  /** The server names it, whatever it says of it. */
  void require(ObjectId id) throws ProtocolException {
    if (!offered.contains(id)) {
      throw ProtocolException.broken("the server acknowledges " + id + ", which was not offered");
    }
  }

  /** True if the server has anything in common with us, as far as is known. */
  boolean hasCommon() {
    return !common.isEmpty();
  }
}
