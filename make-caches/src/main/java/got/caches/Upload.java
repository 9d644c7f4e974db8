package got.caches;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server says of a history to a client that asks for all of it, whatever carries it.
 *
 * @param version2 of the protocol, or version 0. Source: gitprotocol-v2(5), gitprotocol-pack(5)
 */
record Upload(History history, boolean version2) {
  /** Of a pack in one packet: the most that git sends. */
  private static final int PIECE = 65_515;

  /** Commits that a client has to name before the server knows one, so that it names more twice. */
  private static final int ENOUGH = 30;

  /** The same, before the server wants no more. */
  private static final int MORE_THAN_ENOUGH = 70;

  private static final byte PACK = 1;
  private static final byte PROGRESS = 2;

  /** What it can do; in version 0 also what it has. */
  void greet(OutputStream out) throws IOException {
    if (version2) {
      Packets.say(out, "version 2\n", "agent=git/2\n", "ls-refs=unborn\n", "fetch=shallow\n");
      Packets.say(out, "server-option\n", "object-format=sha1\n");
    } else {
      String can = "side-band-64k ofs-delta symref=HEAD:refs/heads/main object-format=sha1";
      Packets.say(out, history.head() + " HEAD\0" + can + "\n");
      Packets.say(out, history.head() + " refs/heads/main\n");
      for (int i = 0; i < history.tags().size(); i++) {
        Packets.say(out, history.tags().get(i) + " refs/tags/v" + i + "\n");
      }
    }
    Packets.flush(out);
  }

  /** Reads one request, and answers. */
  void answer(DataInputStream in, OutputStream out) throws IOException {
    String command = Packets.read(in);
    if (!version2) {
      for (String line = command; !line.equals("done\n"); ) {
        line = Packets.read(in);
      }
      Packets.say(out, "NAK\n");
      sendPack(out);
      Packets.flush(out);
      return;
    }
    List<String> haves = new ArrayList<>();
    for (String more = command; !more.isEmpty(); more = Packets.read(in)) {
      if (more.startsWith("have ")) {
        haves.add(more);
      }
    }
    if (command.startsWith("command=ls-refs")) {
      Packets.say(out, history.head() + " HEAD symref-target:refs/heads/main\n");
      Packets.say(out, history.head() + " refs/heads/main\n");
      for (int i = 0; i < history.tags().size(); i++) {
        String peeled = " peeled:" + history.head();
        Packets.say(out, history.tags().get(i) + " refs/tags/v" + i + peeled + "\n");
      }
    } else if (haves.isEmpty()) {
      Packets.say(out, "packfile\n");
      sendPack(out);
    } else if (haves.size() < ENOUGH) {
      Packets.say(out, "acknowledgments\n", "NAK\n");
    } else if (haves.size() < MORE_THAN_ENOUGH) {
      Packets.say(out, "acknowledgments\n", haves.getLast().replace("have", "ACK"));
    } else {
      Packets.say(out, "acknowledgments\n", haves.getLast().replace("have", "ACK"), "ready\n");
      Packets.delimiter(out);
      Packets.say(out, "packfile\n");
      sendPack(out);
    }
    Packets.flush(out);
  }

  private void sendPack(OutputStream out) throws IOException {
    for (String line : new String[] {"Enumerating", "Counting", "Compressing"}) {
      for (int percent = 0; percent <= 100; percent += 20) {
        String end = percent == 100 ? ", done.\n" : "\r";
        progress(out, line + " objects: " + percent + "% (2/9)" + end);
      }
    }
    byte[] pack = history.pack();
    for (int i = 0; i < pack.length; i += PIECE) {
      Packets.band(out, PACK, pack, i, Math.min(PIECE, pack.length - i));
    }
    progress(out, "Total 9 (delta 2), reused 9 (delta 2), pack-reused 0\n");
  }

  private static void progress(OutputStream out, String text) throws IOException {
    Packets.band(out, PROGRESS, Packets.bytes(text), 0, text.length());
  }
}
