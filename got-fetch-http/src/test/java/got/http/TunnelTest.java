package got.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import got.ipc.BadValueException;
import got.ipc.ErrorKind;
import got.ipc.http.Authorization;
import got.ipc.http.HttpTalk;
import got.ipc.http.Origin;
import got.ipc.http.Via;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the answers of a proxy that was asked for a connection to a server. */
class TunnelTest {
  private static final Origin SERVER = new Origin(true, "git.example.org", 443);
  private static final String GRANTED = "HTTP/1.1 200 Connection established\r\n\r\n";

  private static Requests requests(Origin origin, Authorization authorization) {
    return new Requests(origin, "/x", Authorization.NONE, Via.proxy(authorization));
  }

  private static void open(String answer) throws IOException {
    Wire wire = new AnsweringServer(List.of(answer)).connect();
    Tunnel.open(wire, requests(SERVER, Authorization.NONE));
  }

  private static HttpFault fault(String answer) {
    return catchThrowableOfType(HttpFault.class, () -> open(answer));
  }

  private static Authorization anna() throws BadValueException {
    return Authorization.basic("anna", "correct");
  }

  @Test
  void theRequestNamesTheServerAndNothingOfTheRepository() throws Exception {
    AnsweringServer proxy = new AnsweringServer(List.of(GRANTED));
    Tunnel.open(proxy.connect(), requests(SERVER, Authorization.NONE));
    assertThat(proxy.requests())
        .containsExactly(
            """
            CONNECT git.example.org:443 HTTP/1.1
            Host: git.example.org:443
            User-Agent: git/2 (got)

            """
                .replace("\n", "\r\n"));
  }

  @Test
  void anAddressStandsInBrackets() throws Exception {
    AnsweringServer proxy = new AnsweringServer(List.of(GRANTED));
    Tunnel.open(proxy.connect(), requests(new Origin(true, "::1", 8443), Authorization.NONE));
    assertThat(proxy.requests().getFirst())
        .startsWith("CONNECT [::1]:8443 HTTP/1.1\r\nHost: [::1]:8443\r\n");
  }

  @Test
  void thePasswordOfTheProxyGoesToTheProxyAlone() throws Exception {
    AnsweringServer proxy = new AnsweringServer(List.of(GRANTED));
    Requests requests = requests(SERVER, anna());
    Tunnel.open(proxy.connect(), requests);
    assertThat(proxy.requests().getFirst())
        .contains("\r\nProxy-Authorization: Basic YW5uYTpjb3JyZWN0\r\n");
    assertThat(requests.discovery() + requests.upload(1, false)).doesNotContain("uthorization");
  }

