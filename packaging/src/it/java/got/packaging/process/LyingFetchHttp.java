package got.packaging.process;

import com.google.protobuf.ByteString;
import got.ipc.Channel;
import got.ipc.Received;
import got.ipc.http.HttpTalk;
import got.ipc.index.IndexTalk;
import got.ipc.wire.HttpWire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Says that it has talked to a server by HTTP. Without a lie it speaks for one that has one branch,
 * and passes the branch's pack on to got-fetch-pack, so that got makes a repository of it.
 */
final class LyingFetchHttp {
  static final String NAME = "got-fetch-http";

  private static final int FLOOD = 50_000;
  private static final int BAND = 60_000;
  private static final String TAIL = "/info/refs?service=git-upload-pack";

  private final Liar liar;
  private final Channel<?, HttpTalk.Request> got;
  private final byte[] pack;
  private final String head;

  LyingFetchHttp(Liar liar, Channel<?, HttpTalk.Request> got, byte[] pack, byte[] head) {
    this.liar = liar;
    this.got = got;
    this.pack = pack;
    this.head = HexFormat.of().formatHex(head);
  }

  void run() throws Exception {
    liar.ready();
    Received<HttpTalk.Request> open = got.receive();
    liar.at("after the request");
    before();
    liar.send(
        HttpWire.HttpReply.newBuilder()
            .setDiscovered(
                HttpWire.Discovered.newBuilder()
                    .setKeepAlive(!liar.is("no keep-alive"))
                    .setSession(liar.is("a session with escapes") ? "x\u001b[2J\ny" : "")));
    if (liar.is("discovered twice")) {
      liar.send(new HttpTalk.Discovered(true, ""));
    }
    if (liar.is("redirect after the answer")) {
      liar.send(new HttpTalk.Redirect(302, "http://127.0.0.1:1/x" + TAIL));
    }
    liar.at("after the answer");
    while (!(got.receive().message() instanceof HttpTalk.Proceed)) {
      // A spare connection.
    }
    OutputStream fetchPack = open.descriptors().get(2).output();
    try {
      converse(open.descriptors().get(2).input(), fetchPack);
    } catch (IOException e) {
      // got-fetch-pack has gone, and says why.
    }
    liar.at("before done");
    if (!liar.is("no end")) {
      liar.send(new HttpTalk.Relayed());
    }
    if (liar.is("one more after done")) {
      liar.send(new HttpTalk.Heard());
    }
    if (liar.is("done twice")) {
      liar.send(new HttpTalk.Relayed());
    }
    liar.done();
  }

  private void before() throws Exception {
    switch (liar.lie) {
      case "done at once" -> liar.send(new HttpTalk.Relayed());
      case "message of the other helper" -> liar.send(new IndexTalk.Indexing(1, 1, 1, 0, 0));
      case "heard without end" -> {
        for (int i = 0; i < FLOOD; i++) {
          liar.send(new HttpTalk.Heard());
        }
        throw new Liar.TheEnd(0);
      }
      case "redirects without end" -> {
        for (int i = 0; i < FLOOD; i++) {
          redirect(302, "/x" + TAIL);
        }
        throw new Liar.TheEnd(0);
      }
      case "status 200 as a redirect" -> redirect(200, "/x" + TAIL);
      case "location of spaces" -> redirect(302, "/a b" + TAIL);
      case "location with an escape" -> redirect(302, "/\u001b[2J" + TAIL);
      case "location of 20000 bytes" -> redirect(302, "/" + "x".repeat(20_000) + TAIL);
      case "no location" -> redirect(302, "");
      case "redirect to a file" -> redirect(302, "file:///etc/passwd" + TAIL);
      case "redirect to ssh" -> redirect(302, "ssh://h/x" + TAIL);
      case "redirect with a user" -> redirect(302, "http://u:p@127.0.0.1/x" + TAIL);
      case "redirect to no repository" -> redirect(302, "http://127.0.0.1/login");
      case "redirect to a closed port" -> redirect(302, "http://127.0.0.1:1/x" + TAIL);
      default -> {
        // A lie for later.
      }
    }
  }

  private void redirect(int status, String location) throws IOException {
    liar.send(
        HttpWire.HttpReply.newBuilder()
            .setRedirect(
                HttpWire.Redirect.newBuilder()
                    .setStatus(status)
                    .setLocationBytes(ByteString.copyFrom(location, StandardCharsets.ISO_8859_1))));
  }

  private void converse(InputStream asks, OutputStream answers) throws Exception {
    write(answers, packet("version 2\n") + packet("ls-refs\n") + packet("fetch\n") + "0000");
    if (liar.is("noise for got-fetch-pack")) {
      write(answers, "<html>");
    }
    liar.at("in the conversation");
    awaitFlush(asks);
    if (liar.is("no mark of an end")) {
      write(answers, packet(head + " refs/heads/main\n") + "0000" + packet("x"));
    }
    write(answers, packet(head + " refs/heads/main\n") + "0000" + "0002");
    awaitFlush(asks);
    ByteArrayOutputStream sections = new ByteArrayOutputStream();
    sections.writeBytes(bytes(packet("packfile\n")));
    for (int at = 0; at < pack.length; at += BAND) {
      int length = Math.min(BAND, pack.length - at);
      sections.writeBytes(bytes("%04x\u0001".formatted(length + 5)));
      sections.write(pack, at, length);
    }
    byte[] all = sections.toByteArray();
    if (liar.is("another pack")) {
      all[all.length - 30] ^= 1;
    }
    int length = liar.is("half a pack") ? all.length / 2 : all.length;
    answers.write(all, 0, length);
    liar.at("in the pack");
    write(answers, "0000" + "0002");
  }

  /** Reads a command of got-fetch-pack. */
  private static void awaitFlush(InputStream in) throws IOException {
    while (true) {
      String digits = new String(in.readNBytes(4), StandardCharsets.US_ASCII);
      if (digits.length() < 4) {
        throw new IOException("got-fetch-pack is gone");
      }
      int length = Integer.parseInt(digits, 16);
      if (length == 0) {
        return;
      }
      in.readNBytes(Math.max(0, length - 4));
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String packet(String text) {
    return "%04x%s".formatted(text.length() + 4, text);
  }
}
