package got.http;

import static got.http.AnsweringServer.CLOSE;
import static got.http.AnsweringServer.RESET;
import static got.http.GitText.ADVERTISEMENT_TYPE;
import static got.http.GitText.DISCOVERED;
import static got.http.GitText.FETCHED;
import static got.http.GitText.LISTED;
import static got.http.GitText.OK;
import static got.http.GitText.PACK;
import static got.http.GitText.REFS;
import static got.http.GitText.RESULT_TYPE;
import static got.http.GitText.VERSION_0;
import static got.http.GitText.VERSION_2;
import static got.http.GitText.chunks;
import static got.http.GitText.length;
import static got.http.GitText.packet;
import static got.http.GitText.status;
import static got.http.GitText.untilClose;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A table of answers that servers, and programs before servers, were seen to give, and of answers
 * that nobody honest gives: what each of them comes to. Status 4 is a server that cannot be reached
 * or does not let us in, 5 one that refuses or breaks the rules, 0 an answer that is taken.
 */
class OddAnswerTest {
  private static final String PLAIN = "Content-Type: text/plain\r\n";
  private static final String HTML = "Content-Type: text/html\r\n";
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
  private static final String END = "Content-Length: 0\r\n\r\n";
  private static final String MALFORMED = "malformed header";

  /**
   * @param answers in the order of the requests
   * @param words in what is said; empty if nothing is
   */
  record Row(String what, List<String> answers, int status, String words) {
    @Override
    public String toString() {
      return what;
    }
  }

  /** An odd answer to the first request. */
  private static Row get(String what, String answer, int status, String words) {
    return new Row(what, List.of(answer, LISTED, FETCHED), status, words);
  }

  /** An odd answer to the second request. */
  private static Row post(String what, String answer, int status, String words) {
    return new Row(what, List.of(DISCOVERED, answer, FETCHED), status, words);
  }

  /** An odd answer to the request for the pack. */
  private static Row pack(String what, String answer, int status, String words) {
    return new Row(what, List.of(DISCOVERED, LISTED, answer), status, words);
  }

  private static String git(String head) {
    return length(head + ADVERTISEMENT_TYPE, VERSION_2);
  }

  static List<Row> whatIsNoHttp() {
    String not = "does not answer in HTTP/1.1";
    return List.of(
        get("nothing", CLOSE, 4, "closed the connection without an answer"),
        get("a reset", RESET, 4, "closed the connection without an answer"),
        get("SSH", "SSH-2.0-OpenSSH_9.2\r\n", 5, not + ": it speaks SSH: SSH-2.0-OpenSSH_9.2"),
        get("mail", "220 mail.example ESMTP\r\n", 5, not + ": 220 mail.example ESMTP"),
        get("Git's own", packet("version 2\n"), 5, "it speaks Git's own protocol: 000eversion 2"),
        get("an alert of TLS", "\u0015\3\1\0\2\2F", 5, not + ": it speaks TLS"),
        get("a handshake of TLS", "\u0016\3\3\0zz\2\0", 5, not + ": it speaks TLS"),
        get("HTTP/2", "\0\0\6\4\0\0\0\0\0\0\3\0\0\0d", 5, not + ": it speaks HTTP/2"),
        get("HTTP/2 in words", "HTTP/2 200 OK\r\n" + END, 5, "it speaks HTTP/2: HTTP/2 200 OK"),
        get("HTTP/3 in words", "HTTP/3 200 OK\r\n" + END, 5, not + ": HTTP/3 200 OK"),
        get("HTTP/0.9, a page", "<html>hello</html>" + CLOSE, 5, not + ": <html>hello</html>"),
        get("ICY", "ICY 200 OK\r\n\r\n", 5, not + ": ICY 200 OK"),
        get("small letters", git("http/1.1 200 OK\r\n"), 5, not),
        get("an empty line first", "\r\n" + DISCOVERED, 5, not),
        get("zeros", "\0".repeat(100), 5, not),
        get("a byte order mark", "\u00ef\u00bb\u00bf" + DISCOVERED, 5, not));
  }

