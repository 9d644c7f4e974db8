package got.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.ipc.ErrorKind;
import got.ipc.http.Authorization;
import got.ipc.http.Origin;
import got.ipc.http.Via;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpConnectionTest {
  private static final String GIT = "Content-Type: " + Discovery.TYPE + "\r\n";
  private static final String SERVICE = "001e# service=git-upload-pack\n0000";

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  private Answer answer(String text) throws IOException {
    return connection(text).ask("GET / HTTP/1.1\r\n\r\n", List.of());
  }

  private HttpConnection connection(String text) {
    return new HttpConnection(GitText.later(text), sent);
  }

  private static String answer(int status, String headers, String body) {
    return "HTTP/1.1 %d X\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(status, headers, body.length(), body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\n\r\nhello",
        "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
        "A: b\r\n\r\nhello"
      })
  void aBodyIsReadToItsEndHoweverItIsFramed(String rest) throws Exception {
    Answer answer = answer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n" + rest);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().readAllBytes()).asString(StandardCharsets.US_ASCII).isEqualTo("hello");
  }

  @Test
  void requestsAreThoseOfGitsProtocol() throws Exception {
    Requests requests =
        new Requests(new Origin(true, "::1", 8443), "/a%20b.git", Authorization.NONE, Via.SERVER);
    assertThat(requests.discovery())
        .isEqualTo(
            """
            GET /a%20b.git/info/refs?service=git-upload-pack HTTP/1.1
            Host: [::1]:8443
            User-Agent: git/2 (got)
            Accept-Encoding: identity
            Git-Protocol: version=2
            Accept: */*

            """
                .replace("\n", "\r\n"));
    assertThat(requests.upload(7, true))
        .startsWith("POST /a%20b.git/git-upload-pack HTTP/1.1\r\nHost: [::1]:8443\r\n")
        .contains("Content-Type: application/x-git-upload-pack-request\r\n")
        .contains("Git-Protocol: version=2\r\n")
        .contains("Content-Encoding: gzip\r\n")
        .doesNotContain("Expect")
        .endsWith("Content-Length: 7\r\n\r\n");
    assertThat(requests.upload(7, false)).doesNotContain("gzip");
    assertThat(
            new Requests(new Origin(true, "h", 443), "/x", Authorization.NONE, Via.SERVER)
                .discovery())
        .contains("\r\nHost: h\r\n");
  }

  @Test
  void aServerThatClosesWithoutAnAnswerIsStale() {
    assertThatThrownBy(() -> answer("")).isInstanceOf(HttpConnection.StaleException.class);
  }

  @Test
  void aServerThatClosesInsideTheHeadIsNot() {
    assertThatThrownBy(() -> answer("HTTP/1.1 2")).isInstanceOf(HttpFault.class);
  }

  /** As servers do that get tired of waiting for a request. */
  @Test
  void anAnswerBeforeTheRequestIsNone() {
    AnsweringServer server = new AnsweringServer(List.of(answer(200, "", "x")));
    Wire wire = server.connectToWhoSays("HTTP/1.1 408 Request Timeout\r\n\r\n");
    HttpConnection connection = new HttpConnection(wire.input(), wire.output());
    assertThatThrownBy(() -> connection.ask("GET", List.of()))
        .isInstanceOf(HttpConnection.StaleException.class);
    assertThat(server.requests()).isEmpty();
  }

  /** Otherwise they would be the answer to the next request. */
  @Test
  void bytesBetweenAnAnswerAndTheNextRequestAreTooMuch() throws Exception {
    ByteArrayInputStream in =
        new ByteArrayInputStream(
            (answer(200, "", "abc") + answer(200, "", "d")).getBytes(StandardCharsets.US_ASCII)) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(1, length));
          }
        };
    HttpConnection connection = new HttpConnection(GitText.later(in), sent);
    assertThat(connection.ask("GET", List.of()).body().readAllBytes()).hasSize(3);
    assertThatThrownBy(() -> connection.ask("GET", List.of()))
        .isInstanceOf(HttpFault.class)
        .hasMessageContaining("more than its answer");
  }

  /** As a server does that refuses a large request. */
  @Test
  void anAnswerIsReadThoughTheRequestWasNotTakenWhole() throws Exception {
    HttpConnection connection =
        new HttpConnection(
            GitText.later(answer(413, "", "")),
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("broken pipe");
              }
            });
    assertThat(connection.ask("POST", List.of(new byte[9])).status()).isEqualTo(413);
    assertThat(connection.isUsable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "1, '', true",
    "1, 'Connection: close\r\n', false",
    "1, 'Connection: Upgrade, Close\r\n', false",
    "0, '', false",
    "0, 'Connection: Keep-Alive\r\n', true",
  })
  void aConnectionIsKeptIfTheServerSaysSo(int minor, String header, boolean kept) throws Exception {
    HttpConnection connection =
        connection("HTTP/1." + minor + " 200 OK\r\n" + header + "Content-Length: 0\r\n\r\n");
    Answer answer = connection.ask("GET", List.of());
    assertThat(answer.keepsConnection()).isEqualTo(kept);
    assertThat(connection.isUsable()).isEqualTo(kept);
  }

  @Test
  void aConnectionIsFreeWhenTheBodyIsRead() throws Exception {
    HttpConnection connection = connection(answer(200, "", "abc"));
    Answer answer = connection.ask("GET", List.of());
    assertThat(answer.body().read()).isEqualTo('a');
    assertThat(answer.body().readAllBytes()).hasSize(2);
    assertThat(connection.isUsable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401|CONNECTION|asks for a user and a password",
        "403|CONNECTION|denies access",
        "404|REFUSED|repository not found or not accessible",
        "407|CONNECTION|proxy",
        "410|REFUSED|repository not found",
        "413|REFUSED|too large",
        "418|REFUSED|answers with status 418",
        "429|CONNECTION|asked too often (status 429)",
        "500|REFUSED|failed with status 500",
        "502|REFUSED|failed with status 502",
        "503|CONNECTION|busy",
        "304|REFUSED|redirects",
        "307|REFUSED|redirects",
      })
  void everyRefusalHasItsWords(int status, ErrorKind kind, String words) throws Exception {
    Answer answer = answer("HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n");
    assertThatThrownBy(() -> Judgement.require(answer, "x/y"))
        .isInstanceOfSatisfying(
            HttpFault.class,
            e -> {
              assertThat(e.report().kind()).isEqualTo(kind);
              assertThat(e.report().text()).contains(words);
              assertThat(e.report().detail()).isEqualTo(status);
            });
  }

  @Test
  void aServersWordsAreShownIfTheyArePlain() throws Exception {
    String text = "no\nentry \u001b[31m\n";
    Answer plain = answer(answer(403, "Content-Type: text/plain; charset=utf-8\r\n", text));
    assertThat(plain.words()).isEqualTo("no entry \\x1b[31m");
    assertThat(answer(answer(403, "Content-Type: text/html\r\n", text)).words()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "120, 'in 120 seconds'",
    "'Wed, 21 Oct 2015 07:28:00 GMT', 'after Wed, 21 Oct 2015 07:28:00 GMT'"
  })
  void whenToTryAgainIsSaid(String header, String words) throws Exception {
    Answer answer = answer(answer(429, "Retry-After: " + header + "\r\n", ""));
    assertThatThrownBy(() -> Judgement.require(answer, "x/y")).hasMessageContaining(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Type: text/html|web page",
        "Content-Type: text/plain|dumb http",
        "Content-Type: application/octet-stream|dumb http",
        "Content-Type: application/json|not Git's: application/json",
        "A: b|no content type",
        "Content-Type: application/x-git-receive-pack-advertisement|not Git's",
      })
  void whatIsNotGitsIsNamed(String header, String words) {
    assertThatThrownBy(() -> Discovery.read(answer(answer(200, header + "\r\n", "x"))))
        .isInstanceOf(HttpFault.class)
        .hasMessageContaining(words);
  }

  @Test
  void anEncodingThatNobodyAskedForIsRefused() {
    String text = answer(200, GIT + "Content-Encoding: gzip\r\n", "000eversion 2\n");
    assertThatThrownBy(() -> Discovery.read(answer(text))).hasMessageContaining("gzip");
  }

  @ParameterizedTest
  @CsvSource({
    "'000eversion 2\n0000', true, '000eversion 2\n'",
    "'" + SERVICE + "000eversion 2\n0000', true, '000eversion 2\n'",
    "'" + SERVICE + "0007abc0000', false, 0007abc",
    "'" + SERVICE + "0000', false, 0000",
    "'0009ERR x', false, 0009ERR x",
  })
  void whatIsForHttpEndsHere(String body, boolean version2, String first) throws Exception {
    Discovery discovery =
        Discovery.read(answer(answer(200, GIT.replace("\r\n", "; charset=x\r\n"), body)));
    assertThat(discovery.isVersion2()).isEqualTo(version2);
    assertThat(discovery.first()).asString(StandardCharsets.US_ASCII).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0000",
        "0007abc0000",
        "000eversion 1\n",
        "001e# service=git-upload-pack\n0007abc",
        "001f# service=git-receive-pack\n0000",
        "<!DOCTYPE html>",
        "0003",
        "000eversion",
        "fff5version",
      })
  void anotherBeginningIsRefused(String body) {
    assertThatThrownBy(() -> Discovery.read(answer(answer(200, GIT, body))))
        .isInstanceOf(HttpFault.class);
  }
}
