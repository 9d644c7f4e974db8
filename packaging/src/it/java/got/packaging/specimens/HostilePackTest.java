package got.packaging.specimens;

import static got.packaging.specimens.SpecimenPack.BLOB;
import static got.packaging.specimens.SpecimenPack.COMMIT;
import static got.packaging.specimens.SpecimenPack.TAG;
import static got.packaging.specimens.SpecimenPack.TREE;
import static got.packaging.specimens.SpecimenPack.ascii;
import static got.packaging.specimens.SpecimenPack.copy;
import static got.packaging.specimens.SpecimenPack.delta;
import static got.packaging.specimens.SpecimenPack.insert;
import static got.packaging.specimens.SpecimenPack.zlib;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import got.packaging.support.Git;
import got.packaging.support.GotProcess;
import got.packaging.support.Measured;
import got.packaging.support.PackFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Packs as an attacker would make them, through the whole of {@code gotadmin indexpack}: each is
 * refused for its own reason, or indexed as git does, with bounded memory and time.
 */
class HostilePackTest {
  /** Of two virtual machines, for a pack of some kilobytes. */
  private static final long MEMORY_BYTES = 640L << 20;

  private static final long MILLIS = 40_000;
  private static final int MANY = 25;

  @TempDir Path work;

  @AfterEach
  void nothingRuns() throws Exception {
    GotProcess.assertNoneRuns();
  }

  private Measured index(byte[] pack, long memory, String... options) throws Exception {
    Path file = work.resolve("x.pack");
    Files.write(file, pack);
    String[] words = new String[options.length + 3];
    words[0] = "indexpack";
    words[1] = "-q";
    System.arraycopy(options, 0, words, 2, options.length);
    words[words.length - 1] = "x.pack";
    try (GotProcess got = PackFiles.launch(work).start(words)) {
      Measured seen = Measured.of(got);
      assertThat(seen.peakBytes()).as("memory").isLessThan(memory);
      assertThat(seen.millis()).as("time").isLessThan(MILLIS);
      assertThat(file).hasBinaryContent(pack);
      return seen;
    }
  }

  private void assertRefused(byte[] pack, String message, String... options) throws Exception {
    Measured seen = index(pack, MEMORY_BYTES, options);
    // Of a pack that lacks bases, a hint says where they may come from.
    int lines = message.contains("unresolved") ? 2 : 1;
    assertThat(seen.result().err()).startsWith("gotadmin: ").contains(message).hasLineCount(lines);
    assertThat(seen.result().status()).isEqualTo(6);
    assertThat(work.toFile().list()).containsExactly("x.pack");
  }

  /** And its index is that of git. */
  private void assertIndexed(byte[] pack, long memory, String... options) throws Exception {
    Measured seen = index(pack, memory, options);
    assertThat(seen.result().err()).isEmpty();
    assertThat(seen.result().status()).isZero();
    Git.run(work, "index-pack", "-o", "git.idx", "x.pack");
    assertThat(work.resolve("x.idx")).hasSameBinaryContentAs(work.resolve("git.idx"));
  }

  private static byte[] tree(String mode, String name) {
    byte[] entry = (mode + " " + name + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] tree = Arrays.copyOf(entry, entry.length + 20);
    tree[tree.length - 1] = 1;
    return tree;
  }

  private static SpecimenPack one() {
    SpecimenPack pack = new SpecimenPack();
    pack.blob("0123456789");
    return pack;
  }

  private static byte[] onBlob(byte[] delta) {
    SpecimenPack pack = one();
    pack.ofsDelta(12, delta);
    return pack.build();
  }

  private static byte[] stating(long size) {
    SpecimenPack pack = new SpecimenPack();
    pack.entry(BLOB, size, new byte[0], zlib(ascii("0123456789")));
    return pack.build();
  }

  private static byte[] stream(int... zlib) {
    SpecimenPack pack = new SpecimenPack();
    byte[] bytes = new byte[zlib.length];
    for (int i = 0; i < zlib.length; i++) {
      bytes[i] = (byte) zlib[i];
    }
    pack.entry(BLOB, 10, new byte[0], bytes);
    return pack.build();
  }

  private static byte[] object(int type, byte[] content) {
    SpecimenPack pack = new SpecimenPack();
    pack.object(type, content);
    return pack.build();
  }

  private static byte[] twice(SpecimenPack pack) {
    pack.blob("0123456789");
    return pack.build();
  }