  static List<Row> statusLines() {
    String not = "does not answer in HTTP/1.1";
    return List.of(
        get("no reason", git("HTTP/1.1 200\r\n"), 0, ""),
        get("an empty reason", git("HTTP/1.1 200 \r\n"), 0, ""),
        get("a reason in Latin-1", git("HTTP/1.1 200 \u00e4\u00f6\r\n"), 0, ""),
        get("HTTP/1.0", git("HTTP/1.0 200 OK\r\n"), 0, ""),
        get("HTTP/1.2", git("HTTP/1.2 200 OK\r\n"), 5, not),
        get("HTTP/1.10", git("HTTP/1.10 200 OK\r\n"), 5, not),
        get("two spaces", git("HTTP/1.1  200 OK\r\n"), 5, not),
        get("a tab", git("HTTP/1.1\t200 OK\r\n"), 5, not),
        get("a space behind", git("HTTP/1.1 200 OK \r\n"), 0, ""),
        get("two digits", git("HTTP/1.1 20 OK\r\n"), 5, not),
        get("four digits", git("HTTP/1.1 2000 OK\r\n"), 5, not),
        get("a sign", git("HTTP/1.1 +20 OK\r\n"), 5, not),
        get("status 0", git("HTTP/1.1 000 OK\r\n"), 5, not),
        get("status 999", git("HTTP/1.1 999 OK\r\n"), 5, not),
        get("no status", git("HTTP/1.1\r\n"), 5, not),
        get("a bare line feed", git("HTTP/1.1 200 OK\n"), 5, "bare line feed"),
        get("a bare return", git("HTTP/1.1 200 OK\r"), 5, "carriage return inside a line"),
        get("a zero", git("HTTP/1.1 200 O\0K\r\n"), 5, not),
        get("an escape", git("HTTP/1.1 200 \u001b[2J\r\n"), 5, not),
        get("endless", "HTTP/1.1 200 " + "x".repeat(Gate.LINE), 5, "a line of more than 8192"));
  }

  static List<Row> fields() {
    return List.of(
        get("no colon", git(OK + "Nonsense\r\n"), 5, MALFORMED),
        get("no name", git(OK + ": x\r\n"), 5, MALFORMED),
        get("a space before the colon", git(OK + "X : y\r\n"), 5, MALFORMED),
        get("a space in the name", git(OK + "X Y: z\r\n"), 5, MALFORMED),
        get("an umlaut in the name", git(OK + "\u00e4: z\r\n"), 5, MALFORMED),
        get("a folded line", git(OK + "X: y\r\n z\r\n"), 5, MALFORMED),
        get("a line folded by a tab", git(OK + "X: y\r\n\tz\r\n"), 5, MALFORMED),
        get("a folded line first", git(OK + " X: y\r\n"), 5, MALFORMED),
        get("a bare line feed", git(OK + "X: y\nZ: a\r\n"), 5, "bare line feed"),
        get("a bare return", git(OK + "X: y\rZ: a\r\n"), 5, "carriage return inside a line"),
        get("two returns", git(OK + "X: y\r\r\n"), 5, "carriage return inside a line"),
        get("a zero", git(OK + "X: y\0z\r\n"), 5, MALFORMED),
        get("an escape", git(OK + "X: \u001b]0;x\u0007\r\n"), 5, MALFORMED),
        get("DEL", git(OK + "X: y\u007f\r\n"), 5, MALFORMED),
        get("an umlaut in the value", git(OK + "X: \u00e4\r\n"), 0, ""),
        get("an empty value", git(OK + "X:\r\n"), 0, ""),
        get("any case", git(OK).replace("Content-Length", "cOnTeNt-lEnGtH"), 0, ""),
        get("a long line", git(OK + "X: " + "y".repeat(Gate.LINE - 3) + "\r\n"), 0, ""),
        get(
            "an endless line",
            git(OK + "X: " + "y".repeat(Gate.LINE) + "\r\n"),
            5,
            "more than 8192"),
        get("many lines", git(OK + "X: y\r\n".repeat(Gate.LINES - 2)), 0, ""),
        get("endless lines", OK + "X: y\r\n".repeat(1000), 5, "more than 100 lines"),
        get("an offer of HTTP/2", git(OK + "Upgrade: h2,h2c\r\nConnection: upgrade\r\n"), 0, ""),
        get("a cookie", git(OK + "Set-Cookie: a=b; HttpOnly\r\n".repeat(5)), 0, ""));
  }

