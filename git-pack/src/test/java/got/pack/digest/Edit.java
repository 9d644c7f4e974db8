package got.pack.digest;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/** Makes an object from its base as a delta does, and keeps the record of its copies. */
final class Edit {
  final Copies copies = new Copies();
  private final byte[] base;
  private final ByteArrayOutputStream result = new ByteArrayOutputStream();

  Edit(byte[] base) {
    this.base = base;
  }

  byte[] result() {
    return result.toByteArray();
  }

  void copy(int from, int count) {
    copies.add(from, result.size(), count);
    result.write(base, from, count);
  }

  void insert(byte[] bytes) {
    result.write(bytes, 0, bytes.length);
  }

  /** Copies all but {@code gone} bytes at {@code at}, in whose place {@code bytes} come. */
  void replace(int at, int gone, byte[] bytes) {
    copy(0, at);
    insert(bytes);
    copy(at + gone, base.length - at - gone);
  }

  /** One of all the things that deltas do; with {@code special} bytes among what they insert. */
  static Edit random(byte[] base, byte[] special, int headerLength, Random random) {
    Edit edit = new Edit(base);
    int at = random.nextInt(base.length + 1);
    int gone = random.nextInt(Math.min(base.length - at, 200) + 1);
    byte[] bytes = random.nextBoolean() ? special : Messages.random(random, random.nextInt(100));
    switch (random.nextInt(8)) {
      case 0 -> edit.replace(at, gone, Messages.random(random, gone));
      case 1 -> edit.replace(at, 0, bytes);
      case 2 -> edit.replace(at, gone, new byte[0]);
      case 3 -> edit.copy(0, base.length);
      case 4 -> {
        // In place, and where blocks begin.
        int aligned = Math.max(0, (at & -64) - headerLength);
        int room = Math.min(special.length, base.length - aligned);
        edit.replace(aligned, room, Arrays.copyOf(special, room));
      }
      case 5 -> {
        // Blocks change places, and come twice.
        for (int i = random.nextInt(60); i > 0; i--) {
          int from = random.nextInt(base.length + 1);
          from = random.nextInt(3) == 0 ? from : Math.max(0, (from & -64) - headerLength);
          int most = Math.min(base.length - from, 1 << random.nextInt(12));
          int count = random.nextInt(most + 1);
          edit.copy(from, random.nextBoolean() ? count : count & -64);
        }
      }
      case 6 -> {
        // A shift and later its undoing.
        int later = at + random.nextInt(base.length - at + 1);
        byte[] added = Messages.random(random, random.nextInt(100));
        int less = Math.min(added.length, base.length - later);
        edit.copy(0, at);
        edit.insert(added);
        edit.copy(at, later - at);
        edit.copy(later + less, base.length - later - less);
      }
      default -> {
        // All copied, in many pieces.
        for (int done = 0; done < base.length; ) {
          int count = 1 + random.nextInt(Math.min(base.length - done, 500));
          edit.copy(done, count);
          done += count;
        }
      }
    }
    return edit;
  }
}
