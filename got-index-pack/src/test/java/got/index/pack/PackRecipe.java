package got.index.pack;

import got.ipc.HashAlgorithm;
import got.pack.ObjectType;
import got.pack.PackBuilder;
import got.pack.PackBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a pack of any bytes, with zlib streams and a count that are right.
 *
 * <p>Each entry begins with a byte: its type in three bits, and one that lets it state a wrong
 * size, which is the next byte then. For an ofs-delta follows how many entries before it its base
 * is, or else how many bytes, for a ref-delta which base object of the pack, or else any id. Last
 * come a byte of length and the content, that of a delta as it is.
 */
final class PackRecipe {
  private static final int TYPE = 7;
  private static final int WRONG_SIZE = 8;

  private final HashAlgorithm algorithm;
  private final ByteBuffer in;
  private final PackBuilder pack;
  private final List<Long> offsets = new ArrayList<>();
  private final List<byte[]> ids = new ArrayList<>();

  private PackRecipe(HashAlgorithm algorithm, byte[] recipe) {
    this.algorithm = algorithm;
    this.in = ByteBuffer.wrap(recipe);
    this.pack = new PackBuilder(algorithm);
  }

  /** The pack without its trailer. */
  static byte[] unsigned(HashAlgorithm algorithm, byte[] recipe) {
    PackRecipe maker = new PackRecipe(algorithm, recipe);
    // A ref-delta may come before its base: the ids are known the second time.
    maker.addAll();
    PackRecipe again = new PackRecipe(algorithm, recipe);
    again.ids.addAll(maker.ids);
    again.addAll();
    return again.pack.buildUnsigned();
  }

  private void addAll() {
    while (in.hasRemaining()) {
      add(next());
    }
  }

  private int next() {
    return in.hasRemaining() ? in.get() & 0xff : 0;
  }

  private void add(int first) {
    int type = first & TYPE;
    int difference = (first & WRONG_SIZE) == 0 ? 0 : (byte) next();
    byte[] base = {};
    if (type == PackBytes.OFS_DELTA) {
      int back = next();
      boolean isEntry = back > 0 && back <= offsets.size();
      long distance = isEntry ? pack.offset() - offsets.get(offsets.size() - back) : back;
      base = PackBytes.distance(distance);
    } else if (type == PackBytes.REF_DELTA) {
      base = id(next());
    }
    byte[] content = new byte[Math.min(next(), in.remaining())];
    in.get(content);
    if (type >= 1 && type <= 4) {
      ids.add(PackBytes.binary(PackBytes.id(algorithm, ObjectType.of(type), content)));
    }
    offsets.add(pack.offset());
    pack.raw(
        PackBytes.concat(PackBytes.header(type, Math.max(0, content.length + difference)), base),
        PackBytes.zlib(content, 1));
  }

  private byte[] id(int which) {
    if (which < ids.size()) {
      return ids.get(which);
    }
    byte[] id = new byte[algorithm.idBytes()];
    Arrays.fill(id, (byte) which);
    return id;
  }
}
