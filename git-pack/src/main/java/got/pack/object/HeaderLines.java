package got.pack.object;

import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.PackException;
import java.util.Arrays;

/** The lines in front of the first blank one of a commit or tag. */
final class HeaderLines {
  private final ObjectId object;
  private final byte[] data;
  private final int size;
  private final HashAlgorithm algorithm;
  private int at;

  /**
   * @param id of the object
   */
  HeaderLines(ObjectId id, StoredObject object) {
    this.object = id;
    this.data = object.bytes();
    this.size = object.size();
    this.algorithm = id.algorithm();
  }

  /** True if the next line begins with {@code word}. */
  boolean isNext(byte[] word) {
    return size - at >= word.length
        && Arrays.equals(data, at, at + word.length, word, 0, word.length);
  }

  /**
   * The id that is the rest of the next line, which begins with {@code word}. Its digits may be of
   * either case: got-index-pack lets such objects in, as git does.
   */
  ObjectId id(byte[] word) throws PackException.Format {
    int digits = 2 * algorithm.idBytes();
    int start = at + word.length;
    if (!isNext(word) || start + digits >= size || data[start + digits] != '\n') {
      throw malformed();
    }
    at = start + digits + 1;
    try {
      return ObjectId.parse(algorithm, lowerCase(start, digits));
    } catch (BadValueException e) {
      throw malformed();
    }
  }

  private byte[] lowerCase(int start, int length) {
    byte[] hex = Arrays.copyOfRange(data, start, start + length);
    for (int i = 0; i < length; i++) {
      if (hex[i] >= 'A' && hex[i] <= 'F') {
        hex[i] = (byte) (hex[i] - 'A' + 'a');
      }
    }
    return hex;
  }

  /** Goes to the next line; false if it is blank, or there is none. */
  boolean skipLine() {
    while (at < size && data[at] != '\n') {
      at++;
    }
    at++;
    return at < size && data[at] != '\n';
  }

  /**
   * The seconds behind the last {@code >} of the next line.
   *
   * @return 0 if there are none, or too many
   */
  long seconds() {
    int end = at;
    int mail = -1;
    for (; end < size && data[end] != '\n'; end++) {
      if (data[end] == '>') {
        mail = end;
      }
    }
    if (mail < 0 || mail + 1 >= end || data[mail + 1] != ' ') {
      return 0;
    }
    long seconds = 0;
    for (int i = mail + 2; i < end && data[i] >= '0' && data[i] <= '9'; i++) {
      if (seconds > Long.MAX_VALUE / 20) {
        return 0;
      }
      seconds = 10 * seconds + data[i] - '0';
    }
    return seconds;
  }

  private PackException.Format malformed() {
    return new PackException.Format(
        PackException.NOWHERE, "malformed commit or tag " + object + " in the repository");
  }
}
