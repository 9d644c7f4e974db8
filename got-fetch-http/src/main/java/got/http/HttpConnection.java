package got.http;

import got.ipc.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;

/** One connection to a server, over which one request after the other goes. */
final class HttpConnection {
  private static final int BUFFER = 1 << 14;
  private static final int FIRST_FINAL = 200;

  /** The library counts otherwise than the gate, which has judged all lengths before. */
  private static final int MORE = 2;

  private static final Http1Config LIMITS =
      Http1Config.custom()
          .setMaxLineLength(Gate.LINE + MORE)
          .setMaxHeaderCount(Gate.LINES + MORE)
          .setMaxEmptyLineCount(1)
          .build();

  private final Gate gate;
  private final OutputStream out;
  private final SessionInputBufferImpl buffer =
      new SessionInputBufferImpl(BUFFER, Gate.LINE + MORE);
  private boolean used;
  private boolean usable = true;

  HttpConnection(InputStream in, OutputStream out) {
    this.gate = new Gate(in);
    this.out = out;
  }

  /** An answer did not begin: the connection had ended before. */
  static final class StaleException extends IOException {
    StaleException(IOException cause) {
      super(cause);
    }
  }

  /** True if a request may go over it: there was none, or its answer is read and says so. */
  boolean isUsable() {
    return usable && gate.isIdle();
  }

  /** True if a request went over it before. */
  boolean isUsed() {
    return used;
  }

  /**
   * Sends a request and waits for the head of the answer.
   *
   * @param head the request's, with its empty line
   * @param body in pieces
   * @throws StaleException if the connection ended before the first byte of an answer, or was given
   *     up by the server before the request
   * @throws IOException if it ended later, or the answer is none
   */
  Answer ask(String head, List<byte[]> body) throws IOException {
    requireSilence();
    gate.expectAnswer();
    return exchange(head, body);
  }

  /**
   * Asks a proxy for a tunnel. An answer that grants it has no body, whatever it says of one, and
   * nothing behind it: whoever is at the other end of the tunnel speaks when it is spoken to.
   *
   * @param head the request's, with its empty line
   * @throws IOException as of {@link #ask}
   */
  Answer connect(String head) throws IOException {
    requireSilence();
    gate.expectTunnel();
    return exchange(head, List.of());
  }

  private Answer exchange(String head, List<byte[]> body) throws IOException {
    used = true;
    IOException unsent = null;
    try {
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      for (byte[] piece : body) {
        out.write(piece);
      }
      out.flush();
    } catch (IOException e) {
      // A server may answer before it has read everything, and then close the connection.
      unsent = e;
    }
    try {
      Answer answer = answer();
      usable = unsent == null && answer.keepsConnection();
      return answer;
    } catch (HttpFault e) {
      throw e;
    } catch (HttpException e) {
      throw HttpFault.broken("malformed answer: " + e.getMessage());
    } catch (IOException e) {
      throw gate.isAnswered() ? e : new StaleException(unsent == null ? e : unsent);
    }
  }

  /**
   * What comes before its request is no answer to it. Some servers say on a connection that was not
   * used for a while that they close it (status 408).
   */
  private void requireSilence() throws IOException {
    if (gate.available() > 0) {
      if (used) {
        throw HttpFault.broken("the server sent more than its answer");
      }
      throw new StaleException(new IOException("an answer before the request"));
    }
  }

  private Answer answer() throws IOException, HttpException {
    ClassicHttpResponse head;
    do {
      head = new DefaultHttpResponseParser(LIMITS).parse(buffer, gate);
    } while (head != null && head.getCode() < FIRST_FINAL);
    if (head == null) {
      throw new IllegalStateException("the gate lets no end of the connection through");
    }
    return new Answer(head, body(), gate.head().framing() == Head.Framing.CLOSE);
  }

  private InputStream body() {
    return switch (gate.head().framing()) {
      case NONE -> InputStream.nullInputStream();
      case LENGTH -> new ContentLengthInputStream(buffer, gate, gate.head().length());
      case CHUNKS -> new ChunkedInputStream(buffer, gate, LIMITS);
      case CLOSE -> new IdentityInputStream(buffer, gate);
    };
  }

  /** What went wrong while an answer was read. */
  static HttpFault fault(IOException e) {
    return switch (e) {
      case HttpFault fault -> fault;
      case StaleException _ -> HttpFault.lost("the server closed the connection without an answer");
      default -> HttpFault.lost("reading from the server failed: " + Text.reason(e));
    };
  }
}
