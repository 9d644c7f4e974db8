package got.packaging.http;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that servers, and programs before servers, were seen to give; and some that lie. */
class OddAnswerTest {
  private static final String ID = "1".repeat(40);

  private static final String ADVERTISEMENT =
      packet("version 2\n")
          + packet("ls-refs\n")
          + packet("fetch\n")
          + packet("object-format=sha1\n")
          + "0000";

  private static final String REFS =
      packet(ID + " HEAD symref-target:refs/heads/main\n")
          + packet(ID + " refs/heads/main\n")
          + "0000";

  private static final String DISCOVERED = HttpScript.git("advertisement", ADVERTISEMENT);
  private static final String LISTED = HttpScript.git("result", REFS);

  private static final String UNTIL_CLOSE =
      "HTTP/1.0 200 OK\r\nContent-Type: application/x-git-upload-pack-result\r\n\r\n";

  @TempDir Path work;

  @AfterEach
  void nothingRuns() throws Exception {
    GotProcess.assertNoneRuns();
  }

  private static String packet(String text) {
    return "%04x%s".formatted(text.length() + 4, text);
  }

  private static String status(int status, String headers, String body) {
    return "HTTP/1.1 %d X\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(status, headers, body.length(), body);
  }

  /**
   * @param answers in the order of the requests
   */
  record Case(String what, List<String> answers, int status, String words) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Case first(String what, String answer, int status, String words) {
    return new Case(what, List.of(answer), status, words);
  }

  private static Case second(String what, String answer, int status, String words) {
    return new Case(what, List.of(DISCOVERED, answer), status, words);
  }

