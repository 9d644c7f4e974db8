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
 * <p>The other sections of a fetch answer negotiation, depths, wanted names and URIs, none of which
 * we ask for: a URI would be a second fetch that the server steers. Source: gitprotocol-v2(5).
 */
final class ConversationV2 implements Conversation {
  private final Server server;
  private final List<String> prefixes;
  private final boolean marked;
  private final HashAlgorithm algorithm;
  private final List<String> answers;
  private final boolean unborn;
  private boolean asking;

  /**
   * Reads the capabilities; the version line has been read.
   *
   * @param marked if a response-end packet follows each answer, as over HTTP
   */
  ConversationV2(Server server, List<String> prefixes, boolean marked) throws ProtocolException {
    this.server = server;
    this.prefixes = prefixes;
    this.marked = marked;
    Capabilities capabilities = new Capabilities();
    PktLine line = server.next();
    while (line instanceof PktLine.Data data) {
      capabilities.add(data.line());
      line = server.next();
    }
    requireFlush(line, "a capability");
    this.algorithm = capabilities.algorithm();
    this.answers = capabilities.answers(algorithm);
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

  @Override
  public void receivePack(PackReceiver receiver) throws ProtocolException, IOException {
    server.send(
        w -> {
          w.line("done");
          w.flush();
        });
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
