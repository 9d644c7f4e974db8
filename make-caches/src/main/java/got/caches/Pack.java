package got.caches;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;

/** A pack of SHA-1 objects that grows by one entry after the other. Source: gitformat-pack(5). */
final class Pack {
  /** Where the number of objects is, in 4 bytes. */
  private static final int COUNT_AT = 8;

  private static final int OFS_DELTA = 6;
  private static final int REF_DELTA = 7;

  /** Bytes that one instruction of a delta inserts at most. */
  private static final int LONGEST_INSERT = 0x7f;

  /** Bytes that git copies at most by one instruction. */
  private static final int LONGEST_COPY = 0x10000;

  /** Deltas one on top of the other: as many as git makes. */
  private static final int CHAIN = 50;

  private static final int ID = 20;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Deflater deflater = new Deflater();
  private int count;

  Pack() {
    out.writeBytes(ascii("PACK"));
    out.writeBytes(new byte[] {0, 0, 0, 2, 0, 0, 0, 0});
  }

  enum Type {
    COMMIT(1),
    TREE(2),
    BLOB(3),
    TAG(4);

    final int code;

    Type(int code) {
      this.code = code;
    }
  }

  /** An object that is in a pack. */
  record Written(Pack in, byte[] id, byte[] content, long offset, int depth) {
    String hex() {
      return HexFormat.of().formatHex(id);
    }
  }

  /**
   * @param base what the object is written as a delta of, if it is there and its chain not full;
   *     one of another pack makes this one thin
   */
  Written write(Type type, byte[] content, List<Written> base) {
    long offset = out.size();
    int depth = 0;
    count++;
    if (base.isEmpty() || base.getFirst().depth() == CHAIN) {
      header(type.code, content.length);
      deflate(content);
    } else {
      byte[] program = program(base.getFirst().content(), content);
      depth = base.getFirst().depth() + 1;
      if (base.getFirst().in() == this) {
        header(OFS_DELTA, program.length);
        distance(offset - base.getFirst().offset());
      } else {
        header(REF_DELTA, program.length);
        out.writeBytes(base.getFirst().id());
      }
      deflate(program);
    }
    MessageDigest sha1 = sha1();
    sha1.update(ascii(type.name().toLowerCase(Locale.ROOT) + " " + content.length));
    sha1.update((byte) 0);
    return new Written(this, sha1.digest(content), content, offset, depth);
  }

  private void header(int code, int size) {
    int rest = size >>> 4;
    out.write((rest != 0 ? 0x80 : 0) | (code << 4) | (size & 0xf));
    for (; rest != 0; rest >>>= 7) {
      out.write((rest > 0x7f ? 0x80 : 0) | (rest & 0x7f));
    }
  }

  private void distance(long distance) {
    byte[] reversed = new byte[10];
    int n = 0;
    reversed[n++] = (byte) (distance & 0x7f);
    for (long rest = distance >>> 7; rest != 0; rest >>>= 7) {
      rest--;
      reversed[n++] = (byte) (0x80 | (rest & 0x7f));
    }
    while (n > 0) {
      out.write(reversed[--n]);
    }
  }

  private void deflate(byte[] content) {
    deflater.reset();
    deflater.setInput(content);
    deflater.finish();
    byte[] buffer = new byte[4096];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
  }

  /** Copies what both begin and end with, and lines of what is between; inserts the rest. */
  private static byte[] program(byte[] from, byte[] to) {
    int shorter = Math.min(from.length, to.length);
    int prefix = 0;
    while (prefix < shorter && from[prefix] == to[prefix]) {
      prefix++;
    }
    int suffix = 0;
    while (suffix < shorter - prefix
        && from[from.length - 1 - suffix] == to[to.length - 1 - suffix]) {
      suffix++;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    size(out, from.length);
    size(out, to.length);
    copy(out, 0, prefix);
    Map<ByteBuffer, Integer> lines = lines(from, prefix, from.length - suffix);
    int end = to.length - suffix;
    int inserted = prefix;
    int copied = 0;
    int copyLength = 0;
    for (int i = prefix; i < end; ) {
      int next = lineEnd(to, i, end);
      Integer known = lines.get(ByteBuffer.wrap(to, i, next - i));
      if (known == null || (copyLength != 0 && known != copied + copyLength)) {
        copy(out, copied, copyLength);
        copyLength = 0;
      }
      if (known != null) {
        insert(out, to, inserted, i);
        copied = copyLength == 0 ? known : copied;
        copyLength += next - i;
        inserted = next;
      }
      i = next;
    }
    copy(out, copied, copyLength);
    insert(out, to, inserted, end);
    copy(out, from.length - suffix, suffix);
    return out.toByteArray();
  }

  private static Map<ByteBuffer, Integer> lines(byte[] from, int start, int end) {
    Map<ByteBuffer, Integer> lines = new HashMap<>();
    for (int i = start; i < end; ) {
      int next = lineEnd(from, i, end);
      lines.put(ByteBuffer.wrap(from, i, next - i), i);
      i = next;
    }
    return lines;
  }

  private static int lineEnd(byte[] text, int start, int end) {
    int i = start;
    while (i < end && text[i] != '\n') {
      i++;
    }
    return Math.min(i + 1, end);
  }

  private static void insert(ByteArrayOutputStream out, byte[] to, int start, int end) {
    for (int i = start; i < end; i += LONGEST_INSERT) {
      int length = Math.min(LONGEST_INSERT, end - i);
      out.write(length);
      out.write(to, i, length);
    }
  }

  private static void size(ByteArrayOutputStream out, int size) {
    int rest = size;
    for (; rest > 0x7f; rest >>>= 7) {
      out.write(0x80 | (rest & 0x7f));
    }
    out.write(rest);
  }

  private static void copy(ByteArrayOutputStream out, int offset, int length) {
    for (int at = 0; at < length; at += LONGEST_COPY) {
      copyOnce(out, offset + at, Math.min(LONGEST_COPY, length - at));
    }
  }

  /** Bytes that are 0 are left out, and so is the longest length. */
  private static void copyOnce(ByteArrayOutputStream out, int offset, int length) {
    ByteArrayOutputStream operands = new ByteArrayOutputStream();
    int which = 0x80;
    for (int i = 0; i < 6; i++) {
      int operand = (i < 4 ? offset >>> (8 * i) : length >>> (8 * (i - 4))) & 0xff;
      if (operand != 0) {
        which |= 1 << i;
        operands.write(operand);
      }
    }
    out.write(which);
    out.writeBytes(operands.toByteArray());
  }

  byte[] finished() {
    out.writeBytes(new byte[ID]);
    byte[] all = out.toByteArray();
    ByteBuffer.wrap(all).putInt(COUNT_AT, count);
    MessageDigest sha1 = sha1();
    sha1.update(all, 0, all.length - ID);
    System.arraycopy(sha1.digest(), 0, all, all.length - ID, ID);
    return all;
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
