package got.index.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.index.object.Inspection;
import got.index.object.SkipList;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.PackLimits;
import got.pack.Delta;
import got.pack.DeltaBuilder;
import got.pack.ObjectType;
import got.pack.PackBuilder;
import got.pack.PackBytes;
import got.pack.PackException;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each limit of a pack lets its last value pass, and nothing beyond. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PackLimitsTest {
  private static final byte[] A = PackBytes.ascii("0123456789");
  private static final long PLENTY = 1L << 40;

  @TempDir Path directory;

  private final PackBuilder pack = PackBuilder.sha1();

  private ThrowingCallable analysing(PackLimits limits) {
    return () -> new Analyser(directory, HashAlgorithm.SHA1).within(limits).analyse(pack.build());
  }

  private void assertEdge(PackLimits allowed, PackLimits forbidden, String message) {
    assertThatCode(analysing(allowed)).doesNotThrowAnyException();
    assertThatExceptionOfType(PackException.Limit.class)
        .isThrownBy(analysing(forbidden))
        .withMessage(message);
  }

  private void assertObjectEdge(long size) {
    assertEdge(
        new PackLimits(0, size, 0),
        new PackLimits(0, size - 1, 0),
        "object of " + size + " bytes: over --max-object-size");
  }

  @Test
  void bytesOfThePackTrailerIncluded() {
    pack.blob("a");
    long size = pack.build().length;
    assertEdge(
        new PackLimits(size, 0, 0),
        new PackLimits(size - 1, 0, 0),
        "pack of more than " + (size - 1) + " bytes: over --max-pack-size");
  }

  @Test
  void packWithoutEndIsGivenUpInsideAnObject() {
    byte[] noise = new byte[FirstPass.WHOLE_BYTES + 1];
    new Random(1).nextBytes(noise);
    pack.base(ObjectType.BLOB, noise);
    byte[] cut = Arrays.copyOf(pack.build(), 3 << 20);
    assertThatExceptionOfType(PackException.Limit.class)
        .isThrownBy(
            () ->
                new Analyser(directory, HashAlgorithm.SHA1)
                    .within(new PackLimits(1 << 20, 0, 0))
                    .analyse(cut));
  }

  @Test
  void bytesOfAnObject() {
    pack.base(ObjectType.BLOB, A);
    assertObjectEdge(10);
  }

  @Test
  void objectThatStatesTooMuchIsNotInflated() {
    pack.base(ObjectType.BLOB, A, 1L << 50);
    assertThatExceptionOfType(PackException.Limit.class)
        .isThrownBy(analysing(PackLimits.DEFAULT))
        .withMessage("object of 1125899906842624 bytes: over --max-object-size");
  }

  @Test
  void bytesOfAnObjectThatADeltaMakes() {
    long base = pack.base(ObjectType.BLOB, A);
    pack.ofsDelta(base, DeltaBuilder.append(A.length, new byte[90]));
    assertObjectEdge(100);
  }

  @Test
  void bytesOfAnObjectThatALongDeltaMakes() {
    byte[] noise = new byte[FirstPass.WHOLE_BYTES + 1];
    new Random(1).nextBytes(noise);
    long base = pack.base(ObjectType.BLOB, A);
    byte[] delta = DeltaBuilder.insertOnly(A.length, noise);
    pack.ofsDelta(base, delta);
    // Each instruction inserts up to 127 bytes and takes one itself, so that the delta is larger.
    assertObjectEdge(delta.length);
    assertThat(Delta.statedResult(delta, delta.length)).isEqualTo(noise.length);
  }

  @Test
  void whatAllObjectsMakeTogether() throws Exception {
    PackLimits limits = new PackLimits(0, 0, 3);
    long most = Limits.GROWTH_FREE + 3 * 100;
    LimitGuard guard = new LimitGuard(limits);
    guard.made(10, most - 10, 100);
    guard.made(0, 3, 101);
    assertThatExceptionOfType(PackException.Limit.class)
        .isThrownBy(() -> guard.made(1, 0, 101))
        .withMessage(
            "objects of " + (most + 4) + " bytes in a pack of 101 bytes: over --max-growth");
  }

  @Test
  void sumsDoNotWrapAround() throws Exception {
    LimitGuard guard = new LimitGuard(PackLimits.NONE);
    guard.made(Long.MAX_VALUE, 0, 100);
    assertThatExceptionOfType(PackException.Limit.class).isThrownBy(() -> guard.made(1, 0, 101));
    assertThat(new PackLimits(0, 0, PLENTY).madeOf(PLENTY)).isEqualTo(Long.MAX_VALUE);
    assertThat(new PackLimits(0, 0, 1).madeOf(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(PackLimits.NONE.madeOf(1)).isEqualTo(Long.MAX_VALUE);
  }

  /** The copy instruction takes seven bytes and copies up to 16 MiB. */
  @Test
  void deltaBombIsRefusedBeforeItIsMade() {
    byte[] block = new byte[1 << 20];
    long base = pack.base(ObjectType.BLOB, block);
    DeltaBuilder bomb = new DeltaBuilder(block.length, 1L << 30);
    for (int i = 0; i < 1024; i++) {
      bomb.copy(0, block.length);
    }
    pack.ofsDelta(base, bomb.build());
    assertThatExceptionOfType(PackException.Limit.class)
        .isThrownBy(analysing(PackLimits.DEFAULT))
        .withMessageEndingWith("over --max-growth");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void bytesOfACommit(int more) throws Exception {
    byte[] commit = commit(Limits.STRUCTURE_BYTES + more);
    pack.base(ObjectType.COMMIT, commit);
    inspect(more == 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void bytesOfACommitThatADeltaMakes(int more) throws Exception {
    byte[] commit = commit(300);
    long base = pack.base(ObjectType.COMMIT, commit);
    int rest = Limits.STRUCTURE_BYTES + more - commit.length;
    byte[] text = new byte[rest];
    Arrays.fill(text, (byte) 'x');
    pack.ofsDelta(base, DeltaBuilder.append(commit.length, text));
    inspect(more == 0);
  }

  @ParameterizedTest
  @EnumSource(
      value = ObjectType.class,
      names = {"TREE", "TAG"})
  void treesAndTagsHaveTheSameLimit(ObjectType type) {
    pack.base(type, new byte[Limits.STRUCTURE_BYTES + 1]);
    assertThatExceptionOfType(PackException.Limit.class).isThrownBy(() -> inspect(true));
  }

  private static byte[] commit(int size) {
    String head =
        """
        tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904
        author T <t@example.org> 1700000000 +0000
        committer T <t@example.org> 1700000000 +0000

        """;
    byte[] commit = Arrays.copyOf(PackBytes.ascii(head), size);
    Arrays.fill(commit, head.length(), size, (byte) 'x');
    return commit;
  }

  private void inspect(boolean allowed) throws Exception {
    Analyser analyser = new Analyser(directory, HashAlgorithm.SHA1);
    Inspection inspection = Inspection.full(HashAlgorithm.SHA1, SkipList.EMPTY, 1, 2);
    ByteArrayInputStream in = new ByteArrayInputStream(pack.build());
    if (allowed) {
      analyser.analyse(in, inspection);
    } else {
      assertThatExceptionOfType(PackException.Limit.class)
          .isThrownBy(() -> analyser.analyse(in, inspection))
          .withMessageContaining("of " + (Limits.STRUCTURE_BYTES + 1) + " bytes is too large");
    }
  }

  @Test
  void whatIsBuiltAgainCountsAsGrowth() throws Exception {
    LimitGuard guard = new LimitGuard(new PackLimits(0, 0, 2));
    long limit = Limits.GROWTH_FREE + 2 * 1000;
    guard.made(400, 0, 1000);
    guard.madeAgain(limit - 400);
    assertThatExceptionOfType(PackException.Limit.class)
        .isThrownBy(() -> guard.madeAgain(1))
        .withMessage("objects of %d bytes in a pack of 1000 bytes: over --max-growth", limit + 1);
    assertThatExceptionOfType(PackException.Limit.class).isThrownBy(() -> guard.made(0, 1, 1000));
  }
}
