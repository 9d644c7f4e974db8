package got.http;

import got.ipc.http.HttpTalk;
import java.util.List;

/** What a session and got say to each other. */
interface Dialogue {
  /**
   * A request.
   *
   * @param wires that came with it
   */
  record Given(HttpTalk.Request message, List<Wire> wires) {}

  /** Waits for the next request. */
  Given next() throws InterruptedException;

  void send(HttpTalk.Reply reply);
}