  private static byte[] distance(int... bytes) {
    SpecimenPack pack = one();
    byte[] distance = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      distance[i] = (byte) bytes[i];
    }
    byte[] delta = delta(10, 1, insert("x"));
    pack.entry(SpecimenPack.OFS_DELTA, delta.length, distance, zlib(delta));
    return pack.build();
  }

  private static byte[] withTrailer(int bit) {
    byte[] pack = one().build();
    pack[pack.length - 1] ^= (byte) bit;
    return pack;
  }

  static Stream<Arguments> refused() {
    String bomb = "over --max-object-size";
    return Stream.of(
        arguments("not a pack", one().magic("PACk").build()),
        arguments("not a pack", SpecimenPack.signAgain(junkBefore(one().build()))),
        arguments("pack version 0 is not 2", one().version(0).build()),
        arguments("pack version 1 is not 2", one().version(1).build()),
        arguments("pack version 3 is not 2", one().version(3).build()),
        arguments("pack version 4 is not 2", one().version(4).build()),
        arguments("checksum of the pack is wrong", one().more(-1).build()),
        arguments("", one().more(1).build()),
        arguments("more than 134217728 objects", one().more(0x7ffffffe).build()),
        arguments("more than 134217728 objects", one().more(0x7fffffff).build()),
        arguments("more than 134217728 objects", one().more(-2).build()),
        arguments("checksum of the pack is wrong", withTrailer(1)),
        arguments("checksum of the pack is wrong", one().junk(1, 2, 3).build()),
        arguments("bytes behind the end of the pack", Arrays.copyOf(one().build(), 100)),
        arguments("pack ends early", new byte[0]),
        arguments("unknown object type 0", object(0, ascii("x"))),
        arguments("unknown object type 5", object(5, ascii("x"))),
        arguments("object is longer than stated", stating(0)),
        arguments("object is longer than stated", stating(9)),
        arguments("object is shorter than stated", stating(11)),
        arguments(bomb, stating(1L << 40)),
        arguments(bomb, stating(1L << 50)),
        arguments("corrupt zlib stream", stream(1, 2, 3, 4, 5, 6, 7, 8)),
        arguments("corrupt zlib stream", object(badAdler())),
        arguments("unknown object type 0", object(longerStream())),
        arguments("corrupt zlib stream (dictionary wanted)", stream(0x78, 0xbb, 0, 0, 0, 1, 3)),
        arguments("delta is its own base", distance(0)),
        arguments("base of a delta lies before the pack", distance(0x80, 0x40)),
        arguments(
            "base of a delta lies before the pack",
            distance(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f)),
        arguments("base of a delta is not the start of an entry", distance(3)),
        arguments("delta is for a base of another size", onBlob(delta(11, 1, insert("x")))),
        arguments("delta produces less than stated", onBlob(delta(10, 2, insert("x")))),
        arguments("delta produces more than stated", onBlob(delta(10, 0, insert("x")))),
        arguments("delta copies from beyond its base", onBlob(delta(10, 4, copy(7, 4)))),
        arguments("delta copies from beyond its base", onBlob(delta(10, 4, copy(-1, 4)))),
        arguments("delta holds the reserved instruction 0", onBlob(delta(10, 0, new byte[3]))),
        arguments("delta is cut off", onBlob(new byte[0])),
        arguments("delta is cut off", onBlob(delta(10, 9, new byte[] {9, 1, 2}))),
        arguments(bomb, onBlob(delta(10, 1L << 50, copy(0, 4)))),
        arguments("delta is cut off", onBlob(new byte[] {10, 1, (byte) 0x91})),
        arguments("delta produces more than stated", onBlob(delta(10, 4, copy(0, 4), copy(0, 1)))),
        arguments("object appears twice", twice(one())),
        arguments("object appears twice", deltaAndBase()),
        arguments("object appears twice", twoDeltas()),
        arguments("2 unresolved deltas", circle(2)),
        arguments("", object(COMMIT, ascii("no commit"))),
        arguments("", object(TAG, ascii("no tag"))),
        arguments("", object(TREE, ascii("no tree"))),
        arguments("", object(TREE, tree("100644", ".git"))),
        arguments("", object(TREE, tree("100644", ".GIT"))),
        arguments("", object(TREE, tree("100644", "git~1"))),
        arguments("", object(TREE, tree("100644", ".g\u200cit"))),
        arguments("", object(TREE, tree("40000", ".."))),
        arguments("", object(TREE, tree("40000", "."))),
        arguments("", object(TREE, tree("100644", "/x"))),
        arguments("", object(TREE, tree("100644", ""))));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void brokenPackIsRefusedForItsReason(String message, byte[] pack) throws Exception {
    assertRefused(pack, message);
  }

  /** What git says of every flip and every cut: MutationTest. */
  @Test
  void flippedBitsAndCutsThatAreSignedAgainLeaveNothing() throws Exception {
    SpecimenPack small = one();
    small.ofsDelta(12, delta(10, 12, copy(0, 10), insert("xy")));
    byte[] good = small.build();
    Random random = new Random(6);
    for (int i = 0; i < MANY; i++) {
      byte[] bad = good.clone();
      int bit = random.nextInt(8 * (good.length - 20));
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      Measured flipped = index(SpecimenPack.signAgain(bad), MEMORY_BYTES);
      assertThat(flipped.result().status()).as("bit " + bit).isIn(0, 6);
      Files.deleteIfExists(work.resolve("x.idx"));
      int length = random.nextInt(good.length - 20);
      assertRefused(SpecimenPack.sign(Arrays.copyOf(good, length)), "");
    }
  }

  @Test
  void thousandRefDeltasInACircleAreUnresolved() throws Exception {
    assertRefused(circle(1000), "1000 unresolved deltas");
  }

  private static byte[] circle(int count) {
    SpecimenPack pack = new SpecimenPack();
    for (int i = 0; i < count; i++) {
      byte[] next = SpecimenPack.sha1(ascii("object " + (i + 1) % count));
      pack.refDelta(next, delta(10, 11, copy(0, 10), insert("x")));
    }
    return pack.build();
  }

  /** A delta that makes what is there whole too. */
  private static byte[] deltaAndBase() {
    SpecimenPack pack = one();
    pack.blob("01234");
    pack.ofsDelta(12, delta(10, 5, copy(0, 5)));
    return pack.build();
  }

  private static byte[] twoDeltas() {
    SpecimenPack pack = one();
    pack.ofsDelta(12, delta(10, 5, copy(0, 5)));
    pack.ofsDelta(12, delta(10, 5, copy(0, 4), insert("4")));
    return pack.build();
  }

  private static byte[] junkBefore(byte[] pack) {
    byte[] longer = new byte[pack.length + 1];
    System.arraycopy(pack, 0, longer, 1, pack.length);
    return longer;
  }

  private static byte[] badAdler() {
    byte[] zlib = zlib(ascii("0123456789"));
    zlib[zlib.length - 1] ^= 1;
    return zlib;
  }

  private static byte[] longerStream() {
    byte[] zlib = zlib(ascii("0123456789"));
    return Arrays.copyOf(zlib, zlib.length + 1);
  }

  /** A blob of ten bytes, and another behind it. */
  private static byte[] object(byte[] zlib) {
    SpecimenPack pack = new SpecimenPack();
    pack.entry(BLOB, 10, new byte[0], zlib);
    return twice(pack);
  }

  @Test
  void chainOfFiftyThousandIsIndexed() throws Exception {
    SpecimenPack pack = new SpecimenPack();
    int last = pack.blob("0123456789");
    for (int i = 0; i < 50_000; i++) {
      last = pack.ofsDelta(last, delta(10, 10, copy(0, 2), insert("%08d".formatted(i))));
    }
    assertIndexed(pack.build(), MEMORY_BYTES);
  }

  @Test
  void hundredThousandDeltasOnOneBaseAreIndexed() throws Exception {
    SpecimenPack pack = new SpecimenPack();
    int base = pack.blob("0123456789");
    for (int i = 0; i < 100_000; i++) {
      pack.ofsDelta(base, delta(10, 10, copy(0, 2), insert("%08d".formatted(i))));
    }
    assertIndexed(pack.build(), MEMORY_BYTES);
  }

  /** Whoever looks each base up as it is wanted inflates 200 MB each time. */
  @Test
  void deltasOnTwoLargeBasesByTurnsAreIndexed() throws Exception {
    int size = 200_000_000;
    SpecimenPack pack = new SpecimenPack();
    byte[] content = new byte[size];
    int one = pack.object(BLOB, content);
    content[0] = 1;
    int other = pack.object(BLOB, content);
    for (int i = 0; i < 200; i++) {
      int base = i % 2 == 0 ? one : other;
      pack.ofsDelta(base, delta(size, 18, copy(i, 10), insert("%08d".formatted(i))));
    }
    assertIndexed(pack.build(), 2L << 30);
  }

  /** Whoever drops the base because it is over a budget inflates 33 MiB for each small delta. */
  @Test
  void smallDeltasWithDeltasOnALargeBaseAreIndexedInLittleMemory() throws Exception {
    int size = 33 << 20;
    SpecimenPack pack = new SpecimenPack();
    int base = pack.object(BLOB, new byte[size]);
    for (int i = 0; i < 230; i++) {
      int small = pack.ofsDelta(base, delta(size, 18, copy(0, 10), insert("%08d".formatted(i))));
      pack.ofsDelta(small, delta(18, 19, copy(0, 18), insert("x")));
    }
    assertThat(pack.build()).hasSizeLessThan(45 << 10);
    assertIndexed(pack.build(), MEMORY_BYTES);
  }

  /** Each object of the chain takes an array; only two are in use at one time. */
  @Test
  void chainOfLargeRefDeltasIsIndexedInLittleMemory() throws Exception {
    int size = 17 << 20;
    byte[] content = new byte[size];
    byte[] noise = new byte[4 << 20];
    new Random(7).nextBytes(noise);
    System.arraycopy(noise, 0, content, 0, noise.length);
    SpecimenPack pack = new SpecimenPack();
    pack.object(BLOB, content);
    byte[] most = copy(0, 0xffffff);
    byte[] rest = copy(0xffffff, size - 8 - 0xffffff);
    for (int i = 0; i < 224; i++) {
      byte[] id = SpecimenPack.id("blob", content);
      String tail = "%08d".formatted(i);
      System.arraycopy(ascii(tail), 0, content, size - 8, 8);
      pack.refDelta(id, delta(size, size, most, rest, insert(tail)));
    }
    assertIndexed(pack.build(), MEMORY_BYTES);
  }

  /** Three objects on top of one another, so that the one below is dropped, on a long chain. */
  @Test
  void largeObjectsThatAreBuiltAgainCountAsGrowth() throws Exception {
    int size = 17 << 20;
    SpecimenPack pack = new SpecimenPack();
    int chain = pack.object(BLOB, new byte[size]);
    for (int i = 0; i < 8; i++) {
      chain = large(pack, chain, size, i);
    }
    for (int i = 0; i < 4; i++) {
      int middle = large(pack, chain, size, 100 + i);
      for (int j = 0; j < 2; j++) {
        int top = large(pack, middle, size, 200 + 2 * i + j);
        pack.ofsDelta(top, delta(size, 10, copy(0, 2), insert("%06d0a".formatted(2 * i + j))));
        pack.ofsDelta(top, delta(size, 10, copy(0, 2), insert("%06d0b".formatted(2 * i + j))));
      }
    }
    assertRefused(pack.build(), "over --max-growth");
  }

  private static int large(SpecimenPack pack, int base, int size, int number) {
    byte[] most = copy(0, 0xffffff);
    byte[] rest = copy(0xffffff, size - 8 - 0xffffff);
    return pack.ofsDelta(base, delta(size, size, most, rest, insert("%08d".formatted(number))));
  }

  @Test
  void bombOfZerosIsIndexedInLittleMemory() throws Exception {
    byte[] pack = object(BLOB, new byte[100_000_000]);
    assertThat(pack).hasSizeLessThan(110_000);
    assertIndexed(pack, MEMORY_BYTES);
  }

  @Test
  void bombBehindASmallSizeIsRefused() throws Exception {
    SpecimenPack pack = new SpecimenPack();
    pack.entry(BLOB, 5, new byte[0], zlib(new byte[100_000_000]));
    assertRefused(pack.build(), "object is longer than stated");
  }

  @Test
  void bombOfADeltaIsRefusedBeforeItGoesOff() throws Exception {
    int size = 1 << 20;
    SpecimenPack pack = new SpecimenPack();
    int base = pack.object(BLOB, new byte[size]);
    byte[][] copies = new byte[1024][];
    Arrays.fill(copies, copy(0, size));
    pack.ofsDelta(base, delta(size, 1L << 30, copies));
    assertThat(pack.build()).hasSizeLessThan(2000);
    assertRefused(pack.build(), "over --max-growth");
  }

  @Test
  void bombOfManyDeltasIsRefused() throws Exception {
    int size = 1 << 20;
    SpecimenPack pack = new SpecimenPack();
    int base = pack.object(BLOB, new byte[size]);
    for (int i = 0; i < 1000; i++) {
      pack.ofsDelta(base, delta(size, size, copy(0, size - 8), insert("%08d".formatted(i))));
    }
    byte[] bytes = pack.build();
    assertRefused(bytes, "over --max-growth");
    assertRefused(bytes, "over --max-object-size", "--max-object-size", "1023K");
    assertRefused(bytes, "over --max-pack-size", "--max-pack-size", "10K");
    assertIndexed(bytes, 2 * MEMORY_BYTES, "--max-growth", "0");
  }
}
