package got.http;

import got.fuzz.Allocation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Reads an answer of a server's, first by itself, then as the first one of a session.
 *
 * <p>It is taken if {@link StrictAnswer} takes it, with the same status and body, whether it comes
 * at once or byte by byte; otherwise it is an error of the server's. Only an {@link IOException}
 * may come out. Memory: {@link #MOST_MEMORY}, and {@link #MEMORY_PER_BYTE} for each byte.
 */
public final class AnswerFuzz {
  /** Of a buffer of the library's, which takes an answer at once. */
  private static final int LONGEST = 1 << 14;

  private static final long MOST_MEMORY = 512 << 10;
  private static final long MEMORY_PER_BYTE = 512;

  private AnswerFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    accepts(input);
  }

  static boolean accepts(byte[] input) throws Exception {
    if (input.length > LONGEST) {
      return false;
    }
    long most = MOST_MEMORY + MEMORY_PER_BYTE * input.length;
    String text = new String(input, StandardCharsets.ISO_8859_1);
    Optional<StrictAnswer> expected = StrictAnswer.of(text);
    Optional<StrictAnswer> found = Allocation.within(most, () -> read(input, LONGEST));
    require(found.equals(expected), expected + " is read as " + found);
    if (expected.isPresent()) {
      Optional<StrictAnswer> slow = read(input, 1);
      require(slow.equals(expected), expected + " is read byte by byte as " + slow);
    }
    Conversation.Outcome outcome =
        Conversation.with(List.of(text + AnsweringServer.CLOSE, GitText.LISTED, GitText.FETCHED));
    require(outcome.isTheServers(), outcome.words());
    if (outcome.report().isEmpty() && outcome.left() == 0) {
      require(expected.isPresent(), "taken: " + text);
    }
    return expected.isPresent();
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  /**
   * @param most bytes that come together
   * @return nothing if it is refused
   */
  private static Optional<StrictAnswer> read(byte[] input, int most) {
    ByteArrayInputStream in =
        new ByteArrayInputStream(input) {
          @Override
          public synchronized int read(byte[] buffer, int offset, int length) {
            return super.read(buffer, offset, Math.min(most, length));
          }
        };
    HttpConnection connection =
        new HttpConnection(GitText.later(in), OutputStream.nullOutputStream());
    try {
      Answer answer = connection.ask("GET / HTTP/1.1\r\n\r\n", List.of());
      String body = new String(answer.body().readAllBytes(), StandardCharsets.ISO_8859_1);
      return Optional.of(new StrictAnswer(answer.status(), body));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
