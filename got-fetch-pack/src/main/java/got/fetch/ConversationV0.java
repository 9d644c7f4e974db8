package got.fetch;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pkt.Capabilities;
import got.pkt.PktLine;
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
 * Never asked for: include-tag, no-progress, shallow, filter. Over HTTP each round would be a
 * request of its own in a form of its own, which we do not speak. Source: gitprotocol-pack(5),
 * gitprotocol-capabilities(5).
 */
final class ConversationV0 implements Conversation {
  private static final String SIDE_BAND_64K = "side-band-64k";
  private static final String SIDE_BAND = "side-band";

  private final Server server;
  private final int version;
  private final RefAdvertisement advertisement;
  private final Capabilities capabilities;
  private final boolean overHttp;
  private final Acks acks;
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

  ConversationV0(Server server, int version, RefAdvertisement advertisement, boolean overHttp) {
    this.server = server;
    this.version = version;
    this.advertisement = advertisement;
    this.capabilities = advertisement.capabilities();
    this.overHttp = overHttp;
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
    StringBuilder line = new StringBuilder("want ").append(id);
    if (!asking) {
      asking = true;
      chosen().forEach(capability -> line.append(' ').append(capability));
    }
    server.say(w -> w.line(line.toString()));
  }

  private List<String> chosen() {
    List<String> chosen = new ArrayList<>();
    choose("multi_ack_detailed", "multi_ack", chosen);
    if (chosen.contains("multi_ack_detailed")) {
      choose("no-done", chosen);
    }
    choose(SIDE_BAND_64K, SIDE_BAND, chosen);
    choose("thin-pack", chosen);
    choose("ofs-delta", chosen);
    chosen.addAll(capabilities.answers(algorithm()));
    return chosen;
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
    if (overHttp) {
      throw ProtocolException.broken(
          "the server speaks version " + version + " over http, in which got cannot update");
    }
    server.send(
        w -> {
          if (!asked) {
            asked = true;
            w.flush();
          }
          for (ObjectId id : offer.round()) {
            w.line("have " + id);
          }
          w.flush();
        });
    boolean ready = false;
    for (PktLine line = server.next(); !isNak(line); line = server.next()) {
      offer.line();
      Acknowledgement ack = Acknowledgement.parse(algorithm(), line);
      if (acks == Acks.ONE) {
        offer.acknowledge(ack.id());
        silent = true;
        return true;
      }
      ready |= read(ack, offer);
    }
    if (ready && capabilities.has("no-done")) {
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
          if (!asked) {
            w.flush();
          }
          w.line("done");
        });
    if (silent) {
      return;
    }
    PktLine answer = server.next();
    if (isNak(answer)) {
      return;
    }
    if (!asked) {
      throw ProtocolException.unexpected(answer, "NAK");
    }
    ObjectId ignored = Acknowledgement.parse(algorithm(), answer).id();
  }

  @Override
  public void receivePack(PackReceiver receiver) throws ProtocolException, IOException {
    if (!packFollows) {
      sayDone();
    }
    if (capabilities.has(SIDE_BAND_64K) || capabilities.has(SIDE_BAND)) {
      SideBand.demultiplex(server, receiver);
      server.expectNothingMore();
    } else {
      BarePack pack = new BarePack(algorithm(), receiver::data);
      server.copyRest(pack, pack::isComplete);
    }
    receiver.requireSome();
  }
}