  @Test
  void thePasswordOfTheServerDoesNotGoToTheProxy() throws Exception {
    AnsweringServer proxy = new AnsweringServer(List.of(GRANTED));
    Tunnel.open(proxy.connect(), new Requests(SERVER, "/x", anna(), Via.proxy(Authorization.NONE)));
    assertThat(proxy.requests().getFirst()).doesNotContain("uthorization");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        GRANTED,
        "HTTP/1.0 200 Connection established\r\nProxy-agent: x\r\n\r\n",
        "HTTP/1.1 200\r\n\r\n",
        "HTTP/1.1 201 Created\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n" + GRANTED,
      })
  void aGrantHasNoBody(String answer) throws Exception {
    open(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "407|the proxy asks for a user and a password (status 407)",
        "400|the proxy refuses to connect to git.example.org:443 (status 400)",
        "401|the proxy refuses to connect to git.example.org:443 (status 401)",
        "403|the proxy refuses to connect to git.example.org:443 (status 403)",
        "302|the proxy refuses to connect to git.example.org:443 (status 302)",
        "500|the proxy cannot connect to git.example.org:443 (status 500)",
        "502|the proxy cannot connect to git.example.org:443 (status 502)",
        "503|the proxy cannot connect to git.example.org:443 (status 503)",
        "504|the proxy cannot connect to git.example.org:443 (status 504)",
      })
  void arefusalIsSaidAsWhatItIs(int status, String words) {
    HttpFault fault = fault(GitText.status(status, "Retry-After: 7\r\n", "<html>"));
    assertThat(fault.report().text()).isEqualTo(words);
    assertThat(fault.report().kind()).isEqualTo(ErrorKind.CONNECTION);
    assertThat(fault.trouble()).contains(new HttpTalk.Trouble(status, 7));
  }

  @Test
  void theWordsOfAProxyAreShown() {
    String text = "Content-Type: text/plain\r\n";
    assertThat(fault(GitText.status(403, text, "not\u001b[1m there\n")).report().serverText())
        .isEqualTo("not\\x1b[1m there");
  }

  static List<String> noise() {
    return List.of(
        "5|SSH-2.0-x\r\n|proxy: it does not answer in HTTP/1.1: it speaks SSH",
        "5|\u0015\u0003\u0001\u0000\u0002\u00022|proxy: it does not answer in HTTP/1.1: it"
            + " speaks TLS",
        "5|HTTP/2 200\r\n\r\n|proxy: it does not answer in HTTP/1.1: it speaks HTTP/2",
        "5|\u0005\u00ff|proxy: it does not answer in HTTP/1.1",
        "5|HTTP/1.1 600 X\r\n\r\n|proxy: it does not answer in HTTP/1.1",
        "5|HTTP/1.1 200 OK\n\n|proxy: a bare line feed in the answer",
        "5|HTTP/1.1 200 OK\r\n a: b\r\n\r\n|proxy: a malformed header in the answer",
        "5|HTTP/1.1 200 OK\r\na: b\u0000\r\n\r\n|proxy: a malformed header in the answer",
        "5|HTTP/1.1 200 OK\r\na: b\rc\r\n\r\n|proxy: a carriage return inside a line",
        "5|HTTP/1.1 200 OK\r\na: " + "b".repeat(8192) + "\r\n\r\n|proxy: a line of more than 8192",
        "5|HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(101) + "\r\n|proxy: more than 100 lines",
        "5|" + "HTTP/1.1 100 X\r\n\r\n".repeat(9) + "|proxy: more than 8 announcements",
        "5|HTTP/1.1 101 X\r\n\r\n|proxy: it switches to a protocol that nobody asked for",
        "5|" + GRANTED + "x|proxy: it sent more than its answer",
        "5|HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx|proxy: it sent more than its answer",
        "5|HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n|proxy: the answer has",
        "4|" + AnsweringServer.CLOSE + "|the proxy closed the connection without an answer",
        "4|HTTP/1.1 200" + AnsweringServer.CLOSE + "|proxy: it closed the connection inside the",
        "4|HTTP/1.1 200 OK\r\n" + AnsweringServer.RESET + "|reading from the proxy failed: conn");
  }

  @ParameterizedTest
  @MethodSource("noise")
  void noiseIsNoTunnel(String row) {
    String[] parts = row.split("\\|", -1);
    HttpFault fault = fault(parts[1]);
    assertThat(fault.report().text()).startsWith(parts[2]);
    assertThat(fault.report().kind())
        .isEqualTo(parts[0].equals("4") ? ErrorKind.CONNECTION : ErrorKind.PROTOCOL);
  }

  @Test
  void everyCutIsNoticed() {
    for (int length = 0; length < GRANTED.length(); length++) {
      for (String by : List.of(AnsweringServer.CLOSE, AnsweringServer.RESET)) {
        HttpFault fault = fault(GRANTED.substring(0, length) + by);
        assertThat(fault.report().kind()).as(length + " bytes").isEqualTo(ErrorKind.CONNECTION);
        assertThat(fault.trouble()).contains(new HttpTalk.Trouble(0, 0));
      }
    }
  }

  @Test
  void aProxyMaySpeakSlowly() throws Exception {
    Wire wire = new AnsweringServer(List.of(GRANTED)).connect();
    InputStream slow =
        new FilterInputStream(wire.input()) {
          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return super.read(buffer, offset, Math.min(1, length));
          }
        };
    Tunnel.open(new Wire(slow, wire.output(), () -> {}), requests(SERVER, Authorization.NONE));
    assertThat(wire.input().read()).isNegative();
  }

  @Test
  void whatComesBeforeTheRequestIsNoAnswer() {
    AnsweringServer proxy = new AnsweringServer(List.of());
    Wire wire = proxy.connectToWhoSays(GRANTED);
    assertThatThrownBy(() -> Tunnel.open(wire, requests(SERVER, Authorization.NONE)))
        .hasMessage("the proxy closed the connection without an answer");
    assertThat(proxy.requests()).isEmpty();
  }

  @Test
  void aProxyOfHttpIsAskedByTheWholeUrl() throws Exception {
    Conversation.Outcome outcome =
        Conversation.by(
            Via.proxy(anna()), List.of(GitText.DISCOVERED, GitText.LISTED, GitText.FETCHED));
    assertThat(outcome.words()).isEmpty();
    assertThat(outcome.requests()).hasSize(3);
    assertThat(outcome.requests().getFirst())
        .startsWith("GET http://h/r/info/refs?service=git-upload-pack HTTP/1.1\r\nHost: h\r\n");
    assertThat(outcome.requests().get(1)).startsWith("POST http://h/r/git-upload-pack HTTP/1.1");
    assertThat(outcome.requests())
        .allMatch(r -> r.contains("\r\nProxy-Authorization: Basic YW5uYTpjb3JyZWN0\r\n"))
        .noneMatch(r -> r.contains("\r\nAuthorization"));
  }

  @Test
  void whatTheProxyOfHttpWantsIsSaid() {
    Conversation.Outcome outcome =
        Conversation.by(
            Via.proxy(Authorization.NONE),
            List.of(GitText.status(407, "Content-Type: x/y\r\n", "")));
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(outcome.words()).isEqualTo("the proxy asks for a user and a password (status 407)");
  }

  @Test
  void aServerIsNotAskedAsAProxyIs() {
    Conversation.Outcome outcome = Conversation.with(List.of(GitText.DISCOVERED));
    assertThat(outcome.requests().getFirst())
        .startsWith("GET /r/info/refs")
        .doesNotContain("Proxy-");
  }
}