  static List<Row> framing() {
    String both = "Content-Length: 4\r\n" + CHUNKED;
    String type = OK + RESULT_TYPE;
    return List.of(
        post(
            "two lengths",
            type + "Content-Length: 4\r\nContent-Length: 5\r\n\r\n",
            5,
            "one length"),
        post(
            "a length twice",
            type + "Content-Length: 4\r\n".repeat(2) + "\r\n0000",
            5,
            "one length"),
        post("a list of lengths", type + "Content-Length: 4, 4\r\n\r\n0000", 5, "no number"),
        post("a negative length", type + "Content-Length: -1\r\n\r\n", 5, "no number"),
        post("a length with a sign", type + "Content-Length: +4\r\n\r\n0000", 5, "no number"),
        post("a length of no digits", type + "Content-Length: \r\n\r\n0000", 5, "no number"),
        post("a length in hexadecimal", type + "Content-Length: 0x4\r\n\r\n0000", 5, "no number"),
        post(
            "a length of 2^64 + 4",
            type + "Content-Length: 18446744073709551620\r\n\r\n0000",
            5,
            "no number"),
        post(
            "a huge length",
            type + "Content-Length: 999999999999999999\r\n\r\n0000",
            4,
            "inside its answer"),
        post("a length and chunks", type + both + "0\r\n\r\n", 5, "has a length and is in chunks"),
        post(
            "chunks in HTTP/1.0",
            chunks("HTTP/1.0 200 OK\r\n" + RESULT_TYPE, REFS),
            5,
            "chunks in HTTP/1.0"),
        post(
            "gzip and chunks",
            type + "Transfer-Encoding: gzip, chunked\r\n\r\n",
            5,
            "transfer coding"),
        post(
            "chunks twice",
            type + "Transfer-Encoding: chunked, chunked\r\n\r\n",
            5,
            "transfer coding"),
        post(
            "chunks in two lines",
            type + "Transfer-Encoding: chunked\r\n" + CHUNKED,
            5,
            "transfer coding"),
        post("identity", type + "Transfer-Encoding: identity\r\n\r\n", 5, "transfer coding"),
        post(
            "a coding with a tab", type + "Transfer-Encoding: \u000bchunked\r\n\r\n", 5, MALFORMED),
        post("chunks", chunks(type, REFS), 0, ""),
        post(
            "a long number of zeros",
            type + CHUNKED + "0000000000000004\r\n0000\r\n",
            5,
            "length of a chunk"),
        post(
            "a chunk's extension",
            type + CHUNKED + "%x;a=\"b\"\r\n%s\r\n0\r\n\r\n".formatted(REFS.length(), REFS),
            0,
            ""),
        post(
            "a space behind a chunk's length",
            type + CHUNKED + "4 \r\n0000\r\n0\r\n\r\n",
            5,
            "length of a chunk"),
        post(
            "a chunk's length with a sign",
            type + CHUNKED + "+4\r\n0000\r\n0\r\n\r\n",
            5,
            "length of a chunk"),
        post(
            "a negative chunk", type + CHUNKED + "-4\r\n0000\r\n0\r\n\r\n", 5, "length of a chunk"),
        post("a chunk of 0x4", type + CHUNKED + "0x4\r\n0000\r\n0\r\n\r\n", 5, "length of a chunk"),
        post("a chunk of 2^64", type + CHUNKED + "10000000000000000\r\n", 5, "length of a chunk"),
        post("a huge chunk", type + CHUNKED + "fffffffffffffff\r\n0000", 4, "inside its answer"),
        post(
            "a chunk that is longer",
            type + CHUNKED + "3\r\n0000\r\n0\r\n\r\n",
            5,
            "longer than it says"),
        post(
            "a chunk that is shorter",
            type + CHUNKED + "6\r\n0000\r\n0\r\n\r\n",
            5,
            "longer than it says"),
        post(
            "a chunk with a bare line feed",
            type + CHUNKED + "4\n0000\n0\n\n",
            5,
            "bare line feed"),
        post(
            "a chunk without its end",
            type + CHUNKED + "4\r\n00000\r\n\r\n",
            5,
            "longer than it says"),
        post("no last chunk", type + CHUNKED + "4\r\n0000\r\n" + CLOSE, 4, "inside its answer"),
        post(
            "half of the last chunk",
            type + CHUNKED + "4\r\n0000\r\n0\r\n\r" + CLOSE,
            4,
            "inside its answer"),
        post("a trailer", chunks(type, REFS).replaceAll("\r\n\r\n\\z", "\r\nX: y\r\n\r\n"), 0, ""),
        post("a trailer that is none", type + CHUNKED + "0\r\nx\r\n\r\n", 5, MALFORMED),
        post(
            "endless trailers",
            type + CHUNKED + "0\r\n" + "X: y\r\n".repeat(1000),
            5,
            "more than 100 lines"),
        post(
            "a length as a trailer",
            chunks(type, REFS).replaceAll("\r\n\r\n\\z", "\r\nContent-Length: 9\r\n\r\n"),
            0,
            ""),
        post("until the end", untilClose(type, REFS), 0, ""),
        post(
            "until the end, in HTTP/1.0",
            untilClose("HTTP/1.0 200 OK\r\n" + RESULT_TYPE, REFS),
            0,
            ""),
        post("until the end, in half a packet", untilClose(type, "0032abc"), 4, "inside a packet"),
        post("until a reset", (type + "\r\n" + REFS) + RESET, 4, "reset"));
  }