  static List<Case> cases() {
    String ok = "HTTP/1.1 200 OK\r\n";
    String type = "Content-Type: application/x-git-upload-pack-result\r\n";
    List<Case> cases = new ArrayList<>();
    cases.add(first("nothing", HttpScript.HANG_UP, 4, "closed the connection without an answer"));
    cases.add(first("half a head", "HTTP/1.1 200" + HttpScript.HANG_UP, 4, "inside the head"));
    cases.add(first("no HTTP", "SSH-2.0-x\r\n", 5, "does not answer in HTTP/1.1"));
    cases.add(
        first("git's own", packet("version 2\n") + HttpScript.HANG_UP, 5, "Git's own protocol"));
    cases.add(first("an empty answer", HttpScript.git("advertisement", ""), 5, "empty answer"));
    cases.add(first("a log-in", status(401, "WWW-Authenticate: Basic\r\n", ""), 4, "password"));
    cases.add(first("too often", status(429, "Retry-After: 7\r\n", ""), 4, "again in 7 seconds"));
    cases.add(first("busy", status(503, "", ""), 4, "the server is busy (status 503)"));
    cases.add(first("a broken server", status(500, "", ""), 5, "failed with status 500"));
    cases.add(first("a bad gateway", status(502, "", ""), 5, "failed with status 502"));
    cases.add(first("a redirect to nowhere", status(302, "", ""), 5, "redirects"));
    cases.add(
        first(
            "a redirect with a user",
            status(302, "Location: http://u@127.0.0.1/x/info/refs?service=git-upload-pack\r\n", ""),
            5,
            "no repository"));
    cases.add(
        first(
            "a redirect with a line feed",
            "HTTP/1.1 302 X\r\nLocation: http://h/\nx\r\nContent-Length: 0\r\n\r\n",
            5,
            "bare line feed"));
    cases.add(
        first(
            "two lengths",
            ok + type + "Content-Length: 4\r\nContent-Length: 5\r\n\r\n0000",
            5,
            "more than one length"));
    cases.add(
        first(
            "an error in an answer",
            HttpScript.git("advertisement", packet("ERR no such thing")),
            5,
            "no such thing"));
    cases.add(
        first(
            "a beginning without its flush packet",
            HttpScript.git("advertisement", packet("version 2\n") + packet("ls-refs\n")),
            4,
            "closed the connection"));
    cases.add(second("a redirect of a POST", status(307, "Location: /x\r\n", ""), 5, "redirects"));
    cases.add(second("no answer to a POST", HttpScript.HANG_UP, 4, "without an answer"));
    cases.add(second("an empty answer to a POST", HttpScript.git("result", ""), 5, "empty"));
    cases.add(second("half a packet", HttpScript.git("result", "0032abc"), 4, "inside a packet"));
    cases.add(
        second("a web page", status(200, "Content-Type: text/html\r\n", "<p>"), 5, "web page"));
    cases.add(
        second("no flush packet", HttpScript.git("result", packet(ID + " HEAD\n")), 5, "packet"));
    cases.add(
        second(
            "a body that is cut",
            ok + type + "Content-Length: 400\r\n\r\n" + packet(ID + " HEAD\n") + HttpScript.HANG_UP,
            4,
            "closed the connection inside its answer"));
    cases.add(
        second(
            "chunks that are cut",
            ok + type + "Transfer-Encoding: chunked\r\n\r\n4\r\n0000\r\n0\r\n" + HttpScript.HANG_UP,
            4,
            "closed the connection inside its answer"));
    cases.add(
        second(
            "a body that ends with the connection, too early",
            ok + type + "\r\n" + packet(ID + " HEAD\n") + HttpScript.HANG_UP,
            5,
            "packet"));
    cases.add(second("more than the answer", LISTED + "x", 5, "more than its answer"));
    cases.add(
        second(
            "an encoding",
            status(200, type + "Content-Encoding: gzip\r\n", REFS),
            5,
            "encoding that nobody asked for: gzip"));
    cases.add(
        new Case(
            "an error instead of a pack",
            List.of(DISCOVERED, LISTED, HttpScript.git("result", packet("ERR no pack"))),
            5,
            "no pack"));
    cases.add(
        new Case(
            "a status instead of a pack",
            List.of(DISCOVERED, LISTED, status(413, "", "")),
            5,
            "too large"));
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void oddAnswersAreNamed(Case odd) throws Exception {
    try (HttpScript server = new HttpScript(odd.answers())) {
      Result result = GotProcess.run(work, "clone", server.url(), "clone.git");
      assertThat(result.complaints().getFirst()).contains(odd.words());
      assertThat(result.status()).as(result.err()).isEqualTo(odd.status());
      assertThat(work).isEmptyDirectory();
    }
  }

  private static String chunked(String body) {
    return DISCOVERED
        .substring(0, DISCOVERED.indexOf("Content-Length"))
        .concat("Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n")
        .formatted(body.length(), body);
  }

  static List<List<String>> good() {
    String service = packet("# service=git-upload-pack\n") + "0000";
    return List.of(
        List.of(DISCOVERED, LISTED),
        List.of(HttpScript.git("advertisement", service + ADVERTISEMENT), LISTED),
        List.of(chunked(ADVERTISEMENT), LISTED),
        List.of(DISCOVERED, HttpScript.HANG_UP, LISTED),
        List.of(DISCOVERED + HttpScript.HANG_UP, LISTED),
        List.of("HTTP/1.1 100 Continue\r\n\r\n" + DISCOVERED, LISTED),
        List.of(DISCOVERED, HttpScript.git("advertisement", REFS)),
        List.of(DISCOVERED.replace("advertisement", "advertisement; charset=utf-8"), LISTED),
        List.of(DISCOVERED, UNTIL_CLOSE + REFS + HttpScript.HANG_UP));
  }

  @ParameterizedTest
  @MethodSource("good")
  void oddAnswersThatAreRightAreTaken(List<String> answers) throws Exception {
    try (HttpScript server = new HttpScript(answers)) {
      Result result = GotProcess.run(work, "clone", "-l", server.url());
      assertThat(result.err()).isEmpty();
      assertThat(result.out()).contains("refs/heads/main: " + ID + "\n");
      assertThat(result.status()).isZero();
    }
  }

  @Test
  void twoRequestsAreTwoPosts() throws Exception {
    try (HttpScript server = new HttpScript(List.of(DISCOVERED, LISTED, status(500, "", "")))) {
      assertThat(GotProcess.run(work, "clone", server.url(), "clone.git").status()).isEqualTo(5);
      assertThat(server.requests())
          .containsExactly(
              "GET /r.git/info/refs?service=git-upload-pack HTTP/1.1",
              "POST /r.git/git-upload-pack HTTP/1.1",
              "POST /r.git/git-upload-pack HTTP/1.1");
    }
  }
}
