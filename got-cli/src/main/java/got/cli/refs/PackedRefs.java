package got.cli.refs;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All references of a server in little memory: the bytes of names and ids one after the other, and
 * four bytes for each place. The longest list that is allowed takes 170 MiB here; as objects it
 * would take a GiB.
 *
 * <p>HEAD is kept beside the others, which are known by their numbers.
 */
public final class PackedRefs {
  /** A reference never spans two chunks: lengths, id, name and target are less than 3 KiB. */
  private static final int CHUNK_BITS = 20;

  private static final int CHUNK = 1 << CHUNK_BITS;

  /** Bytes of a chunk before it grows. */
  private static final int FIRST = 1 << 10;

  /** Two bytes each for the lengths of name and target. */
  private static final int LENGTHS = 4;

  private final HashAlgorithm algorithm;
  private final List<byte[]> chunks = new ArrayList<>();
  private final List<RemoteRef> head = new ArrayList<>(1);
  private int[] places = new int[64];
  private int size;
  private int end;
  private int received;
  private long nameBytes;

  /**
   * @param algorithm of all ids
   */
  public PackedRefs(HashAlgorithm algorithm) {
    this.algorithm = algorithm;
  }

  /**
   * @param refs as they came
   * @throws Failure as {@link #add}
   */
  public static PackedRefs of(HashAlgorithm algorithm, List<RemoteRef> refs) throws Failure {
    PackedRefs packed = new PackedRefs(algorithm);
    for (RemoteRef ref : refs) {
      packed.add(ref);
    }
    return packed;
  }

  public HashAlgorithm algorithm() {
    return algorithm;
  }

  /** How many were added, HEAD and repeated ones too. */
  public int received() {
    return received;
  }

  /**
   * @throws Failure if the id is that of no object or of another algorithm, if HEAD was there and
   *     was another, or if a helper sends more than the limits that it has to keep to
   */
  public void add(RemoteRef ref) throws Failure {
    String target =
        switch (ref) {
          case RemoteRef.Direct direct -> targetOf(direct.id(), ref, "");
          case RemoteRef.Symbolic symbolic ->
              targetOf(symbolic.id(), ref, symbolic.target().latin1());
          case RemoteRef.Unborn unborn -> unborn.target().latin1();
        };
    nameBytes += ref.name().latin1().length() + target.length();
    if (++received > Limits.REFS || nameBytes > Limits.REF_NAME_BYTES) {
      throw Phrase.HELPER_BROKE_THE_RULES.failure("helper", "more references than allowed");
    }
    if (ref.name().equals(RefName.HEAD)) {
      if (!head.isEmpty() && !head.getFirst().equals(ref)) {
        throw twice(ref.name());
      }
      head.clear();
      head.add(ref);
      return;
    }
    switch (ref) {
      case RemoteRef.Direct direct -> put(direct.name(), direct.id(), target);
      case RemoteRef.Symbolic symbolic -> put(symbolic.name(), symbolic.id(), target);
      case RemoteRef.Unborn _ -> {
        // There is nothing to fetch, and only HEAD is of use without it.
      }
    }
  }

  private String targetOf(ObjectId id, RemoteRef ref, String target) throws Failure {
    if (id.algorithm() != algorithm) {
      throw protocol("server mixes hash algorithms: " + ref.name());
    }
    if (id.isZero()) {
      throw protocol("server sent a reference to nothing: " + ref.name());
    }
    return target;
  }

  private static Failure twice(RefName name) {
    return protocol("server sent a reference twice: " + name);
  }

  private static Failure protocol(String text) {
    return new Failure(ExitCode.SERVER, text);
  }

  private void put(RefName name, ObjectId id, String target) {
    byte[] nameText = name.bytes();
    byte[] targetText = target.getBytes(StandardCharsets.ISO_8859_1);
    int length = LENGTHS + algorithm.idBytes() + nameText.length + targetText.length;
    if (chunks.isEmpty() || end + length > chunks.size() << CHUNK_BITS) {
      end = chunks.size() << CHUNK_BITS;
      chunks.add(new byte[FIRST]);
    }
    if (size == places.length) {
      places = Arrays.copyOf(places, 2 * size);
    }
    places[size++] = end;
    int at = end & (CHUNK - 1);
    byte[] chunk = withRoomFor(at + length);
    chunk[at] = (byte) (nameText.length >> 8);
    chunk[at + 1] = (byte) nameText.length;
    chunk[at + 2] = (byte) (targetText.length >> 8);
    chunk[at + 3] = (byte) targetText.length;
    id.copyTo(chunk, at + LENGTHS);
    int text = at + LENGTHS + algorithm.idBytes();
    System.arraycopy(nameText, 0, chunk, text, nameText.length);
    System.arraycopy(targetText, 0, chunk, text + nameText.length, targetText.length);
    end += length;
  }

