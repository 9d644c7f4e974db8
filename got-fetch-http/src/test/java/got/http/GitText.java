package got.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;

/** What a server of Git's answers, as text of HTTP. */
final class GitText {
  static final String ID = "1".repeat(40);

  static final String OK = "HTTP/1.1 200 OK\r\n";
  static final String RESULT_TYPE = "Content-Type: application/x-git-upload-pack-result\r\n";
  static final String ADVERTISEMENT_TYPE = "Content-Type: " + Discovery.TYPE + "\r\n";

  /** What a server speaks, in version 2. */
  static final String VERSION_2 =
      packet("version 2\n") + packet("ls-refs\n") + packet("fetch\n") + "0000";

  /** References, in version 0. */
  static final String VERSION_0 =
      packet("# service=git-upload-pack\n")
          + "0000"
          + packet(ID + " refs/heads/main\0side-band-64k\n")
          + "0000";

  static final String REFS = packet(ID + " refs/heads/main\n") + "0000";

  static final String PACK =
      packet("packfile\n") + packet("\u0001PACK-bytes-of-a-pack") + packet("\u0002done\n") + "0000";

  /** Three answers that are as they should be. */
  static final String DISCOVERED = length(OK + ADVERTISEMENT_TYPE, VERSION_2);

  static final String LISTED = length(OK + RESULT_TYPE, REFS);
  static final String FETCHED = length(OK + RESULT_TYPE, PACK);

  private GitText() {}

  /** A stream of which nothing has arrived before somebody reads it. */
  static InputStream later(InputStream in) {
    return new SequenceInputStream(InputStream.nullInputStream(), in);
  }

  /** What a server sends when it is asked. */
  static InputStream later(String text) {
    return later(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  static String packet(String text) {
    return "%04x%s".formatted(text.length() + 4, text);
  }

  /** An answer with a length. */
  static String length(String head, String body) {
    return head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  /** An answer in chunks of seven bytes. */
  static String chunks(String head, String body) {
    StringBuilder answer = new StringBuilder(head + "Transfer-Encoding: chunked\r\n\r\n");
    for (int at = 0; at < body.length(); at += 7) {
      String chunk = body.substring(at, Math.min(body.length(), at + 7));
      answer
          .append(Integer.toHexString(chunk.length()))
          .append("\r\n")
          .append(chunk)
          .append("\r\n");
    }
    return answer.append("0\r\n\r\n").toString();
  }

  /** An answer that ends with the connection. */
  static String untilClose(String head, String body) {
    return head + "\r\n" + body + AnsweringServer.CLOSE;
  }

  static String status(int status, String fields, String body) {
    return length("HTTP/1.1 " + status + " X\r\n" + fields, body);
  }
}
