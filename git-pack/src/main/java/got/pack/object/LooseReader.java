package got.pack.object;

import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.pack.Garbage;
import got.pack.ObjectType;
import got.pack.PackException;
import got.pack.Scratch;
import got.pack.digest.CollisionException;
import got.pack.digest.Digests;
import got.pack.digest.ObjectDigest;
import got.pack.inflate.ByteInput;
import got.pack.inflate.ZlibFormatException;
import got.pack.inflate.ZlibReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of loose objects, one after the other: each is one zlib stream of the type's
 * name, a space, the size in decimal, NUL, and the content. That is what the object's id covers, so
 * the id is computed on the way: nobody else has looked whether a file has what its name says.
 * Memory grows with what was inflated, and not at all if the content is not wanted. Source:
 * gitrepository-layout(5), "objects".
 */
public final class LooseReader extends ByteInput {
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int PIECE_BYTES = 32 * 1024;
  private static final int LONGEST_HEADER = 32;

  private final HashAlgorithm algorithm;
  private final Garbage garbage;
  private final Runnable touched;
  private final ObjectDigest digest;

  @SuppressWarnings("this-escape") // kept, and not used before the first stream
  private final ZlibReader zlib = new ZlibReader(this);

  private final byte[] window = new byte[ZlibReader.HISTORY + PIECE_BYTES + ZlibReader.SLACK];

  // Of the object that is read.
  private InputStream in = InputStream.nullInputStream();
  private ObjectId id;
  private long fileBytes;

  /**
   * @param garbage is told of each array
   * @param touched is called for each piece of a large object
   */
  public LooseReader(HashAlgorithm algorithm, Garbage garbage, Runnable touched) {
    super(BUFFER_BYTES);
    this.algorithm = algorithm;
    this.garbage = garbage;
    this.touched = touched;
    this.digest = Digests.forObjects(algorithm);
    this.id = ObjectId.copyOf(algorithm, new byte[algorithm.idBytes()], 0);
  }

  /**
   * Reads an object.
   *
   * @param file read to the end of the object, not closed
   * @param whole with its content, whatever it is; otherwise with that of a commit, tree or tag of
   *     at most {@link Limits#STRUCTURE_BYTES}
   * @throws PackException.Format if it is no loose object, or not as long as it states, or another
   *     one than {@code id}
   * @throws PackException.Collision if it is half of a collision
   * @throws PackException.Limit if it is to be kept, and no array is so long
   */
  public LooseObject read(InputStream file, ObjectId id, boolean whole)
      throws IOException, PackException {
    this.in = file;
    this.id = id;
    at = 0;
    end = 0;
    fileBytes = 0;
    digest.reset();
    try {
      return read(whole);
    } finally {
      this.in = InputStream.nullInputStream();
    }
  }

  private LooseObject read(boolean whole) throws IOException, PackException {
    zlib.begin(0);
    int n = inflate(window, 0);
    int header = headerEnd(n);
    String[] words = new String(window, 0, header, StandardCharsets.ISO_8859_1).split(" ", -1);
    if (words.length != 2 || !words[1].matches("0|[1-9][0-9]{0,17}")) {
      throw malformed();
    }
    ObjectType type = type(words[0]);
    long size = Long.parseLong(words[1]);
    boolean isSmall = type != ObjectType.BLOB && size <= Limits.STRUCTURE_BYTES;
    @Nullable StoredObject content = null;
    if (whole || isSmall) {
      content = keep(type, header + 1, size, n);
    } else {
      pass(header + 1 + size, n);
    }
    requireId();
    return new LooseObject(type, size, fileBytes, content);
  }

  /**
   * Inflates the rest of an object.
   *
   * @param start of its content
   * @param came how much of it is in the window
   */
  private StoredObject keep(ObjectType type, int start, long size, int came)
      throws IOException, PackException {
    long stated = start + size;
    if (stated > Scratch.MOST_BYTES) {
      throw new PackException.Limit(Scratch.MOST_BYTES, "object " + id + " of " + size + " bytes");
    }
    byte[] target = window;
    int n = came;
    while (!zlib.finished() && n <= stated) {
      touched.run();
      int longer = (int) Math.min(2L * target.length, stated + ZlibReader.SLACK);
      garbage.making(longer);
      target = Arrays.copyOf(target, longer);
      n = inflate(target, n);
    }
    requireSize(n, stated);
    digest.update(target, 0, n);
    garbage.making(size);
    return new StoredObject(type, Arrays.copyOfRange(target, start, n), (int) size);
  }

  /**
   * Inflates the rest of an object, and keeps nothing.
   *
   * @param stated bytes, with the header
   * @param came how much of it is in the window
   */
  private void pass(long stated, int came) throws IOException, PackException {
    long all = came;
    int n = came;
    digest.update(window, 0, n);
    while (!zlib.finished() && all <= stated) {
      touched.run();
      int past = Math.max(0, n - ZlibReader.HISTORY);
      System.arraycopy(window, past, window, 0, n - past);
      zlib.moved(past);
      int start = n - past;
      n = inflate(window, start);
      digest.update(window, start, n - start);
      all += n - start;
    }
    requireSize(all, stated);
  }

  private void requireSize(long came, long stated) throws PackException.Format {
    if (came != stated || !zlib.finished()) {
      throw format("loose object " + id + " is not as long as it states");
    }
  }

  private void requireId() throws PackException {
    byte[] computed = new byte[algorithm.idBytes()];
    try {
      digest.digest(computed, 0);
    } catch (CollisionException e) {
      throw new PackException.Collision(PackException.NOWHERE, e.sha1());
    }
    if (!ObjectId.copyOf(algorithm, computed, 0).equals(id)) {
      throw format("loose object " + id + " has another object's content");
    }
  }

  private int inflate(byte[] target, int at) throws IOException, PackException.Format {
    try {
      return zlib.inflate(target, at);
    } catch (ZlibFormatException e) {
      throw format("corrupt loose object " + id + " (" + e.reason() + ")");
    }
  }

  private int headerEnd(int n) throws PackException.Format {
    for (int i = 0; i < Math.min(n, LONGEST_HEADER); i++) {
      if (window[i] == 0) {
        return i;
      }
    }
    throw malformed();
  }

  private ObjectType type(String word) throws PackException.Format {
    for (ObjectType type : ObjectType.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(word)) {
        return type;
      }
    }
    throw malformed();
  }

  private PackException.Format malformed() {
    return format("malformed header of loose object " + id);
  }

  private static PackException.Format format(String reason) {
    return new PackException.Format(PackException.NOWHERE, reason);
  }

  @Override
  protected boolean refill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(bytes, 0, bytes.length));
    fileBytes += end;
    return end > 0;
  }
}