  static List<Row> manyAnswers() {
    String continues = "HTTP/1.1 100 Continue\r\n\r\n";
    return List.of(
        get("100", continues + DISCOVERED, 0, ""),
        get("100 with a line", "HTTP/1.1 100 X\r\nA: b\r\n\r\n" + DISCOVERED, 0, ""),
        get(
            "102, 103 and 199",
            "HTTP/1.1 102 P\r\n\r\nHTTP/1.1 103 E\r\nLink: x\r\n\r\nHTTP/1.1 199 X\r\n\r\n"
                + DISCOVERED,
            0,
            ""),
        get("a hundred of 100", continues.repeat(100), 5, "more than 8 announcements"),
        get("100 and no more", continues + CLOSE, 4, "inside the head"),
        get(
            "100 with a length",
            "HTTP/1.1 100 X\r\nContent-Length: 4\r\n\r\n0000" + DISCOVERED,
            5,
            "does not answer in HTTP/1.1"),
        get(
            "101",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
            5,
            "switches to a protocol"),
        get("another answer behind", DISCOVERED + LISTED, 5, "more than its answer"),
        post("a byte behind", LISTED + "x", 5, "more than its answer"),
        post("an empty line behind", LISTED + "\r\n", 5, "more than its answer"),
        post(
            "a byte behind the last chunk",
            chunks(OK + RESULT_TYPE, REFS) + "x",
            5,
            "more than its answer"),
        post(
            "a body longer than its length",
            OK + RESULT_TYPE + "Content-Length: 4\r\n\r\n00000000",
            5,
            "more than its answer"));
  }

