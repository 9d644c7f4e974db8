package got.packaging.bench;

import static got.packaging.bench.PackWriter.ascii;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.Deflater;

/**
 * Makes packs that are too large to be kept anywhere; the same each time, in little memory.
 *
 * <ul>
 *   <li>{@code objects COUNT FILE}: a history, as {@link LongHistory} makes it
 *   <li>{@code blob BYTES FILE}: one blob, which deflates to about two thirds
 *   <li>{@code wide BYTES FILE}: stored blobs of 4 and 32 MiB that do not deflate, at least as many
 *       bytes of them, a tree and a commit over them, and at the end a delta on the first object
 * </ul>
 */
public final class LargePack {
  private static final int SMALLER = 4 << 20;
  private static final int LARGER = 32 << 20;
  private static final long SEED = 20260701;

  private final SplittableRandom random = new SplittableRandom(SEED);

  private LargePack() {}

  public static void main(String[] args) throws IOException {
    long number = Long.parseLong(args[1]);
    Path file = Path.of(args[2]);
    switch (args[0]) {
      case "objects" -> history(Math.toIntExact(number), file);
      case "blob" -> blob(number, file);
      case "wide" -> wide(number, file);
      default -> throw new IllegalArgumentException("objects, blob or wide, not " + args[0]);
    }
  }

  /**
   * @param objects rounded down to whole commits
   */
  static void history(int objects, Path file) throws IOException {
    int commits = objects / LongHistory.OBJECTS_PER_COMMIT;
    try (PackWriter pack = new PackWriter(create(file), commits * LongHistory.OBJECTS_PER_COMMIT)) {
      new LongHistory(pack).write(commits);
    }
  }

  /** Lines of words out of a small vocabulary. */
  static void blob(long bytes, Path file) throws IOException {
    byte[] text = new LargePack().text(1 << 20);
    SplittableRandom random = new SplittableRandom(SEED);
    try (PackWriter pack = new PackWriter(create(file), 1)) {
      pack.blob(
          bytes,
          Deflater.BEST_SPEED,
          (target, count) -> {
            for (int at = 0; at < count; ) {
              int run = Math.min(count - at, random.nextInt(20, 200));
              System.arraycopy(text, random.nextInt(text.length - run), target, at, run);
              at += run;
            }
          });
    }
  }

  static void wide(long bytes, Path file) throws IOException {
    int pairs = Math.toIntExact(Math.ceilDiv(bytes, SMALLER + LARGER));
    try (PackWriter pack = new PackWriter(create(file), 2 * pairs + 4)) {
      new LargePack().wide(pack, pairs);
    }
  }

  private void wide(PackWriter pack, int pairs) throws IOException {
    PackWriter.Written first = pack.whole(PackWriter.Type.BLOB, text(2000));
    ByteArrayOutputStream tree = new ByteArrayOutputStream();
    addFile(tree, "a", first.id());
    for (int i = 0; i < 2 * pairs; i++) {
      byte[] id = pack.blob(i % 2 == 0 ? SMALLER : LARGER, 0, this::noise);
      addFile(tree, String.format(Locale.ROOT, "b%06d", i), id);
    }
    byte[] changed = first.content().clone();
    changed[changed.length / 2] ^= 1;
    addFile(tree, "c", pack.delta(first, changed).id());
    byte[] root = pack.whole(PackWriter.Type.TREE, tree.toByteArray()).id();
    pack.whole(PackWriter.Type.COMMIT, LongHistory.commit(root, new byte[0], 0));
  }

  private static void addFile(ByteArrayOutputStream tree, String name, byte[] id) {
    tree.writeBytes(ascii("100644 " + name + "\0"));
    tree.writeBytes(id);
  }

  private void noise(byte[] target, int count) {
    ByteBuffer buffer = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.position() < count) {
      buffer.putLong(random.nextLong());
    }
  }

  private byte[] text(int length) {
    return text(random, length);
  }

  /** Words of two to nine lower-case letters and line ends. */
  static byte[] text(SplittableRandom random, int length) {
    byte[] text = new byte[length];
    for (int at = 0; at < length; ) {
      int end = Math.min(length - 1, at + random.nextInt(2, 10));
      while (at < end) {
        text[at++] = (byte) random.nextInt('a', 'z' + 1);
      }
      text[at++] = (byte) (random.nextInt(8) == 0 ? '\n' : ' ');
    }
    return text;
  }

  private static OutputStream create(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
  }
}
