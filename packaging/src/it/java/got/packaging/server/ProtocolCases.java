package got.packaging.server;

import static got.packaging.server.ServerWords.offering;
import static got.packaging.server.ServerWords.version0;
import static got.packaging.server.ServerWords.version2;

import java.util.Locale;
import java.util.stream.Stream;

/** Servers that break a rule of packets, sections, capabilities, names or time. */
final class ProtocolCases {
  private static final String ID = "1".repeat(40);
  private static final String MAIN = ID + " refs/heads/main";
  private static final String SIDE_BAND = "side-band-64k ofs-delta";
  private static final int SERVER = 5;
  private static final int CONNECTION = 4;

  /** Escape sequences, C1, an override of direction, and a line that looks like got's own. */
  private static final String TRAPS =
      "\u001b[2J\u001b]0;x\u0007\u00c2\u009b31m\u00e2\u0080\u00ae\u007f\b\u00ff\rgot: all is well";

  private static final String TRAPS_SHOWN =
      "\\x1b[2J\\x1b]0;x\\x07\\x9b31m\\u{202e}\\x7f\\x08\ufffd\\x0dgot: all is well";

  private ProtocolCases() {}

  static Stream<ServerCase> sample() {
    return Stream.of(
        fails("length over the limit", "packet of length 65521", version2().raw("fff1")),
        fails("no packets at all", "speaks HTTP, not", new ServerWords().raw("HTTP/1.1 400")),
        ServerCase.of("no answer", CONNECTION, "without an answer", new ServerWords()),
        fails("acknowledgments", "section packfile", offering(ID).line("acknowledgments")),
        fails("ACK in version 0", "expected NAK", version0(ID, SIDE_BAND).line("ACK " + ID)),
        fails("flush in mid-pack", "nothing after", pack().flush().band(1, "x").flush()),
        fails("band 4", "a packet of band 4", pack().band(4, "x")),
        fails(
            "unknown hash function",
            "unknown object format 'sha3'",
            new ServerWords().line("version 2").line("object-format=sha3").line("ls-refs").flush()),
        fails(
            "SHA-1 announced, SHA-256 listed",
            "object id of 64 digits",
            version2().line("2".repeat(64) + " refs/heads/main").flush()),
        name("refs/heads/../../../x", "two dots"),
        name("refs/../x\u001b[2Jy", "'refs/../x\\x1b[2Jy': two dots"),
        name("refs/heads/" + "x".repeat(4096), "longer than 1024 bytes"),
        unborn("refs/heads/../../../x", "two dots"),
        unborn("refs/../x\u001b[2Jy", "'refs/../x\\x1b[2Jy': two dots"),
        fails(
            "symref that leads outside",
            "two dots",
            version0(ID, "symref=HEAD:refs/heads/../../config")),
        fails(
            "reference twice",
            "server sent a reference twice: refs/heads/main",
            version2().line(MAIN).line("2".repeat(40) + " refs/heads/main").flush()),
        ServerCase.of(
            "name below another",
            SERVER,
            "exclude one another: refs/heads/main and refs/heads/main/x",
            version2().line(MAIN).line(ID + " refs/heads/main/x").flush(),
            "-a"),
        fails("escapes in the error", TRAPS_SHOWN, new ServerWords().line("ERR " + TRAPS)),
        fails("escapes on band 3", TRAPS_SHOWN, pack().band(3, TRAPS + "\n")),
        ServerCase.of("reset", CONNECTION, "reading from the server failed", reset(pack())),
        ServerCase.of(
            "a byte in ten seconds",
            CONNECTION,
            "server sent nothing for 2 seconds",
            dripping(10_000),
            "--timeout",
            "2"),
        ServerCase.of(
            "a byte now and then",
            CONNECTION,
            "not done after 3 seconds",
            dripping(300),
            "--timeout",
            "2",
            "--max-time",
            "3"),
        ServerCase.of(
            "progress without end or line",
            SERVER,
            "more than 16777216 bytes beside the pack",
            endless(pack(), new ServerWords().band(2, "x".repeat(60_000)))));
  }

  /** What takes long, or what the unit tests of got-fetch-pack try in each place. */
  static Stream<ServerCase> rest() {
    Stream<ServerCase> more =
        Stream.of(
            fails("length 3", "packet of length 3", version2().raw("0003")),
            fails("version 3", "known version", new ServerWords().line("version 3").flush()),
            fails("no section", "section packfile", offering(ID).band(1, "PACK").flush()),
            fails("delimiter in mid-pack", "delimiter packet", pack().raw("0001")),
            fails(
                "packfile twice",
                "a packet of band",
                offering(ID).line("packfile").line("packfile")),
            fails("escapes where a section is due", TRAPS_SHOWN, offering(ID).line(TRAPS)));
    Stream<ServerCase> names =
        Stream.of(
                "config",
                "../../x",
                "/refs/heads/x",
                "refs/heads//x",
                "refs/heads/./x",
                "refs/heads/x/",
                "refs/heads/x\0y")
            .flatMap(
                n -> Stream.of(name(n, "bad reference name"), unborn(n, "bad reference name")));
    byte[] whole = pack().bytes();
    Stream<ServerCase> resets =
        Stream.iterate(0, n -> n <= whole.length, n -> n + 1)
            .map(n -> ServerCase.of("reset at " + n, CONNECTION, "", reset(whole, n)));
    return Stream.of(more, names, resets).flatMap(cases -> cases);
  }

  private static ServerWords pack() {
    return offering(ID).line("packfile").band(1, "PACK");
  }

  private static ServerCase fails(String name, String complaint, ServerWords words) {
    return ServerCase.of(name, SERVER, complaint, words);
  }

  private static ServerCase name(String name, String complaint) {
    return fails(
        "name " + name.substring(0, Math.min(30, name.length())),
        complaint,
        version2().line(MAIN).line(ID + " " + name).flush());
  }

  private static ServerCase unborn(String name, String complaint) {
    return fails(
        "unborn " + name, complaint, version2().line("unborn HEAD symref-target:" + name).flush());
  }

  private static ScriptedServer.Part reset(ServerWords words) {
    return reset(words.bytes(), words.bytes().length);
  }

  private static ScriptedServer.Part reset(byte[] bytes, int length) {
    return client -> {
      client.getOutputStream().write(bytes, 0, length);
      client.getOutputStream().flush();
      // Long enough for got to have read it: a reset discards what was not.
      Thread.sleep(300);
      client.setSoLinger(true, 0);
      client.close();
    };
  }

  private static ScriptedServer.Part dripping(long millis) {
    byte[] bytes = version2().bytes();
    return client -> {
      for (byte b : bytes) {
        client.getOutputStream().write(b);
        client.getOutputStream().flush();
        Thread.sleep(millis);
      }
    };
  }

  private static ScriptedServer.Part endless(ServerWords first, ServerWords again) {
    return client -> {
      client.getOutputStream().write(first.bytes());
      while (true) {
        client.getOutputStream().write(again.bytes());
      }
    };
  }

  /** Ten million references, or as many as got reads. */
  static ScriptedServer.Part references(int count) {
    return client -> {
      client.getOutputStream().write(version2().bytes());
      for (int i = 0; i < count; ) {
        ServerWords some = new ServerWords();
        for (int n = 0; n < 1000; n++) {
          i++;
          some.line(String.format(Locale.ROOT, "%040x refs/heads/%08d", i, i));
        }
        client.getOutputStream().write(some.bytes());
      }
      ServerWords end = new ServerWords().flush();
      client.getOutputStream().write(end.bytes());
    };
  }
}