  static List<Row> ends() {
    String type = OK + RESULT_TYPE;
    return List.of(
        get("in the status line", "HTTP/1.1 200" + CLOSE, 4, "inside the head"),
        get("in a line", OK + "Content-Ty" + CLOSE, 4, "inside the head"),
        get("behind a line", OK + ADVERTISEMENT_TYPE + CLOSE, 4, "inside the head"),
        get(
            "before the last line feed",
            DISCOVERED.split("\r\n\r\n", -1)[0] + "\r\n\r" + CLOSE,
            4,
            "inside the head"),
        get("a reset in the head", OK + RESET, 4, "connection reset by peer"),
        get(
            "behind the head",
            DISCOVERED.split("\r\n\r\n", -1)[0] + "\r\n\r\n" + CLOSE,
            4,
            "inside its answer"),
        new Row("no answer", List.of(DISCOVERED, CLOSE, LISTED, FETCHED), 0, ""),
        new Row("a reset instead of an answer", List.of(DISCOVERED, RESET, LISTED, FETCHED), 0, ""),
        new Row("no answer, twice", List.of(DISCOVERED, CLOSE, CLOSE), 4, "without an answer"),
        post("inside the head", "HTTP/1.1 2" + CLOSE, 4, "inside the head"),
        post(
            "in the body",
            type + "Content-Length: 400\r\n\r\n" + REFS + CLOSE,
            4,
            "inside its answer"),
        post(
            "a reset in the body",
            type + "Content-Length: 400\r\n\r\n" + REFS + RESET,
            4,
            "connection reset by peer"),
        pack(
            "in the pack",
            FETCHED.substring(0, FETCHED.length() - 9) + CLOSE,
            4,
            "inside its answer"),
        pack("a reset in the pack", FETCHED.substring(0, FETCHED.length() - 9) + RESET, 4, "reset"),
        get("once", DISCOVERED + CLOSE, 0, ""),
        get("announced", git(OK + "Connection: close\r\n") + CLOSE, 0, ""),
        get("announced, and not done", git(OK + "Connection: close\r\n"), 0, ""),
        get("kept in HTTP/1.0", git("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n"), 0, ""),
        get(
            "kept in HTTP/1.0, a lie",
            git("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n") + CLOSE,
            0,
            ""),
        new Row(
            "each time, unannounced",
            List.of(DISCOVERED + CLOSE, LISTED + CLOSE, FETCHED),
            4,
            "without an answer"),
        new Row(
            "each time, announced",
            List.of(
                git(OK + "Connection: close\r\n") + CLOSE,
                length(type + "Connection: close\r\n", REFS) + CLOSE,
                FETCHED),
            0,
            ""),
        new Row(
            "each time, announced too late",
            List.of(
                DISCOVERED,
                length(type + "Connection: close\r\n", REFS),
                length(type + "Connection: close\r\n", PACK)),
            0,
            ""));
  }

  static List<Row> refusals() {
    List<Row> rows = new ArrayList<>();
    Map<Integer, String> statuses =
        Map.ofEntries(
            Map.entry(201, "5 answers with status 201"),
            Map.entry(202, "5 answers with status 202"),
            Map.entry(203, "5 answers with status 203"),
            Map.entry(206, "5 answers with status 206"),
            Map.entry(226, "5 answers with status 226"),
            Map.entry(300, "5 redirects where nothing can be followed"),
            Map.entry(400, "5 answers with status 400"),
            Map.entry(401, "4 asks for a user and a password (status 401)"),
            Map.entry(402, "5 answers with status 402"),
            Map.entry(403, "4 denies access (status 403)"),
            Map.entry(404, "5 repository not found or not accessible (status 404)"),
            Map.entry(405, "5 answers with status 405"),
            Map.entry(407, "4 the proxy asks for a user and a password (status 407)"),
            Map.entry(408, "5 answers with status 408"),
            Map.entry(410, "5 repository not found or not accessible (status 410)"),
            Map.entry(411, "5 answers with status 411"),
            Map.entry(413, "5 too large for the server (status 413)"),
            Map.entry(415, "5 answers with status 415"),
            Map.entry(417, "5 answers with status 417"),
            Map.entry(426, "5 answers with status 426"),
            Map.entry(429, "4 asked too often (status 429)"),
            Map.entry(431, "5 answers with status 431"),
            Map.entry(451, "5 answers with status 451"),
            Map.entry(500, "5 failed with status 500"),
            Map.entry(501, "5 failed with status 501"),
            Map.entry(502, "5 failed with status 502"),
            Map.entry(503, "4 busy (status 503)"),
            Map.entry(504, "5 failed with status 504"),
            Map.entry(505, "5 failed with status 505"),
            Map.entry(511, "5 failed with status 511"),
            Map.entry(599, "5 failed with status 599"));
    statuses.forEach(
        (number, expected) -> {
          int status = expected.charAt(0) - '0';
          String words = expected.substring(2);
          String said = status(number, PLAIN, "no\u001b[2J\r\nway\u0000\n");
          rows.add(get("status " + number, said, status, words));
          rows.add(get("words of " + number, said, status, ": no\\x1b[2J way\\x00"));
          rows.add(post("status " + number + " to a POST", status(number, "", ""), status, words));
        });
    return rows;
  }

