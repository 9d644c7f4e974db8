package got.pkt;

import got.ipc.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One packet: four hexadecimal digits of length, which count themselves, and a payload.
 *
 * <p>Lengths 0 to 2 are signals without payload; {@link Delim} and {@link ResponseEnd} exist in
 * protocol version 2 only. Sources: gitprotocol-common(5), gitprotocol-v2(5).
 */
public sealed interface PktLine {
  /** Bytes of the longest packet, with its length digits. */
  int MAX_LENGTH = Limits.PACKET;

  /** Bytes of the length digits. */
  int HEADER = 4;

  /** For error messages; bytes of the server are in it as they came. */
  String describe();

  /** {@code 0000}: the end of a message. */
  record Flush() implements PktLine {
    @Override
    public String describe() {
      return "a flush packet";
    }
  }

  /** {@code 0001}: the end of a section. */
  record Delim() implements PktLine {
    @Override
    public String describe() {
      return "a delimiter packet";
    }
  }

  /** {@code 0002}: the end of a response of a stateless connection. */
  record ResponseEnd() implements PktLine {
    @Override
    public String describe() {
      return "a response-end packet";
    }
  }

  /**
   * A payload of 0 to 65,516 bytes. A view of the reader's buffer: valid until the next packet is
   * read.
   */
  final class Data implements PktLine {
    private final byte[] buffer;
    private final int offset;
    private final int length;

    Data(byte[] buffer, int offset, int length) {
      this.buffer = buffer;
      this.offset = offset;
      this.length = length;
    }

    /** Bytes of the payload. */
    public int length() {
      return length;
    }

    /** The first byte of the payload, which must have one, as 0 to 255. */
    public int first() {
      return buffer[offset] & 0xff;
    }

    /** The payload as text, one byte per char, without its line feed if it ends in one. */
    public String line() {
      int end = length > 0 && buffer[offset + length - 1] == '\n' ? length - 1 : length;
      return new String(buffer, offset, end, StandardCharsets.ISO_8859_1);
    }

    /**
     * What is behind the first {@code skip} bytes, decoded for people, without the blanks and
     * control characters at its end: git itself ends some of its errors in a line feed and a NUL.
     */
    public String words(int skip) {
      int end = length;
      while (end > skip && buffer[offset + end - 1] >= 0 && buffer[offset + end - 1] <= ' ') {
        end--;
      }
      return new String(buffer, offset + skip, end - skip, StandardCharsets.UTF_8);
    }

    /** True if the payload begins with the ASCII text {@code prefix}. */
    boolean startsWith(String prefix) {
      if (length < prefix.length()) {
        return false;
      }
      for (int i = 0; i < prefix.length(); i++) {
        if (buffer[offset + i] != prefix.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    /** Passes on what is behind the first {@code skip} bytes, without copying it. */
    void writeTo(ByteSink sink, int skip) throws IOException {
      sink.write(buffer, offset + skip, length - skip);
    }

    @Override
    public String describe() {
      return "'" + ProtocolException.quote(words(0)) + "'";
    }
  }
}
