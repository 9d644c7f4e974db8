package got.packaging.bench;

import got.pack.PackBytes;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.Deflater;

/**
 * Writes a pack to a stream, entry by entry, and keeps nothing of it. Source: gitformat-pack(5).
 *
 * <p>Closing writes the trailer and closes the stream.
 */
final class PackWriter implements Closeable {
  private static final int OFS_DELTA = 6;

  private final OutputStream out;
  private final MessageDigest trailer = sha1();
  private final MessageDigest ids = sha1();
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
  private final byte[] piece = new byte[64 * 1024];
  private final int stated;
  private long offset;
  private int entries;

  enum Type {
    COMMIT(1, "commit"),
    TREE(2, "tree"),
    BLOB(3, "blob");

    /** The number in an entry's header. */
    private final int code;

    /** What an object's id covers. */
    private final String word;

    Type(int code, String word) {
      this.code = code;
      this.word = word;
    }
  }

  /** An object and where its entry starts in the pack. */
  record Written(Type type, byte[] content, byte[] id, long offset) {}

  /** The bytes of an object that is too large to be held. */
  @FunctionalInterface
  interface Content {
    /** Gives the next {@code count} bytes, at the beginning of {@code target}. */
    void next(byte[] target, int count);
  }

  /**
   * @param objects that will be written, exactly
   */
  PackWriter(OutputStream out, int objects) throws IOException {
    this.out = out;
    this.stated = objects;
    put(ByteBuffer.allocate(12).put(ascii("PACK")).putInt(2).putInt(objects).array());
  }

  /** Adds an object as it is. */
  Written whole(Type type, byte[] content) throws IOException {
    long start = beginEntry(type.code, content.length);
    deflate(content);
    return new Written(type, content, id(type, content), start);
  }

  /** Adds an object as a delta: what both begin and end with is copied, the rest inserted. */
  Written delta(Written base, byte[] content) throws IOException {
    byte[] program = program(base.content(), content);
    long start = beginEntry(OFS_DELTA, program.length);
    put(PackBytes.distance(start - base.offset()));
    deflate(program);
    return new Written(base.type(), content, id(base.type(), content), start);
  }

  /**
   * Adds a blob of any size.
   *
   * @param level of its zlib stream; 0 stores
   * @return its id
   */
  byte[] blob(long size, int level, Content content) throws IOException {
    beginEntry(Type.BLOB.code, size);
    ids.update(ascii("blob " + size + "\0"));
    Deflater own = new Deflater(level);
    try {
      deflate(own, size, content);
    } finally {
      own.end();
    }
    return ids.digest();
  }

  private void deflate(Deflater own, long size, Content content) throws IOException {
    byte[] source = new byte[64 * 1024];
    for (long left = size; left > 0; ) {
      int count = (int) Math.min(left, source.length);
      content.next(source, count);
      ids.update(source, 0, count);
      own.setInput(source, 0, count);
      left -= count;
      if (left == 0) {
        own.finish();
      }
      drain(own);
    }
  }

  @Override
  public void close() throws IOException {
    try (out) {
      if (entries != stated) {
        throw new IllegalStateException(entries + " objects written, not " + stated);
      }
      out.write(trailer.digest());
    } finally {
      deflater.end();
    }
  }

  private long beginEntry(int type, long size) throws IOException {
    entries++;
    long start = offset;
    put(PackBytes.header(type, size));
    return start;
  }

  private void deflate(byte[] content) throws IOException {
    deflater.reset();
    deflater.setInput(content);
    deflater.finish();
    drain(deflater);
  }

  /** Writes what the deflater gives until it wants more, or has finished. */
  private void drain(Deflater full) throws IOException {
    while (!full.finished()) {
      int count = full.deflate(piece);
      if (count == 0 && full.needsInput()) {
        return;
      }
      put(piece, count);
    }
  }

  private byte[] id(Type type, byte[] content) {
    ids.update(ascii(type.word + " " + content.length + "\0"));
    return ids.digest(content);
  }

  private void put(byte[] bytes) throws IOException {
    put(bytes, bytes.length);
  }

  private void put(byte[] bytes, int count) throws IOException {
    trailer.update(bytes, 0, count);
    out.write(bytes, 0, count);
    offset += count;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] program(byte[] base, byte[] content) {
    int shorter = Math.min(base.length, content.length);
    int head = 0;
    while (head < shorter && base[head] == content[head]) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && base[base.length - 1 - tail] == content[content.length - 1 - tail]) {
      tail++;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(PackBytes.deltaSize(base.length));
    out.writeBytes(PackBytes.deltaSize(content.length));
    putCopy(out, 0, head);
    for (int at = head; at < content.length - tail; ) {
      int count = Math.min(0x7f, content.length - tail - at);
      out.write(count);
      out.write(content, at, count);
      at += count;
    }
    putCopy(out, base.length - tail, tail);
    return out.toByteArray();
  }

  /** One instruction with two bytes each for offset and size. */
  private static void putCopy(ByteArrayOutputStream out, int from, int count) {
    if (from > 0xffff || count > 0xffff) {
      throw new IllegalArgumentException("too large for a delta made here");
    }
    if (count > 0) {
      out.write(0x80 | 0x01 | 0x02 | 0x10 | 0x20);
      out.write(from);
      out.write(from >>> 8);
      out.write(count);
      out.write(count >>> 8);
    }
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
