package got.fetch;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pkt.PktLine;
import got.pkt.ProtocolException;
import got.pkt.RefAdvertisement;
import got.pkt.RefSink;
import got.pkt.Server;
import java.io.IOException;
import java.util.List;

/** What is said between us and a server, in its order: references, wants, pack. */
sealed interface Conversation permits ConversationV0, ConversationV2 {
  /**
   * Finds out which version the server speaks. Its first line tells.
   *
   * @param prefixes of the references of interest; the server may ignore them
   * @param marked if each request is one of its own, and a response-end packet follows its answer,
   *     as over HTTP
   * @param updating if commits will be offered, and the pack may be thin
   * @throws ProtocolException if it speaks none that we know
   */
  static Conversation open(Server server, List<String> prefixes, boolean marked, boolean updating)
      throws ProtocolException {
    ConversationV0.Form form = ConversationV0.Form.of(marked, updating);
    PktLine first = server.next();
    String line = first instanceof PktLine.Data data ? data.line() : "";
    return switch (line) {
      case "version 2" -> new ConversationV2(server, prefixes, marked, updating);
      case "version 1" -> new ConversationV0(server, 1, new RefAdvertisement(server.next()), form);
      default -> {
        if (line.startsWith("version ")) {
          throw ProtocolException.unexpected(first, "a known version");
        }
        yield new ConversationV0(server, 0, new RefAdvertisement(first), form);
      }
    };
  }

  /** 0, 1 or 2. */
  int version();

  HashAlgorithm algorithm();

  /** Passes on every reference the server has; once, before anything else. */
  void listRefs(RefSink sink) throws ProtocolException;

  /** Asks for an object and what it needs. May stay buffered until {@link #receivePack}. */
  void want(ObjectId id) throws ProtocolException;

  /**
   * Offers the commits of one round, and waits for the answer. Only of a conversation that was
   * opened to update, when everything wanted was said.
   *
   * @param offer is told what the server acknowledges
   * @return true if the server needs to know no more
   */
  boolean offer(Offer offer) throws ProtocolException;

  /**
   * Ends the list of wants, of which there must be one, and passes on the answer.
   *
   * @throws ProtocolException if the server does not send a pack to its end
   * @throws IOException if {@code receiver} cannot pass it on
   */
  void receivePack(PackReceiver receiver) throws ProtocolException, IOException;
}