  /** The last chunk, which is small at first. */
  private byte[] withRoomFor(int bytes) {
    byte[] chunk = chunks.getLast();
    if (chunk.length < bytes) {
      chunk = Arrays.copyOf(chunk, Math.min(CHUNK, Math.max(bytes, 2 * chunk.length)));
      chunks.set(chunks.size() - 1, chunk);
    }
    return chunk;
  }

  /** HEAD, or nothing. */
  List<RemoteRef> head() {
    return List.copyOf(head);
  }

  /**
   * The numbers of all but HEAD in {@link RefOrder}, each name once.
   *
   * @throws Failure if a name is there twice and the two are not the same
   */
  int[] inOrder() throws Failure {
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    IntSort.sort(order, (a, b) -> compareNames(a, b, 0, true));
    int count = 0;
    for (int i = 0; i < order.length; i++) {
      if (count == 0 || compareNames(order[count - 1], order[i], 0, true) != 0) {
        order[count++] = order[i];
      } else if (!ref(order[count - 1]).equals(ref(order[i]))) {
        throw twice(name(order[i]));
      }
    }
    return Arrays.copyOf(order, count);
  }

  /** HEAD first, then the others in {@link RefOrder}; made one by one as the list is read. */
  public List<RemoteRef> listing() throws Failure {
    int[] order = inOrder();
    int first = head.size();
    return new LazyList<>(
        first + order.length, i -> i < first ? head.get(i) : ref(order[i - first]));
  }

  /** HEAD first, then the others as they came; a name may be there twice. Made likewise. */
  public List<RemoteRef> asSent() {
    int first = head.size();
    return new LazyList<>(first + size, i -> i < first ? head.get(i) : ref(i - first));
  }

  private RemoteRef ref(int number) {
    byte[] chunk = chunk(number);
    int at = at(number);
    int targetLength = ((chunk[at + 2] & 0xff) << 8) | (chunk[at + 3] & 0xff);
    RefName name = name(number);
    return targetLength == 0
        ? new RemoteRef.Direct(name, id(number))
        : new RemoteRef.Symbolic(
            name, checked(chunk, textAt(at) + nameLength(number), targetLength), id(number));
  }

  RefName name(int number) {
    return checked(chunk(number), textAt(at(number)), nameLength(number));
  }

  ObjectId id(int number) {
    return ObjectId.copyOf(algorithm, chunk(number), at(number) + LENGTHS);
  }

  int nameLength(int number) {
    byte[] chunk = chunk(number);
    int at = at(number);
    return ((chunk[at] & 0xff) << 8) | (chunk[at + 1] & 0xff);
  }

  /** Byte {@code i} of a name, as 0 to 255. */
  int nameByte(int number, int i) {
    return chunk(number)[textAt(at(number)) + i] & 0xff;
  }

  /**
   * Compares the names from byte {@code from} on.
   *
   * @param path in {@link RefOrder}; else by bytes
   */
  int compareNames(int a, int b, int from, boolean path) {
    byte[] x = chunk(a);
    byte[] y = chunk(b);
    int xEnd = textAt(at(a)) + nameLength(a);
    int yEnd = textAt(at(b)) + nameLength(b);
    int i = textAt(at(a)) + from;
    int j = textAt(at(b)) + from;
    for (; i < xEnd && j < yEnd; i++, j++) {
      if (x[i] != y[j]) {
        return RefOrder.compare(x[i] & 0xff, y[j] & 0xff, path);
      }
    }
    return Integer.compare(xEnd - i, yEnd - j);
  }

  int compareIds(int a, int b) {
    int i = at(a) + LENGTHS;
    int j = at(b) + LENGTHS;
    int length = algorithm.idBytes();
    return Arrays.compareUnsigned(chunk(a), i, i + length, chunk(b), j, j + length);
  }

  private byte[] chunk(int number) {
    return chunks.get(places[number] >>> CHUNK_BITS);
  }

  private int at(int number) {
    return places[number] & (CHUNK - 1);
  }

  private int textAt(int at) {
    return at + LENGTHS + algorithm.idBytes();
  }

  private static RefName checked(byte[] bytes, int from, int length) {
    try {
      return RefName.check(Arrays.copyOfRange(bytes, from, from + length));
    } catch (BadValueException e) {
      throw new IllegalStateException(e);
    }
  }
}