  static List<Row> wordsOfRefusals() {
    String again = "often (status 429)";
    return List.of(
        get("in a web page", status(403, HTML, "<p>no</p>"), 4, "(status 403)"),
        get(
            "compressed",
            status(403, PLAIN + "Content-Encoding: gzip\r\n", "no"),
            4,
            "(status 403)"),
        get(
            "cut",
            status(403, PLAIN, "no way").replaceAll("way\\z", "") + CLOSE,
            4,
            "(status 403)"),
        get("until the end", untilClose("HTTP/1.1 403 X\r\n" + PLAIN, "no way"), 4, "403): no way"),
        get(
            "in chunks",
            chunks("HTTP/1.1 403 X\r\n" + PLAIN, "no way at all"),
            4,
            "403): no way at all"),
        get("endless", status(403, PLAIN, "x".repeat(1_000_000)), 4, "(status 403): xxx"),
        get(
            "other directions",
            status(403, PLAIN, "\u00e2\u0080\u00aeabc"),
            4,
            "403): \\u{202e}abc"),
        get(
            "of a log-in",
            status(401, "WWW-Authenticate: Basic realm=\"\u001b\"\r\n", ""),
            5,
            MALFORMED),
        get(
            "later",
            status(429, "Retry-After: 7\r\n", ""),
            4,
            again + ", to be tried again in 7 seconds"),
        get(
            "much later",
            status(503, "Retry-After: 7\r\n", ""),
            4,
            "busy (status 503), to be tried again in 7 seconds"),
        get(
            "at a time",
            status(429, "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n", ""),
            4,
            "again after Wed, 21 Oct 2015 07:28:00 GMT"),
        get("nonsense", status(429, "Retry-After: run rm -rf, now\r\n", ""), 4, again),
        get("a large number", status(429, "Retry-After: 99999999999999999999\r\n", ""), 4, again),
        get("twice", status(429, "Retry-After: 1\r\nRetry-After: 2\r\n", ""), 4, again));
  }

  static List<Row> bodiesThatAreNone() {
    return List.of(
        get("204", "HTTP/1.1 204 No Content\r\n\r\n", 5, "answers with status 204"),
        get(
            "204 with a body",
            "HTTP/1.1 204 X\r\nContent-Length: 3\r\n\r\nabc",
            5,
            "more than its answer"),
        get("205", "HTTP/1.1 205 X\r\n" + END, 5, "answers with status 205"),
        get("304", "HTTP/1.1 304 X\r\nContent-Length: 3\r\n\r\n", 5, "redirects where nothing"),
        get(
            "304 with a body",
            "HTTP/1.1 304 X\r\nContent-Length: 3\r\n\r\nabc",
            5,
            "more than its answer"),
        get("an empty body", length(OK + ADVERTISEMENT_TYPE, ""), 5, "sent an empty answer"),
        get("an empty body of no type", OK + END, 5, "no content type of Git's"),
        get(
            "an empty body in chunks",
            chunks(OK + ADVERTISEMENT_TYPE, ""),
            5,
            "sent an empty answer"),
        get(
            "an empty body until the end",
            untilClose(OK + ADVERTISEMENT_TYPE, ""),
            5,
            "sent an empty answer"),
        post("an empty body to a POST", length(OK + RESULT_TYPE, ""), 5, "sent an empty answer"),
        post("204 to a POST", "HTTP/1.1 204 No Content\r\n\r\n", 5, "answers with status 204"),
        pack("an empty body for a pack", length(OK + RESULT_TYPE, ""), 5, "sent an empty answer"));
  }

