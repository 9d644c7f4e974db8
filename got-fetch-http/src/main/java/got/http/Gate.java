package got.http;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lets through one answer of HTTP/1.1 after another, if each byte of head and framing is as it has
 * to be.
 *
 * <p>What servers and programs between us read differently could make one of them take a part of a
 * body for an answer of its own, so that everything doubtful ends the conversation: two lengths, a
 * length beside chunks, a bare line feed, a folded line, a sign before a number. The end of the
 * connection is an error, except in a body that nothing else ends. A byte that nobody waits for is
 * an error too. Source: RFC 9112, 2.2, 5, 6 and 7.1.
 */
final class Gate extends FilterInputStream {
  /** Bytes of a line of a head, of a chunk's length, or of a trailer. */
  static final int LINE = 8192;

  /** Lines of a head or of a trailer. */
  static final int LINES = 100;

  /** Answers that only announce another one. */
  static final int ANNOUNCEMENTS = 8;

  /** What the length of a chunk may take. */
  private static final int PLAIN_CHUNK = 16;

  /** Bytes that chunks may have beside that, in one answer: nobody makes anything of them. */
  static final int EXTENSIONS = 1 << 16;

  private enum State {
    IDLE,
    HEAD,
    FIXED,
    CHUNK_LENGTH,
    CHUNK,
    CHUNK_END,
    TRAILER,
    UNTIL_CLOSE
  }

  private final byte[] line = new byte[LINE];
  private int lineLength;
  private boolean afterCr;
  private State state = State.IDLE;
  private boolean tunnel;
  private Head head = new Head(false);
  private int announcements;
  private int trailers;
  private int extensions;
  private long left;
  private boolean answered;

  Gate(InputStream in) {
    super(in);
  }

  /** A request was sent: one answer may come. */
  void expectAnswer() {
    expect(false);
  }

  /** A proxy was asked for a tunnel: one answer may come. */
  void expectTunnel() {
    expect(true);
  }

  private void expect(boolean aTunnel) {
    if (state != State.IDLE) {
      throw new IllegalStateException("an answer is not read to its end");
    }
    tunnel = aTunnel;
    state = State.HEAD;
    head = new Head(tunnel);
    announcements = 0;
    extensions = 0;
    answered = false;
  }

  /** True once a byte has come since {@link #expectAnswer}. */
  boolean isAnswered() {
    return answered;
  }

  /** The head that came last, whole. */
  Head head() {
    return head;
  }

  /** True if the answer was read to its end, and the connection is free for another request. */
  boolean isIdle() {
    return state == State.IDLE;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int n = read(one, 0, 1);
    return n < 0 ? n : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = in.read(buffer, offset, length);
    if (n < 0) {
      requireEnd();
      return n;
    }
    answered = answered || n > 0;
    int at = offset;
    int end = offset + n;
    while (at < end) {
      at = pass(buffer, at, end);
    }
    return n;
  }

  /** An answer is judged once; nothing of it is left out. */
  @Override
  public long skip(long n) {
    throw new IllegalStateException("nothing is skipped");
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void requireEnd() throws IOException {
    switch (state) {
      case IDLE, UNTIL_CLOSE -> state = State.IDLE;
      case HEAD -> {
        if (!answered) {
          throw new EOFException("closed without an answer");
        }
        throw HttpFault.lost("the server closed the connection inside the head");
      }
      case FIXED, CHUNK_LENGTH, CHUNK, CHUNK_END, TRAILER ->
          throw HttpFault.lost("the server closed the connection inside its answer");
    }
  }

  /** Judges some bytes and returns where the next one is. */
  private int pass(byte[] buffer, int at, int end) throws HttpFault {
    return switch (state) {
      case IDLE -> throw HttpFault.broken("the server sent more than its answer");
      case UNTIL_CLOSE -> end;
      case FIXED, CHUNK -> {
        int count = (int) Math.min(left, end - at);
        left -= count;
        if (left == 0) {
          state = state == State.FIXED ? State.IDLE : State.CHUNK_END;
        }
        yield at + count;
      }
      case HEAD, CHUNK_LENGTH, CHUNK_END, TRAILER -> {
        if (isAtBeginning() && !Beginning.isRight(lineLength, buffer[at])) {
          throw Beginning.fault(seen(buffer, at, end));
        }
        add(buffer[at]);
        yield at + 1;
      }
    };
  }

  private boolean isAtBeginning() {
    return state == State.HEAD && head.lines() == 0;
  }

  /** What of a line came before, and what came with the byte that is wrong in it. */
  private byte[] seen(byte[] buffer, int at, int end) {
    int more = Math.min(end - at, LINE);
    byte[] seen = Arrays.copyOf(line, lineLength + more);
    System.arraycopy(buffer, at, seen, lineLength, more);
    return seen;
  }

  private void add(byte b) throws HttpFault {
    if (afterCr) {
      if (b != '\n') {
        throw HttpFault.broken("a carriage return inside a line of the answer");
      }
      afterCr = false;
      String text = new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
      lineLength = 0;
      end(text);
    } else if (b == '\r') {
      afterCr = true;
    } else if (b == '\n') {
      throw HttpFault.broken("a bare line feed in the answer");
    } else if (lineLength == LINE) {
      throw HttpFault.broken("a line of more than " + LINE + " bytes in the answer");
    } else {
      line[lineLength++] = b;
    }
  }

  private void end(String text) throws HttpFault {
    if (state == State.HEAD) {
      head(text);
    } else if (state == State.CHUNK_LENGTH) {
      left = Head.chunkLength(text);
      extensions += text.length();
      extensions -= Math.min(text.length(), PLAIN_CHUNK);
      if (extensions > EXTENSIONS) {
        throw HttpFault.broken("more than " + EXTENSIONS + " bytes of extensions of chunks");
      }
      trailers = 0;
      state = left == 0 ? State.TRAILER : State.CHUNK;
    } else if (state == State.CHUNK_END) {
      if (!text.isEmpty()) {
        throw HttpFault.broken("a chunk that is longer than it says");
      }
      state = State.CHUNK_LENGTH;
    } else if (text.isEmpty()) {
      state = State.IDLE;
    } else {
      Head.requireHeader(text);
      trailers++;
      if (trailers > LINES) {
        throw tooManyLines();
      }
    }
  }

  private static HttpFault tooManyLines() {
    return HttpFault.broken("more than " + LINES + " lines in the head of the answer");
  }

  private void head(String text) throws HttpFault {
    if (!text.isEmpty()) {
      if (head.lines() > LINES) {
        throw tooManyLines();
      }
      head.add(text);
      return;
    }
    head.end();
    if (head.isAnnouncement()) {
      announcements++;
      if (announcements > ANNOUNCEMENTS) {
        throw HttpFault.broken("more than " + ANNOUNCEMENTS + " announcements of an answer");
      }
      head = new Head(tunnel);
      return;
    }
    switch (head.framing()) {
      case NONE -> state = State.IDLE;
      case LENGTH -> {
        left = head.length();
        state = left == 0 ? State.IDLE : State.FIXED;
      }
      case CHUNKS -> state = State.CHUNK_LENGTH;
      case CLOSE -> state = State.UNTIL_CLOSE;
    }
  }
}
