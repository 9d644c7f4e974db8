package got.index.pack;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.DeltaBuilder;
import got.pack.ObjectType;
import got.pack.PackBuilder;
import got.pack.PackBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Makes a valid, complete pack out of a seed: bases and deltas of every type, sizes 0 and around
 * powers of 2, chains and bushes, bases before and behind their deltas, every zlib level.
 */
final class RandomPack {
  private static final int MOST_OBJECTS = 60;
  private static final int MOST_SIZE_BITS = 17;

  /** git takes no delta that is shorter. */
  private static final int SHORTEST_DELTA = 4;

  private final HashAlgorithm algorithm;
  private final Random random;
  private final List<Made> made = new ArrayList<>();
  private final Set<ObjectId> ids = new HashSet<>();

  /** How many of a hundred objects are deltas, and of these, on the object made last. */
  private final int deltas;

  private final int chained;

  private record Made(ObjectType type, byte[] content, ObjectId id, int base, byte[] delta) {}

  private RandomPack(HashAlgorithm algorithm, long seed) {
    this.algorithm = algorithm;
    this.random = new Random(seed);
    this.deltas = random.nextInt(100);
    this.chained = random.nextInt(100);
  }

  static byte[] make(HashAlgorithm algorithm, long seed) {
    RandomPack pack = new RandomPack(algorithm, seed);
    int objects = pack.random.nextInt(MOST_OBJECTS);
    for (int i = 0; i < objects; i++) {
      pack.add();
    }
    return pack.write();
  }

  private void add() {
    int last = made.size() - 1;
    boolean isDelta = last >= 0 && random.nextInt(100) < deltas;
    if (!isDelta) {
      ObjectType type = ObjectType.of(1 + random.nextInt(4));
      add(type, content(size()), -1, new byte[0]);
      return;
    }
    int base = random.nextInt(100) < chained ? last : random.nextInt(last + 1);
    addDelta(base);
  }

  private void addDelta(int base) {
    byte[] from = made.get(base).content();
    List<byte[]> parts = new ArrayList<>();
    int instructions = random.nextInt(1, 6);
    DeltaBuilder program = new DeltaBuilder(0, 0);
    for (int i = 0; i < instructions; i++) {
      if (from.length > 0 && random.nextInt(3) > 0) {
        int start = random.nextInt(from.length);
        int count = random.nextInt(Math.min(from.length - start, 0x1ffff)) + 1;
        program.copy(start, count);
        parts.add(Arrays.copyOfRange(from, start, start + count));
      } else {
        byte[] inserted = content(random.nextInt(1, 300));
        program.insert(inserted);
        parts.add(inserted);
      }
    }
    byte[] result = PackBytes.concat(parts.toArray(new byte[0][]));
    byte[] sizes = new DeltaBuilder(from.length, result.length).build();
    byte[] instructionBytes = program.build();
    byte[] delta =
        PackBytes.concat(sizes, Arrays.copyOfRange(instructionBytes, 2, instructionBytes.length));
    if (delta.length >= SHORTEST_DELTA) {
      add(made.get(base).type(), result, base, delta);
    }
  }

  private void add(ObjectType type, byte[] content, int base, byte[] delta) {
    ObjectId id = PackBytes.id(algorithm, type, content);
    if (ids.add(id)) {
      made.add(new Made(type, content, id, base, delta));
    }
  }

  private int size() {
    int power = 1 << random.nextInt(MOST_SIZE_BITS + 1);
    return random.nextInt(8) == 0 ? 0 : power + random.nextInt(-1, 2);
  }

  /** Random bytes, or some that deflate well. */
  private byte[] content(int size) {
    byte[] bytes = new byte[size];
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
    } else {
      Arrays.fill(bytes, (byte) random.nextInt());
    }
    return bytes;
  }

  private byte[] write() {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      order.add(i);
    }
    if (random.nextBoolean()) {
      Collections.shuffle(order, random);
    }
    PackBuilder pack = new PackBuilder(algorithm);
    Map<Integer, Long> offsets = new HashMap<>();
    for (int i : order) {
      offsets.put(i, write(pack, made.get(i), offsets));
    }
    return pack.build();
  }

  private long write(PackBuilder pack, Made object, Map<Integer, Long> offsets) {
    pack.level(random.nextInt(10));
    if (object.base() < 0) {
      return random.nextInt(10) > 0
          ? pack.base(object.type(), object.content())
          : padded(pack, object);
    }
    Long base = offsets.get(object.base());
    return base == null || random.nextInt(3) == 0
        ? pack.refDelta(made.get(object.base()).id(), object.delta())
        : pack.ofsDelta(base, object.delta());
  }

  /** Writes the size in one byte more than it needs, which is legal. */
  private static long padded(PackBuilder pack, Made object) {
    byte[] header = PackBytes.header(object.type().code(), object.content().length);
    header[header.length - 1] |= (byte) 0x80;
    return pack.raw(PackBytes.concat(header, new byte[1]), PackBytes.zlib(object.content(), 1));
  }
}
