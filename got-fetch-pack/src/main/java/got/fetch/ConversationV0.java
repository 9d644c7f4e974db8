package got.fetch;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pkt.Capabilities;
import got.pkt.PktLine;
import got.pkt.PktLineException;
import got.pkt.PktWriter;
import got.pkt.ProtocolException;
import got.pkt.RefAdvertisement;
import got.pkt.RefSink;
import got.pkt.Server;
import got.pkt.SideBand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Versions 0 and 1, which differ by one line at the start.
 *
 * <pre>
 *   S: references, flush
 *   C: want id capabilities, want id …, flush, done
 *   S: NAK, then the pack: side-band packets and flush, or bare
 * </pre>
 *
 * <p>To update a repository, rounds come between the wants and {@code done}. How a server answers
 * depends on what it can do:
 *
 * <pre>
 *   C: have id …, flush
 *   S: multi_ack_detailed: ACK id common|ready …, NAK; with no-done, after ready: ACK id, pack
 *      multi_ack:          ACK id continue …, NAK
 *      neither:            ACK id, once, and then nothing; or NAK
 *   C: done
 *   S: ACK id, or NAK, but nothing if it can do neither and has acknowledged; then the pack
 * </pre>
 *
 * <p>Asked for, if offered, are the capabilities that git(1) asks for, because some servers insist
 * on them. For a clone most change nothing: who has no object to tell of gets one NAK with
 * multi_ack and its kin too, and a pack for him cannot be thin; got-index-pack refuses one that is.
 * Never asked for: include-tag, no-progress, shallow, filter.
 *
 * <p>Over HTTP each round is a request of its own, to a server that remembers nothing: it begins
 * with all wants, and with a have for each commit that the server has acknowledged before. A
 * response-end packet follows each answer but that to {@code done}; so no-done is asked for only
 * together with side-band, which says where the pack ends. Source: gitprotocol-pack(5),
 * gitprotocol-capabilities(5), gitprotocol-http(5).
 */
final class ConversationV0 implements Conversation {
  private static final String SIDE_BAND_64K = "side-band-64k";
  private static final String SIDE_BAND = "side-band";

  private final Server server;
  private final int version;
  private final RefAdvertisement advertisement;
  private final Capabilities capabilities;
  private final Form form;
  private final Acks acks;

  /** What to say again in each request; empty unless {@link Form#ROUNDS}. */
  private final IdList wants;

  private List<ObjectId> common = List.of();
  private boolean asking;

  /** The wants have ended. */
  private boolean asked;

  /** The server without multi_ack has acknowledged, and says nothing before its pack. */
  private boolean silent;

  /** The pack is next. */
  private boolean packFollows;

  /** How a server answers haves. */
  private enum Acks {
    DETAILED,
    MULTIPLE,
    ONE
  }

  /** How requests get to the server. */
  enum Form {
    /** Over a connection. */
    STREAM,
    /** In one request over HTTP. */
    ONCE,
    /** In several requests over HTTP. */
    ROUNDS;

    static Form of(boolean http, boolean updating) {
      if (!http) {
        return STREAM;
      }
      return updating ? ROUNDS : ONCE;
    }
  }

