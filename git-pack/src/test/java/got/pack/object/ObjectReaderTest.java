package got.pack.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.DeltaBuilder;
import got.pack.Garbage;
import got.pack.ObjectType;
import got.pack.PackBuilder;
import got.pack.PackBytes;
import got.pack.PackException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ObjectReaderTest {
  private static final byte[] A = PackBytes.ascii("an object");
  private static final ObjectId NAME = blob(PackBytes.ascii("a name"));
  private static final byte[] B = PackBytes.ascii(" and more");

  private static final Garbage GARBAGE = new Garbage(Garbage.FREE_BYTES);

  @TempDir Path directory;
  private long made;
  private final PackBuilder pack = PackBuilder.sha1();
  private final Map<ObjectId, Long> offsets = new HashMap<>();

  private StoredObject read(long offset) throws Exception {
    Path file = directory.resolve("pack");
    Files.write(file, pack.build());
    try (FileChannel channel = FileChannel.open(file)) {
      ObjectReader reader = reader();
      Bases bases = id -> offsets.getOrDefault(id, -1L);
      StoredObject object = reader.read(channel, offset, bases);
      assertThat(reader.type(channel, offset, bases)).isEqualTo(object.type());
      assertThat(content(reader.read(channel, offset, bases))).isEqualTo(content(object));
      return object;
    }
  }

  /** Counts in {@link #made}. */
  private ObjectReader reader() {
    return new ObjectReader(HashAlgorithm.SHA1, 0x1234_5678_9abcL, n -> made += n, GARBAGE);
  }

  private static byte[] content(StoredObject object) {
    return Arrays.copyOf(object.bytes(), object.size());
  }

  private static ObjectId blob(byte[] content) {
    return PackBytes.id(HashAlgorithm.SHA1, ObjectType.BLOB, content);
  }

  private void refused(long offset, String why) {
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(() -> read(offset))
        .withMessageContaining(why);
  }

  @Test
  void aChainOfBothKindsOfDeltaIsApplied() throws Exception {
    long base = pack.base(ObjectType.TREE, A);
    offsets.put(blob(A), base);
    long middle = pack.refDelta(blob(A), DeltaBuilder.append(A.length, B));
    long top = pack.ofsDelta(middle, DeltaBuilder.append(A.length + B.length, A));
    StoredObject object = read(top);
    assertThat(object.type()).isEqualTo(ObjectType.TREE);
    assertThat(content(object)).isEqualTo(PackBytes.concat(A, B, A));
    assertThat(content(read(base))).isEqualTo(A);
  }

  @Test
  void aDeepChainIsNoRecursion() throws Exception {
    long at = pack.base(ObjectType.BLOB, A);
    for (int i = 0; i < 20_000; i++) {
      at = pack.ofsDelta(at, DeltaBuilder.insertOnly(A.length, A));
    }
    assertThat(content(read(at))).isEqualTo(A);
  }

  /**
   * A base and deltas each of which changes the last four bytes.
   *
   * @return the offset of each object, which ends in its number
   */
  private List<Long> chain(int objects, int bytes) {
    List<Long> entries = new ArrayList<>();
    byte[] base = new byte[bytes];
    entries.add(pack.base(ObjectType.BLOB, base));
    for (int i = 1; i < objects; i++) {
      byte[] delta =
          new DeltaBuilder(bytes, bytes).copyAll(0, bytes - 4).insert(PackBytes.int32(i)).build();
      entries.add(pack.ofsDelta(entries.getLast(), delta));
    }
    return entries;
  }

  private static List<Integer> numbers(int count, String order) {
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    switch (order) {
      case "downwards" -> Collections.reverse(numbers);
      case "in any order" -> Collections.shuffle(numbers, new Random(1));
      default -> {}
    }
    return numbers;
  }

  @ParameterizedTest
  @ValueSource(strings = {"upwards", "downwards", "in any order"})
  void theTypesOfAChainTakeAFewHeadersEach(String order) throws Exception {
    int objects = 30_000;
    List<Long> entries = chain(objects, 8);
    Path file = Files.write(directory.resolve("pack"), pack.build());
    try (FileChannel channel = FileChannel.open(file)) {
      ObjectReader reader = reader();
      for (int i : numbers(objects, order)) {
        assertThat(reader.type(channel, entries.get(i), _ -> -1)).isEqualTo(ObjectType.BLOB);
      }
    }
    assertThat(made / ObjectReader.ENTRY_BYTES).isBetween((long) objects, 3L * objects);
  }

  @ParameterizedTest
  @CsvSource({
    "upwards, 300, 1200000, 1.1",
    "downwards, 300, 1200000, 6",
    "upwards, 20000, 4000, 4",
    "downwards, 20000, 4000, 15",
    "upwards, 40000, 8, 6",
    "downwards, 40000, 8, 15",
    "downwards, 150000, 100, 15"
  })
  void theObjectsOfAChainTakeAFewTimesTheirBytes(String order, int objects, int bytes, double times)
      throws Exception {
    List<Long> entries = chain(objects, bytes);
    Path file = Files.write(directory.resolve("pack"), pack.build());
    try (FileChannel channel = FileChannel.open(file)) {
      ObjectReader reader = reader();
      for (int i : numbers(objects, order)) {
        StoredObject object = reader.read(channel, entries.get(i), _ -> -1);
        assertThat(object.size()).isEqualTo(bytes);
        assertThat(ByteBuffer.wrap(object.bytes()).getInt(bytes - 4)).isEqualTo(i);
      }
    }
    long once = (long) objects * (bytes + ObjectReader.ENTRY_BYTES);
    assertThat((double) made / once).isBetween(1.0, times);
  }

  @Test
  void aCycleEnds() {
    long first = pack.refDelta(blob(B), DeltaBuilder.insertOnly(A.length, A));
    offsets.put(blob(A), first);
    offsets.put(blob(B), pack.refDelta(blob(A), DeltaBuilder.insertOnly(A.length, A)));
    refused(first, "chain of deltas does not end");
  }

  /** Circles of any length, and ways of any length into one. */
  @Test
  void everyCycleEnds() throws Exception {
    for (int length = 2; length < 12; length++) {
      PackBuilder circle = PackBuilder.sha1();
      Map<ObjectId, Long> places = new HashMap<>();
      List<Long> entries = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        byte[] name = {(byte) ((i + 1) % length)};
        entries.add(circle.refDelta(blob(name), DeltaBuilder.insertOnly(A.length, A)));
        places.put(blob(new byte[] {(byte) i}), entries.getLast());
      }
      for (int i = 0; i < 12; i++) {
        entries.add(circle.ofsDelta(entries.getLast(), DeltaBuilder.insertOnly(A.length, A)));
      }
      Path file = Files.write(directory.resolve("circle"), circle.build());
      try (FileChannel channel = FileChannel.open(file)) {
        for (long entry : entries) {
          made = 0;
          assertThatExceptionOfType(PackException.Format.class)
              .isThrownBy(() -> reader().type(channel, entry, id -> places.getOrDefault(id, -1L)))
              .withMessageContaining("chain of deltas does not end");
          assertThat(made / ObjectReader.ENTRY_BYTES).isLessThan(4L * entries.size());
        }
      }
    }
  }

  /** got-index-pack has no limit either: what it let in must not lock the repository. */
  @Test
  void aChainMayBeLongerThanGitMakesAny() throws Exception {
    List<Long> entries = chain(100_000, 8);
    assertThat(ByteBuffer.wrap(read(entries.getLast()).bytes()).getInt(4)).isEqualTo(99_999);
  }

  @Test
  void aBaseThatIsNotInThePackIsRefused() {
    refused(pack.refDelta(blob(B), DeltaBuilder.insertOnly(9, A)), "base of a delta is not in");
  }

  @Test
  void aBaseOfAnotherSizeIsRefused() {
    long base = pack.base(ObjectType.BLOB, A);
    refused(pack.ofsDelta(base, DeltaBuilder.append(A.length + 1, B)), "base of another size");
  }

  @Test
  void aStatedSizeIsNotBelieved() {
    refused(pack.base(ObjectType.BLOB, A, 1L << 30), "cannot hold what it states");
    refused(pack.base(ObjectType.BLOB, A, A.length + 1), "not as long as it states");
    refused(pack.base(ObjectType.BLOB, A, A.length - 1), "not as long as it states");
  }

  @Test
  void aCommitIsTakenApart() throws Exception {
    String tree = "abcdef12".repeat(5);
    String parent = "2".repeat(40);
    String text =
        "tree "
            + tree
            + "\nparent "
            + parent
            + "\nparent "
            + tree
            + "\nauthor A <a@b> 1 +0000\ncommitter C> <c@d> 1700000000 +0100\n\ncommitter x> 7\n";
    String upperCase = text.replace(tree, tree.toUpperCase(Locale.ROOT));
    CommitFields commit = CommitFields.of(NAME, commit(text));
    assertThat(commit.tree()).hasToString(tree);
    assertThat(commit.parents()).map(ObjectId::toString).containsExactly(parent, tree);
    assertThat(commit.seconds()).isEqualTo(1_700_000_000);
    assertThat(CommitFields.of(NAME, commit(upperCase))).isEqualTo(commit);
    String none = "tree " + tree + "\nauthor A <a@b> 1 +0000\n\ncommitter <x> 7\n";
    assertThat(CommitFields.of(NAME, commit(none)).seconds()).isZero();
    for (String bad :
        new String[] {
          "",
          "tree",
          "tree " + parent,
          "tree 12\n",
          "parent " + tree,
          "tree g" + "0".repeat(39) + "\n"
        }) {
      assertThatExceptionOfType(PackException.Format.class)
          .isThrownBy(() -> CommitFields.of(NAME, commit(bad)))
          .withMessage("malformed commit or tag " + NAME + " in the repository");
    }
  }

  @Test
  void aTreeIsTakenApart() throws Exception {
    byte[] id = new byte[20];
    Arrays.fill(id, (byte) 0x33);
    byte[] tree =
        PackBytes.concat(
            PackBytes.ascii("40000 dir\0"),
            id,
            PackBytes.ascii("100644 f\0"),
            id,
            PackBytes.ascii("160000 sub\0"),
            id);
    TreeEntries entries =
        new TreeEntries(NAME, new StoredObject(ObjectType.TREE, tree, tree.length));
    assertThat(entries.next() && entries.isTree() && !entries.isGitlink()).isTrue();
    assertThat(entries.id()).hasToString("33".repeat(20));
    assertThat(entries.next() && !entries.isTree() && !entries.isGitlink()).isTrue();
    assertThat(entries.next() && entries.isGitlink()).isTrue();
    assertThat(entries.next()).isFalse();
    for (String mode : new String[] {"00100644", "0".repeat(5000) + "100755"}) {
      byte[] padded = PackBytes.concat(PackBytes.ascii(mode + " f\0"), id);
      TreeEntries file =
          new TreeEntries(NAME, new StoredObject(ObjectType.TREE, padded, padded.length));
      assertThat(file.next() && !file.isTree() && !file.isGitlink()).isTrue();
      assertThat(file.next()).isFalse();
    }
    for (String mode : new String[] {"", "8", "10000000", "777777777777777"}) {
      byte[] odd = PackBytes.concat(PackBytes.ascii(mode + " f\0"), id);
      TreeEntries file = new TreeEntries(NAME, new StoredObject(ObjectType.TREE, odd, odd.length));
      assertThatExceptionOfType(PackException.Format.class)
          .as(mode)
          .isThrownBy(file::next)
          .withMessage("malformed tree " + NAME + " in the repository");
    }
    for (int length = 1; length < 30; length++) {
      TreeEntries cut = new TreeEntries(NAME, new StoredObject(ObjectType.TREE, tree, length));
      assertThatExceptionOfType(PackException.Format.class).isThrownBy(cut::next);
    }
  }

  private static StoredObject commit(String text) {
    byte[] content = PackBytes.ascii(text);
    return new StoredObject(ObjectType.COMMIT, content, content.length);
  }
}
