package got.http;

import got.ipc.Limits;
import got.ipc.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/** An answer whose head has come; the body is still to be read. */
final class Answer {
  private static final int HTTP_1_0 = 0;

  private final ClassicHttpResponse head;
  private final InputStream body;
  private final boolean endsWithConnection;

  /**
   * @param body never to be closed: the library would read it to its end, however long it is
   * @param endsWithConnection if nothing but the end of the connection ends the body
   */
  Answer(ClassicHttpResponse head, InputStream body, boolean endsWithConnection) {
    this.head = head;
    this.body = body;
    this.endsWithConnection = endsWithConnection;
  }

  int status() {
    return head.getCode();
  }

  InputStream body() {
    return body;
  }

  /** The value of a header that is there once; empty if it is missing or there more than once. */
  String header(String name) {
    Header[] all = head.getHeaders(name);
    return all.length == 1 && all[0].getValue() != null ? all[0].getValue() : "";
  }

  /** The codings of the body that nobody asked for; empty if there are none. */
  String encoding() {
    StringBuilder codings = new StringBuilder();
    for (Header header : head.getHeaders("Content-Encoding")) {
      for (String word : String.valueOf(header.getValue()).split(",", -1)) {
        String coding = word.strip();
        if (!coding.isEmpty() && !coding.equalsIgnoreCase("identity")) {
          codings.append(codings.isEmpty() ? "" : ", ").append(coding);
        }
      }
    }
    return codings.toString();
  }

  /** The type without its parameters, in lower case. */
  String contentType() {
    String type = header("Content-Type");
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  /** True if the server takes another request over the connection once the body was read. */
  boolean keepsConnection() {
    boolean close = false;
    boolean keep = head.getVersion().getMinor() != HTTP_1_0;
    for (Header header : head.getHeaders("Connection")) {
      for (String word : String.valueOf(header.getValue()).split(",", -1)) {
        close |= word.strip().equalsIgnoreCase("close");
        keep |= word.strip().equalsIgnoreCase("keep-alive");
      }
    }
    return keep && !close && !endsWithConnection;
  }

  /** The beginning of a body for people, in one line and cleaned; empty if it is none. */
  String words() {
    if (!contentType().equals("text/plain") || !encoding().isEmpty()) {
      return "";
    }
    try {
      byte[] text = body.readNBytes(4 * Limits.LINE);
      String words = new String(text, StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
      return Text.clean(words, Limits.LINE);
    } catch (IOException e) {
      // The status says enough.
      return "";
    }
  }
}
