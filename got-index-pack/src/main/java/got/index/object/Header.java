package got.index.object;

import java.nio.charset.StandardCharsets;

/** Reads the lines in front of the first blank one of a commit or tag. Reused. */
final class Header {
  private byte[] data = {};
  private int at;

  /** Behind the LF of the last line. */
  private int end;

  private boolean hasNul;

  static byte[] word(String ascii) {
    return ascii.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Finds the header's end: a blank line, or the end of an object that has no message.
   *
   * @throws ObjectFormatException if the last line has no LF
   */
  void open(byte[] data, int start, int size) throws ObjectFormatException {
    this.data = data;
    at = start;
    end = start + size;
    hasNul = false;
    for (int i = start; i < end; i++) {
      if (data[i] == '\n' && i + 1 < end && data[i + 1] == '\n') {
        end = i + 1;
      } else if (data[i] == 0) {
        hasNul = true;
      }
    }
    if (size == 0 || data[end - 1] != '\n') {
      throw new ObjectFormatException("header is cut off");
    }
  }

  int end() {
    return end;
  }

  boolean hasNul() {
    return hasNul;
  }

  /** Steps over the word if the rest of the header begins with it. */
  boolean skip(byte[] word) {
    if (word.length > end - at) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (data[at + i] != word[i]) {
        return false;
      }
    }
    at += word.length;
    return true;
  }

  /**
   * Reads an id in hexadecimal and the end of its line.
   *
   * @return false if there is something else
   */
  boolean readId(byte[] target, int idBytes) {
    if (2 * idBytes >= end - at || data[at + 2 * idBytes] != '\n') {
      return false;
    }
    for (int i = 0; i < idBytes; i++) {
      int value = digit(data[at + 2 * i]) << 4 | digit(data[at + 2 * i + 1]);
      if (value < 0) {
        return false;
      }
      target[i] = (byte) value;
    }
    at += 2 * idBytes + 1;
    return true;
  }

  /** Of either case, as git reads it; negative if it is none. */
  private static int digit(byte b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    int lower = b | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  /** Start of what is left of the line. */
  int at() {
    return at;
  }

  /** Steps over the line's LF, and returns its offset. */
  int endLine() {
    int lineEnd = at;
    while (data[lineEnd] != '\n') {
      lineEnd++;
    }
    at = lineEnd + 1;
    return lineEnd;
  }
}
