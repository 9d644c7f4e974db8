package got.fetch;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pkt.Capabilities;
import got.pkt.LsRefsLine;
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
 * Version 2.
 *
 * <pre>
 *   S: version 2, capabilities, flush
 *   C: command=ls-refs, answers to capabilities, delimiter, arguments, flush
 *   S: references, flush
 *   C: command=fetch, answers to capabilities, delimiter, ofs-delta, wants, done, flush
 *   S: packfile, side-band packets, flush
 * </pre>
 *
 * <p>To update a repository, requests without {@code done} come first. The server remembers nothing
 * of the one before, so each has all wants and whatever was found to be common:
 *
 * <pre>
 *   C: command=fetch, answers, delimiter, thin-pack, ofs-delta, wants, common haves, haves, flush
 *   S: acknowledgments, NAK or ACK id …, flush
 *      or: …, ready, delimiter, packfile, side-band packets, flush
 * </pre>
 *
 * <p>The other sections of a fetch answer depths, wanted names and URIs, none of which we ask for:
 * a URI would be a second fetch that the server steers. Source: gitprotocol-v2(5).
 */
final class ConversationV2 implements Conversation {
  private final Server server;
  private final List<String> prefixes;
  private final boolean marked;
  private final HashAlgorithm algorithm;
  private final List<String> answers;
  private final boolean unborn;
  private final boolean updating;

  /** What to say again in each request; empty unless updating. */
  private final IdList wants;

  private List<ObjectId> common = List.of();
  private boolean asking;

  /** The answer goes on with the pack. */
  private boolean packFollows;

  /**
   * Reads the capabilities; the version line has been read.
   *
   * @param marked if a response-end packet follows each answer, as over HTTP
   * @param updating if wants are to be kept, to be said again in each request
   */
  ConversationV2(Server server, List<String> prefixes, boolean marked, boolean updating)
      throws ProtocolException {
    this.server = server;
    this.prefixes = prefixes;
    this.marked = marked;
    this.updating = updating;
    Capabilities capabilities = new Capabilities();
    PktLine line = server.next();
    while (line instanceof PktLine.Data data) {
      capabilities.add(data.line());
      line = server.next();
    }
    requireFlush(line, "a capability");
    this.algorithm = capabilities.algorithm();
    this.answers = capabilities.answers(algorithm);
    this.wants = new IdList(algorithm);
    this.unborn = capabilities.command("ls-refs").contains("unborn");
    capabilities.command("fetch");
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public HashAlgorithm algorithm() {
    return algorithm;
  }

  @Override
  public void listRefs(RefSink sink) throws ProtocolException {
    server.send(
        w -> {
          command(w, "ls-refs");
          w.line("symrefs");
          if (unborn) {
            w.line("unborn");
          }
          for (String prefix : prefixes) {
            w.line("ref-prefix " + prefix);
          }
          w.flush();
        });
    PktLine line = server.next();
    while (line instanceof PktLine.Data data) {
      LsRefsLine.read(algorithm, data.line(), sink);
      line = server.next();
    }
    requireFlush(line, "a reference");
    if (marked) {
      server.expectResponseEnd();
    }
  }

  private void command(PktWriter out, String name) throws PktLineException {
    out.line("command=" + name);
    for (String answer : answers) {
      out.line(answer);
    }
    out.delim();
  }

  @Override
  public void want(ObjectId id) throws ProtocolException {
    if (updating) {
      wants.add(id);
      return;
    }
    server.say(
        w -> {
          if (!asking) {
            asking = true;
            command(w, "fetch");
            w.line("ofs-delta");
          }
          w.line("want " + id);
        });
  }

  /** What each request of an update begins with. */
  private void update(PktWriter w) throws PktLineException {
    command(w, "fetch");
    w.line("thin-pack");
    w.line("ofs-delta");
    for (int i = 0; i < wants.size(); i++) {
      w.line("want " + wants.id(i));
    }
    for (ObjectId id : common) {
      w.line("have " + id);
    }
  }

  @Override
  public boolean offer(Offer offer) throws ProtocolException {
    common = List.copyOf(offer.before());
    server.send(
        w -> {
          update(w);
          for (ObjectId id : offer.round()) {
            w.line("have " + id);
          }
          w.flush();
        });
    PktLine header = server.next();
    if (!(header instanceof PktLine.Data d && d.line().equals("acknowledgments"))) {
      throw ProtocolException.unexpected(header, "the section acknowledgments");
    }
    PktLine line = server.next();
    while (line instanceof PktLine.Data data) {
      offer.line();
      if (data.line().equals("ready")) {
        packFollows = true;
      } else if (!data.line().equals("NAK")) {
        offer.acknowledge(Acknowledgement.parse(algorithm, data).id());
      }
      line = server.next();
    }
    if (packFollows) {
      if (!(line instanceof PktLine.Delim)) {
        throw ProtocolException.unexpected(line, "the section packfile");
      }
      return true;
    }
    requireFlush(line, "an acknowledgement");
    if (marked) {
      server.expectResponseEnd();
    }
    common = new ArrayList<>(common);
    common.addAll(offer.news());
    return false;
  }

  @Override
  public void receivePack(PackReceiver receiver) throws ProtocolException, IOException {
    if (!packFollows) {
      server.send(
          w -> {
            if (updating) {
              update(w);
            }
            w.line("done");
            w.flush();
          });
    }
    PktLine header = server.next();
    String section = header instanceof PktLine.Data data ? data.line() : "";
    switch (section) {
      case "packfile" -> SideBand.demultiplex(server, receiver);
      case "shallow-info" -> throw RefAdvertisement.shallow();
      default -> throw ProtocolException.unexpected(header, "the section packfile");
    }
    server.expectNothingMore();
    receiver.requireSome();
    server.goodbye();
  }

  private static void requireFlush(PktLine line, String alternative) throws ProtocolException {
    if (!(line instanceof PktLine.Flush)) {
      throw ProtocolException.unexpected(line, alternative + " or a flush packet");
    }
  }
}