  ConversationV0(Server server, int version, RefAdvertisement advertisement, Form form) {
    this.server = server;
    this.version = version;
    this.advertisement = advertisement;
    this.capabilities = advertisement.capabilities();
    this.form = form;
    this.wants = new IdList(advertisement.algorithm());
    this.acks =
        capabilities.has("multi_ack_detailed")
            ? Acks.DETAILED
            : capabilities.has("multi_ack") ? Acks.MULTIPLE : Acks.ONE;
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public HashAlgorithm algorithm() {
    return advertisement.algorithm();
  }

  @Override
  public void listRefs(RefSink sink) throws ProtocolException {
    advertisement.read(server, sink);
  }

  @Override
  public void want(ObjectId id) throws ProtocolException {
    if (form == Form.ROUNDS) {
      wants.add(id);
      return;
    }
    boolean first = !asking;
    asking = true;
    server.say(w -> w.line(want(id, first)));
  }

  private String want(ObjectId id, boolean first) {
    StringBuilder line = new StringBuilder("want ").append(id);
    if (first) {
      chosen().forEach(capability -> line.append(' ').append(capability));
    }
    return line.toString();
  }

  /** Ends the wants; over HTTP says them first, and what is common. */
  private void endWants(PktWriter w) throws PktLineException {
    if (form == Form.ROUNDS) {
      for (int i = 0; i < wants.size(); i++) {
        w.line(want(wants.id(i), i == 0));
      }
      w.flush();
      for (ObjectId id : common) {
        w.line("have " + id);
      }
    } else if (!asked) {
      w.flush();
    }
  }

  private List<String> chosen() {
    List<String> chosen = new ArrayList<>();
    choose("multi_ack_detailed", "multi_ack", chosen);
    if (noDone()) {
      chosen.add("no-done");
    }
    choose(SIDE_BAND_64K, SIDE_BAND, chosen);
    choose("thin-pack", chosen);
    choose("ofs-delta", chosen);
    chosen.addAll(capabilities.answers(algorithm()));
    return chosen;
  }

  /** If the server sends its pack as soon as it is ready. */
  private boolean noDone() {
    return acks == Acks.DETAILED
        && capabilities.has("no-done")
        && (form == Form.STREAM || sideBand());
  }

  private boolean sideBand() {
    return capabilities.has(SIDE_BAND_64K) || capabilities.has(SIDE_BAND);
  }

  private void choose(String capability, List<String> chosen) {
    if (capabilities.has(capability)) {
      chosen.add(capability);
    }
  }

  private void choose(String better, String older, List<String> chosen) {
    choose(capabilities.has(better) ? better : older, chosen);
  }

  @Override
  public boolean offer(Offer offer) throws ProtocolException {
    common = List.copyOf(offer.before());
    server.send(
        w -> {
          endWants(w);
          for (ObjectId id : offer.round()) {
            w.line("have " + id);
          }
          w.flush();
        });
    asked = true;
    boolean ready = answered(offer);
    if (!packFollows && form == Form.ROUNDS) {
      server.expectResponseEnd();
    }
    common = new ArrayList<>(common);
    common.addAll(offer.news());
    return ready;
  }

  private boolean answered(Offer offer) throws ProtocolException {
    boolean ready = false;
    for (PktLine line = server.next(); !isNak(line); line = server.next()) {
      offer.line();
      Acknowledgement ack = Acknowledgement.parse(algorithm(), line);
      if (acks == Acks.ONE) {
        offer.acknowledge(ack.id());
        silent = form == Form.STREAM;
        return true;
      }
      ready |= read(ack, offer);
    }
    if (ready && noDone()) {
      offer.require(Acknowledgement.parse(algorithm(), server.next()).id());
      packFollows = true;
    }
    return ready;
  }

  /**
   * @return true if the server is ready
   */
  private boolean read(Acknowledgement ack, Offer offer) throws ProtocolException {
    switch (ack.status()) {
      case "common", "continue" -> offer.acknowledge(ack.id());
      case "ready" -> {
        // It may be one that the server does not have: it has enough of the others.
        offer.require(ack.id());
        return true;
      }
      default -> throw ProtocolException.broken("the server acknowledges in an unknown way");
    }
    return false;
  }

  private static boolean isNak(PktLine line) {
    return line instanceof PktLine.Data data && data.line().equals("NAK");
  }

  private void sayDone() throws ProtocolException {
    server.send(
        w -> {
          endWants(w);
          w.line("done");
        });
    if (silent) {
      return;
    }
    PktLine answer = server.next();
    // A server that is told again what it has acknowledges that again, each of it once.
    for (int again = 0; again < common.size() && isAgain(answer); again++) {
      answer = server.next();
    }
    if (isNak(answer)) {
      return;
    }
    if (!asked) {
      throw ProtocolException.unexpected(answer, "NAK");
    }
    ObjectId ignored = Acknowledgement.parse(algorithm(), answer).id();
  }

  private boolean isAgain(PktLine answer) throws ProtocolException {
    return form == Form.ROUNDS
        && !isNak(answer)
        && !Acknowledgement.parse(algorithm(), answer).status().isEmpty();
  }

  @Override
  public void receivePack(PackReceiver receiver) throws ProtocolException, IOException {
    if (!packFollows) {
      sayDone();
    }
    if (sideBand()) {
      SideBand.demultiplex(server, receiver);
      server.expectNothingMore();
    } else {
      BarePack pack = new BarePack(algorithm(), receiver::data);
      server.copyRest(pack, pack::isComplete);
    }
    receiver.requireSome();
  }
}