  static List<Row> contents() {
    String gzip = "Content-Encoding: gzip\r\n";
    String encoding = "encoding that nobody asked for: ";
    return List.of(
        get(
            "a web page",
            status(200, HTML, "<p>log in</p>"),
            5,
            "a web page; it may want a log-in"),
        get(
            "XHTML",
            status(200, "Content-Type: application/xhtml+xml\r\n", "<p>"),
            5,
            "a web page"),
        get(
            "a web page as Git's",
            length(OK + ADVERTISEMENT_TYPE, "<!DOCTYPE html>"),
            5,
            "not in Git's packets"),
        get(
            "a dumb server",
            status(200, PLAIN, GitText.ID + "\trefs/heads/main\n"),
            5,
            "dumb http"),
        get(
            "a dumb server without types",
            status(200, "Content-Type: application/octet-stream\r\n", ""),
            5,
            "dumb http"),
        get(
            "JSON",
            status(200, "Content-Type: application/json\r\n", "{}"),
            5,
            "not Git's: application/json"),
        get("no type", status(200, "", VERSION_2), 5, "no content type of Git's"),
        get(
            "two types",
            length(OK + ADVERTISEMENT_TYPE + ADVERTISEMENT_TYPE, VERSION_2),
            5,
            "no content type of Git's"),
        get(
            "the type of an answer to a POST",
            length(OK + RESULT_TYPE, VERSION_2),
            5,
            "not Git's: application/x-git-upload-pack-result"),
        get(
            "the type of a push",
            length(
                OK + "Content-Type: application/x-git-receive-pack-advertisement\r\n", VERSION_2),
            5,
            "not Git's"),
        get(
            "a type with a charset",
            length(OK + ADVERTISEMENT_TYPE.replace("\r", "; charset=utf-8\r"), VERSION_2),
            0,
            ""),
        get(
            "a type in capitals",
            length(OK + ADVERTISEMENT_TYPE.replace("application", "Application"), VERSION_2),
            0,
            ""),
        get("gzip", length(OK + ADVERTISEMENT_TYPE + gzip, VERSION_2), 5, encoding + "gzip"),
        get(
            "gzip twice",
            length(OK + ADVERTISEMENT_TYPE + gzip + gzip, VERSION_2),
            5,
            encoding + "gzip, gzip"),
        get(
            "identity",
            length(OK + ADVERTISEMENT_TYPE + "Content-Encoding: identity\r\n", VERSION_2),
            0,
            ""),
        post("br", length(OK + RESULT_TYPE + "Content-Encoding: br\r\n", REFS), 5, encoding + "br"),
        post(
            "identity and gzip",
            length(OK + RESULT_TYPE + "Content-Encoding: identity, gzip\r\n", REFS),
            5,
            encoding + "gzip"),
        post("a web page", status(200, HTML, "<p>"), 5, "web page"),
        post("text", status(200, PLAIN, REFS), 5, "not Git's: text/plain"),
        post("the type of the first answer", length(OK + ADVERTISEMENT_TYPE, REFS), 0, ""),
        post("no packets", length(OK + RESULT_TYPE, "<!DOCTYPE"), 5, "not in Git's packets"),
        post("half a packet", length(OK + RESULT_TYPE, "0032abc"), 4, "inside a packet"),
        get(
            "the service, then version 2",
            length(
                OK + ADVERTISEMENT_TYPE,
                packet("# service=git-upload-pack\n") + "0000" + VERSION_2),
            0,
            ""),
        get(
            "the service without its flush",
            length(OK + ADVERTISEMENT_TYPE, packet("# service=git-upload-pack\n") + VERSION_2),
            5,
            "does not begin as Git's does"),
        get(
            "another service",
            length(
                OK + ADVERTISEMENT_TYPE,
                packet("# service=git-receive-pack\n") + "0000" + VERSION_2),
            5,
            "does not begin as Git's does"),
        get(
            "version 1 without the service",
            length(OK + ADVERTISEMENT_TYPE, packet("version 1\n")),
            5,
            "does not begin as Git's does"),
        get("an error", length(OK + ADVERTISEMENT_TYPE, packet("ERR no such thing")), 0, ""),
        new Row(
            "version 0",
            List.of(
                length(OK + ADVERTISEMENT_TYPE, VERSION_0),
                length(OK + RESULT_TYPE, "0008NAK\nPACKrest")),
            0,
            ""),
        new Row(
            "version 0 and nothing",
            List.of(length(OK + ADVERTISEMENT_TYPE, VERSION_0), length(OK + RESULT_TYPE, "")),
            5,
            "sent an empty answer"));
  }

