package got.pack.object;

import got.pack.Garbage;
import got.pack.ObjectType;
import got.pack.PackException;
import got.pack.Scratch;
import got.pack.inflate.ByteInput;
import got.pack.inflate.ZlibFormatException;
import got.pack.inflate.ZlibReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads the file of a loose object: one zlib stream of the type's name, a space, the size in
 * decimal, NUL, and the content. Memory grows with what was inflated. Source:
 * gitrepository-layout(5), "objects".
 */
public final class LooseReader extends ByteInput {
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int FIRST_BYTES = 8 * 1024;
  private static final int LONGEST_HEADER = 32;

  private final InputStream in;

  private final Garbage garbage;

  private LooseReader(InputStream in, Garbage garbage) {
    super(BUFFER_BYTES);
    this.in = in;
    this.garbage = garbage;
  }

  /**
   * Reads an object.
   *
   * @param file read to the end of the object, not closed
   * @param garbage is told of each array
   * @throws PackException.Format if it is no loose object, or not as long as it states
   */
  public static StoredObject read(InputStream file, Garbage garbage)
      throws IOException, PackException {
    return new LooseReader(file, garbage).read();
  }

  private StoredObject read() throws IOException, PackException {
    ZlibReader zlib = new ZlibReader(this);
    byte[] target = new byte[FIRST_BYTES + ZlibReader.SLACK];
    zlib.begin(0);
    int n = inflate(zlib, target, 0);
    int header = headerEnd(target, n);
    String[] words = new String(target, 0, header, StandardCharsets.ISO_8859_1).split(" ", -1);
    if (words.length != 2 || !words[1].matches("0|[1-9][0-9]{0,17}")) {
      throw malformed();
    }
    ObjectType type = type(words[0]);
    long size = Long.parseLong(words[1]);
    long whole = size + header + 1;
    if (whole > Scratch.MOST_BYTES) {
      throw new PackException.Limit(Scratch.MOST_BYTES, "object of " + size + " bytes");
    }
    while (!zlib.finished() && n <= whole) {
      int longer = (int) Math.min(2L * target.length, whole + 2L * ZlibReader.SLACK);
      garbage.making(longer);
      target = Arrays.copyOf(target, longer);
      int before = n;
      n = inflate(zlib, target, n);
      if (n == before && !zlib.finished()) {
        break;
      }
    }
    if (n != whole || !zlib.finished()) {
      throw new PackException.Format(
          PackException.NOWHERE, "loose object is not as long as it states");
    }
    garbage.making(size);
    return new StoredObject(type, Arrays.copyOfRange(target, header + 1, n), (int) size);
  }

  private static int inflate(ZlibReader zlib, byte[] target, int at)
      throws IOException, PackException.Format {
    try {
      return zlib.inflate(target, at);
    } catch (ZlibFormatException e) {
      throw new PackException.Format(
          PackException.NOWHERE, "corrupt loose object (" + e.reason() + ")");
    }
  }

  private static int headerEnd(byte[] target, int n) throws PackException.Format {
    for (int i = 0; i < Math.min(n, LONGEST_HEADER); i++) {
      if (target[i] == 0) {
        return i;
      }
    }
    throw malformed();
  }

  private static ObjectType type(String word) throws PackException.Format {
    for (ObjectType type : ObjectType.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(word)) {
        return type;
      }
    }
    throw malformed();
  }

  private static PackException.Format malformed() {
    return new PackException.Format(PackException.NOWHERE, "malformed header of a loose object");
  }

  @Override
  protected boolean refill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(bytes, 0, bytes.length));
    return end > 0;
  }
}
