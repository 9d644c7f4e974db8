package got.http;

import got.ipc.ErrorKind;
import got.ipc.Text;
import got.ipc.http.HttpTalk;
import java.io.IOException;
import java.time.Instant;

/**
 * Has a proxy make the connection to a server: CONNECT, and an answer that passes the same gate as
 * those of servers. What follows the answer is the server's. Source: RFC 9110, 9.3.6.
 */
final class Tunnel {
  private static final int FIRST_OK = 200;
  private static final int LAST_OK = 299;
  private static final int UNAUTHORIZED = 407;
  private static final int FIRST_FAILED = 500;

  private Tunnel() {}

  /**
   * Returns once the connection leads to the server.
   *
   * @param network the connection to the proxy
   * @throws IOException if the proxy does not make one
   */
  static void open(Wire network, Requests requests) throws IOException {
    Answer answer;
    try {
      answer = new HttpConnection(network.input(), network.output()).connect(requests.tunnel());
    } catch (HttpFault e) {
      throw e.ofProxy();
    } catch (HttpConnection.StaleException e) {
      throw HttpFault.lost("the proxy closed the connection without an answer");
    } catch (IOException e) {
      throw HttpFault.lost("reading from the proxy failed: " + Text.reason(e));
    }
    int status = answer.status();
    if (status < FIRST_OK || status > LAST_OK) {
      throw refusal(answer, requests.origin().hostAndPort());
    }
  }

  private static HttpFault refusal(Answer answer, String server) {
    int status = answer.status();
    String number = " (status " + status + ")";
    String text;
    if (status == UNAUTHORIZED) {
      text = "the proxy asks for a user and a password" + number;
    } else if (status >= FIRST_FAILED) {
      text = "the proxy cannot connect to " + server + number;
    } else {
      text = "the proxy refuses to connect to " + server + number;
    }
    int wait = RetryAfter.seconds(answer.header("Retry-After"), Instant.now());
    return HttpFault.refused(
        ErrorKind.CONNECTION, new HttpTalk.Trouble(status, wait), text, answer.words());
  }
}
