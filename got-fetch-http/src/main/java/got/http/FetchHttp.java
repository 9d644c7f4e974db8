package got.http;

import got.ipc.Helper;
import got.ipc.HelperFailure;
import got.ipc.Received;
import got.ipc.ReceivedFd;
import got.ipc.confine.ConfinementException;
import got.ipc.http.HttpTalk;
import java.io.IOException;
import java.util.List;

/** Serves got's one request: ask a server for its references, then relay what follows. */
final class FetchHttp implements Helper.Work<HttpTalk.Request, HttpTalk.Reply> {
  @Override
  public void prepare() throws ConfinementException {
    Warmth.prepare();
  }

  @Override
  public HttpTalk.Reply run(
      Helper<HttpTalk.Request, HttpTalk.Reply> got, Received<HttpTalk.Request> request)
      throws HelperFailure, InterruptedException {
    if (!(request.message() instanceof HttpTalk.Open open)) {
      throw new IllegalStateException("no request");
    }
    List<ReceivedFd> given = request.descriptors();
    try {
      CaBundle bundle = CaBundle.read(given.get(1).input());
      new Session(dialogue(got), bundle, System::nanoTime)
          .run(open, Wire.of(given.getFirst()), Wire.of(given.get(2)));
      return new HttpTalk.Relayed();
    } catch (Relay.GoneException e) {
      return new HttpTalk.Relayed();
    } catch (IOException e) {
      HttpFault fault = HttpConnection.fault(e);
      fault.trouble().ifPresent(got::send);
      throw new HelperFailure(fault.report(), e);
    }
  }

  private static Dialogue dialogue(Helper<HttpTalk.Request, HttpTalk.Reply> got) {
    return new Dialogue() {
      @Override
      public Given next() throws InterruptedException {
        Received<HttpTalk.Request> next = got.next();
        return new Given(next.message(), next.descriptors().stream().map(Wire::of).toList());
      }

      @Override
      public void send(HttpTalk.Reply reply) {
        got.send(reply);
      }
    };
  }
}
