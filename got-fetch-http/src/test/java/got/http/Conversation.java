package got.http;

import got.ipc.ErrorKind;
import got.ipc.ErrorReport;
import got.ipc.http.Authorization;
import got.ipc.http.HttpTalk;
import got.ipc.http.Origin;
import got.ipc.http.Via;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A whole session in one thread: a scripted server, a got that follows every redirect, and a
 * got-fetch-pack that asks for references and for a pack.
 */
final class Conversation implements Dialogue {
  private static final Origin ORIGIN = new Origin(false, "h", 80);
  private static final int MOST_REDIRECTS = 5;

  /** What got-fetch-pack asks in version 2. */
  private static final String REQUESTS =
      GitText.packet("command=ls-refs\n")
          + "0000"
          + GitText.packet("command=fetch\n")
          + "0001"
          + GitText.packet("want " + GitText.ID + "\n")
          + GitText.packet("done\n")
          + "0000";

  /** In versions 0 and 1. */
  private static final String WANTS =
      GitText.packet("want " + GitText.ID + "\n") + "0000" + GitText.packet("done\n");

  private final AnsweringServer server;
  private final Via via;
  private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
  private final List<HttpTalk.Reply> replies = new ArrayList<>();
  private int spares;

  private Conversation(AnsweringServer server, Via via) {
    this.server = server;
    this.via = via;
  }

  /**
   * @param passed what got-fetch-pack was passed on
   * @param report why it failed, or empty
   */
  record Outcome(
      String passed,
      List<HttpTalk.Reply> replies,
      List<String> requests,
      int left,
      Optional<ErrorReport> report) {
    /** The exit status that got has for it. */
    int status() {
      return report
          .map(
              r ->
                  switch (r.kind()) {
                    case CONNECTION -> 4;
                    case PROTOCOL, REFUSED -> 5;
                    default -> throw new AssertionError(r);
                  })
          .orElse(0);
    }

    String words() {
      return report
          .map(r -> r.text() + (r.serverText().isEmpty() ? "" : ": " + r.serverText()))
          .orElse("");
    }

    /** True if only the server's fault, or none, was found. */
    boolean isTheServers() {
      return report.isEmpty()
          || List.of(ErrorKind.CONNECTION, ErrorKind.PROTOCOL, ErrorKind.REFUSED)
              .contains(report.get().kind());
    }
  }

  /** Has a server with these answers asked for everything. */
  static Outcome with(List<String> answers) {
    return by(Via.SERVER, answers);
  }

  /** Has a server, or a proxy that leads to it, asked for everything. */
  static Outcome by(Via via, List<String> answers) {
    return new Conversation(new AnsweringServer(answers), via).run();
  }

  private Outcome run() {
    Optional<ErrorReport> report = Optional.empty();
    try {
      CaBundle nobody = CaBundle.read(InputStream.nullInputStream());
      new Session(this, nobody, () -> 0)
          .run(
              new HttpTalk.Open(ORIGIN, "/r", Authorization.NONE, via),
              server.connect(),
              fetchPack());
    } catch (Relay.GoneException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      report = Optional.of(HttpConnection.fault(e).report());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return new Outcome(
        passed.toString(StandardCharsets.ISO_8859_1),
        List.copyOf(replies),
        server.requests(),
        server.left(),
        report);
  }

  /** Reads nothing before it has to, so that it asks what fits the version it was passed. */
  private Wire fetchPack() {
    InputStream asks =
        new InputStream() {
          private InputStream in = InputStream.nullInputStream();
          private boolean begun;

          private InputStream in() {
            if (!begun) {
              begun = true;
              boolean version2 = passed.toString(StandardCharsets.ISO_8859_1).contains("version 2");
              byte[] all = (version2 ? REQUESTS : WANTS).getBytes(StandardCharsets.US_ASCII);
              in = new ByteArrayInputStream(all);
            }
            return in;
          }

          @Override
          public int read() throws IOException {
            return in().read();
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return in().read(buffer, offset, length);
          }
        };
    return new Wire(asks, passed, () -> {});
  }

  @Override
  public Given next() {
    HttpTalk.Reply last = replies.getLast();
    if (last instanceof HttpTalk.Redirect) {
      if (replies.size() > MOST_REDIRECTS) {
        throw new AssertionError("too many redirects");
      }
      return new Given(new HttpTalk.Connection(ORIGIN, "/there", via), List.of(server.connect()));
    }
    if (last instanceof HttpTalk.Discovered discovered
        && spares < (discovered.keepAlive() ? 1 : 2)) {
      spares++;
      return new Given(new HttpTalk.Spare(), List.of(server.connect()));
    }
    return new Given(new HttpTalk.Proceed(), List.of());
  }

  @Override
  public void send(HttpTalk.Reply reply) {
    replies.add(reply);
  }
}
