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
 * <p>Asked for, if offered, are the capabilities that git(1) asks for, because some servers insist
 * on them. Most change nothing here: who has no object to tell of gets one NAK with multi_ack and
 * its kin too, and a pack for him cannot be thin; got-index-pack refuses one that is. Never asked
 * for: include-tag, no-progress, shallow, filter. Source: gitprotocol-pack(5),
 * gitprotocol-capabilities(5).
 */
final class ConversationV0 implements Conversation {
  private static final String SIDE_BAND_64K = "side-band-64k";
  private static final String SIDE_BAND = "side-band";

  private final Server server;
  private final int version;
  private final RefAdvertisement advertisement;
  private final Capabilities capabilities;
  private boolean asking;

  ConversationV0(Server server, int version, RefAdvertisement advertisement) {
    this.server = server;
    this.version = version;
    this.advertisement = advertisement;
    this.capabilities = advertisement.capabilities();
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
  public void receivePack(PackReceiver receiver) throws ProtocolException, IOException {
    server.send(
        w -> {
          w.flush();
          w.line("done");
        });
    PktLine answer = server.next();
    if (!(answer instanceof PktLine.Data data && data.line().equals("NAK"))) {
      throw ProtocolException.unexpected(answer, "NAK");
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