  static List<Row> redirects() {
    String tail = "/info/refs?service=git-upload-pack";
    String location = "Location: http://other" + tail + "\r\n";
    List<Row> rows = new ArrayList<>();
    for (int status : new int[] {301, 302, 303, 307, 308}) {
      rows.add(
          new Row(
              "status " + status,
              List.of(status(status, location, ""), DISCOVERED, LISTED, FETCHED),
              0,
              ""));
      rows.add(
          post(
              "status " + status + " to a POST",
              status(status, location, ""),
              5,
              "redirects where nothing can be followed (status " + status + ")"));
    }
    for (int status : new int[] {300, 304, 305, 306, 399}) {
      rows.add(
          get(
              "status " + status,
              "HTTP/1.1 " + status + " X\r\n" + location + END,
              5,
              "redirects where nothing"));
    }
    rows.add(get("nowhere", status(302, "", ""), 5, "redirects where nothing can be followed"));
    rows.add(
        get("to an empty place", status(302, "Location:\r\n", ""), 5, "redirects where nothing"));
    rows.add(
        get("to two places", status(302, location + location, ""), 5, "redirects where nothing"));
    rows.add(
        get("with a space", status(302, "Location: http://a b/\r\n", ""), 5, "to what is no URL"));
    rows.add(
        get(
            "with an umlaut",
            status(302, "Location: http://\u00e4/\r\n", ""),
            5,
            "to what is no URL"));
    rows.add(
        get("with an escape", status(302, "Location: http://\u001b[2J\r\n", ""), 5, MALFORMED));
    rows.add(
        get(
            "with a line feed",
            status(302, "Location: http://h/\nX: y\r\n", ""),
            5,
            "bare line feed"));
    rows.add(
        new Row(
            "with a body that never ends",
            List.of(
                "HTTP/1.1 302 X\r\n" + location + "Content-Length: 99999999999\r\n\r\nx",
                DISCOVERED,
                LISTED,
                FETCHED),
            0,
            ""));
    return rows;
  }

  static Stream<Row> rows() {
    return Stream.of(
            whatIsNoHttp(),
            statusLines(),
            fields(),
            framing(),
            manyAnswers(),
            ends(),
            refusals(),
            wordsOfRefusals(),
            bodiesThatAreNone(),
            contents(),
            redirects())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyAnswerComesToWhatTheTableSays(Row row) {
    Conversation.Outcome outcome = Conversation.with(row.answers());
    assertThat(outcome.words()).contains(row.words());
    assertThat(outcome.status()).as(outcome.words()).isEqualTo(row.status());
  }

  /** As got is told it: nothing of what a taken answer leaves out is passed on. */
  @Test
  void whatIsTakenIsPassedOnWhole() {
    String all = VERSION_2 + REFS + "0002" + PACK + "0002";
    rows()
        .filter(row -> row.status() == 0)
        .filter(row -> !List.of("an error", "version 0").contains(row.what()))
        .forEach(
            row -> {
              Conversation.Outcome outcome = Conversation.with(row.answers());
              assertThat(outcome.passed()).as(row.what()).isEqualTo(all);
            });
  }
}
