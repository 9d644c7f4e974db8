package got.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A server that is a list of answers, in the tests' own thread: the next one can be read once the
 * next request was written, over whatever connection. When there are no more, the server closes.
 */
final class AnsweringServer {
  /** In an answer: the connection ends there. */
  static final String CLOSE = "\u0100";

  /** In an answer: the connection is reset there. */
  static final String RESET = "\u0101";

  private final Deque<String> answers;
  private final List<String> requests = new ArrayList<>();

  AnsweringServer(List<String> answers) {
    this.answers = new ArrayDeque<>(answers);
  }

  /** What was written so far, request by request. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** Answers that nobody has asked for so far. */
  int left() {
    return answers.size();
  }

  /** A connection to it, over which something comes before anybody asks. */
  Wire connectToWhoSays(String words) {
    Connection connection = new Connection();
    connection.answer = words;
    return new Wire(connection.in, connection.out, () -> {});
  }

  /** A connection to it. */
  Wire connect() {
    Connection connection = new Connection();
    return new Wire(connection.in, connection.out, () -> {});
  }

  private final class Connection {
    private final StringBuilder request = new StringBuilder();
    private String answer = "";
    private int at;

    final InputStream in =
        new InputStream() {
          @Override
          public int available() {
            return answer.startsWith(CLOSE, at) ? 0 : answer.length() - at;
          }

          @Override
          public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            if (at == answer.length() || answer.startsWith(CLOSE, at)) {
              return -1;
            }
            if (answer.startsWith(RESET, at)) {
              throw new IOException("Connection reset by peer");
            }
            int n = 0;
            while (n < length && at < answer.length() && answer.charAt(at) < CLOSE.charAt(0)) {
              buffer[offset + n++] = (byte) answer.charAt(at++);
            }
            return n;
          }
        };

    final OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            request.append((char) (b & 0xff));
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            request.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
          }

          @Override
          public void flush() {
            requests.add(request.toString());
            request.setLength(0);
            boolean ended = answer.startsWith(CLOSE, at) || answer.startsWith(RESET, at);
            if (!ended) {
              answer = answer.substring(at) + (answers.isEmpty() ? CLOSE : answers.remove());
              at = 0;
            }
          }
        };
  }
}
