package got.index.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.PackEntry;
import got.ipc.PackEntry.IdBase;
import got.ipc.PackEntry.NoBase;
import got.ipc.PackEntry.OffsetBase;
import got.ipc.PackEntry.Resolved;
import got.ipc.PackEntry.Unresolved;
import got.ipc.PackLimits;
import got.pack.DeltaBuilder;
import got.pack.ObjectType;
import got.pack.PackBuilder;
import got.pack.PackBytes;
import got.pack.PackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is told of the entries of a pack; tests of whole processes compare it with git. */
@Timeout(60)
class PackListingTest {
  private static final byte[] A = PackBytes.ascii("an object");
  private static final byte[] TAIL = PackBytes.ascii(" and more");

  @TempDir Path directory;
  private final PackBuilder pack = PackBuilder.sha1();

  @Test
  void entriesAreToldAsTheyAre() throws Exception {
    long base = pack.base(ObjectType.TREE, A);
    byte[] delta = DeltaBuilder.append(A.length, TAIL);
    long made = pack.ofsDelta(base, delta);
    long end = pack.offset();

    assertThat(list())
        .containsExactly(
            new PackEntry(
                base,
                A.length,
                made - base,
                new NoBase(),
                new Resolved(id(ObjectType.TREE, A), PackEntry.Type.TREE, A.length, 0)),
            new PackEntry(
                made,
                delta.length,
                end - made,
                new OffsetBase(base),
                new Resolved(
                    id(ObjectType.TREE, longer(1)),
                    PackEntry.Type.TREE,
                    A.length + TAIL.length,
                    1)));
  }

  @Test
  void depthIsKnownWhereverTheBaseIs() throws Exception {
    // Each delta stands before its base.
    for (int i = 5; i > 0; i--) {
      pack.refDelta(
          id(ObjectType.BLOB, longer(i - 1)), DeltaBuilder.append(longer(i - 1).length, TAIL));
    }
    pack.base(ObjectType.BLOB, A);

    assertThat(list())
        .extracting(entry -> ((Resolved) entry.content()).depth())
        .containsExactly(5, 4, 3, 2, 1, 0);
  }

  @Test
  void chainsOfAnyDepthNeedNoStack() throws Exception {
    long at = pack.base(ObjectType.BLOB, A);
    for (int i = 0; i < 20_000; i++) {
      at = pack.ofsDelta(at, DeltaBuilder.insertOnly(i == 0 ? A.length : 4, PackBytes.int32(i)));
    }
    List<PackEntry> entries = list();
    assertThat(((Resolved) entries.getLast().content()).depth()).isEqualTo(20_000);
  }

  @Test
  void deltasWithoutBaseAreToldWithItsId() throws Exception {
    ObjectId elsewhere = id(ObjectType.BLOB, A);
    long thin = pack.refDelta(elsewhere, DeltaBuilder.append(A.length, TAIL));
    pack.ofsDelta(thin, DeltaBuilder.append(A.length + TAIL.length, TAIL));
    pack.blob("whole");

    List<PackEntry> entries = list();

    assertThat(entries)
        .extracting(PackEntry::base)
        .containsExactly(new IdBase(elsewhere), new OffsetBase(thin), new NoBase());
    assertThat(entries.subList(0, 2)).extracting(PackEntry::content).containsOnly(new Unresolved());
    assertThat(entries.getLast().content()).isInstanceOf(Resolved.class);
  }

  @Test
  void sizesAreReadAcrossBuffers() throws Exception {
    Random random = new Random(5);
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      byte[] content = new byte[random.nextInt(i % 7 == 0 ? 400_000 : 9_000)];
      random.nextBytes(content);
      long base = pack.base(ObjectType.BLOB, content);
      sizes.add(content.length);
      byte[] inserted = new byte[1 + random.nextInt(300)];
      random.nextBytes(inserted);
      pack.ofsDelta(base, DeltaBuilder.append(content.length, inserted));
      sizes.add(content.length + inserted.length);
    }
    assertThat(list())
        .extracting(entry -> (int) ((Resolved) entry.content()).size())
        .containsExactlyElementsOf(sizes);
  }

  @Test
  void fileThatWasCutSinceIsNoticed() throws Exception {
    pack.blob("one");
    pack.blob("two");
    Path file = Files.write(directory.resolve("a.pack"), pack.build());
    try (InputStream in = Files.newInputStream(file);
        FileChannel channel = FileChannel.open(file)) {
      PackAnalysis.Result result = survey(in, channel);
      Files.write(file, new byte[15]);
      assertThatExceptionOfType(PackException.Format.class)
          .isThrownBy(() -> PackListing.run(result, channel, _ -> {}));
    }
  }

  @Test
  void basesOutsideAreMarked() throws Exception {
    long thin = pack.refDelta(id(ObjectType.TREE, A), DeltaBuilder.append(A.length, TAIL));
    pack.ofsDelta(thin, DeltaBuilder.append(longer(1).length, TAIL));
    pack.refDelta(id(ObjectType.TREE, longer(2)), DeltaBuilder.append(longer(2).length, TAIL));
    long end = pack.blob("whole");

    ObjectId outside = id(ObjectType.TREE, A);
    List<PackEntry> entries = listOf(id -> id.equals(outside) ? A : null);

    assertThat(entries)
        .extracting(PackEntry::base)
        .containsExactly(
            new PackEntry.OutsideBase(outside),
            new OffsetBase(thin),
            new IdBase(id(ObjectType.TREE, longer(2))),
            new NoBase());
    assertThat(entries.subList(0, 3))
        .extracting(PackEntry::content)
        .containsExactly(made(1), made(2), made(3));
    assertThat(entries.get(2).offset() + entries.get(2).packedSize()).isEqualTo(end);
  }

  private static Resolved made(int tails) {
    return new Resolved(
        id(ObjectType.TREE, longer(tails)), PackEntry.Type.TREE, longer(tails).length, tails);
  }

  /** A stack of more than the budget, with the base at its bottom, which has a delta left. */
  @Test
  void baseOutsideThatWasDroppedIsAskedForAgain() throws Exception {
    byte[] base = new byte[12 << 20];
    new Random(7).nextBytes(base);
    ObjectId baseId = id(ObjectType.TREE, base);
    int size = base.length;
    long other = 0;
    for (int child = 0; child < 2; child++) {
      byte[] front = {(byte) child};
      long at = pack.refDelta(baseId, DeltaBuilder.append(size, front));
      for (int below = 0; below < 4; below++) {
        other = pack.ofsDelta(at, DeltaBuilder.append(size + 1, new byte[] {(byte) below}));
        pack.ofsDelta(other, DeltaBuilder.append(size + 2, TAIL));
      }
    }
    AtomicInteger reads = new AtomicInteger();

    List<PackEntry> entries =
        listOf(
            id -> {
              assertThat(id).isEqualTo(baseId);
              reads.incrementAndGet();
              return base;
            });

    assertThat(entries).allMatch(entry -> entry.content() instanceof Resolved);
    assertThat(reads.get()).isGreaterThan(2);
  }

  @Test
  void baseOutsideThatChangesIsRefused() throws Exception {
    pack.refDelta(id(ObjectType.TREE, A), DeltaBuilder.append(A.length, TAIL));
    AtomicInteger reads = new AtomicInteger();
    assertThatExceptionOfType(RepositoryException.class)
        .isThrownBy(() -> listOf(_ -> reads.getAndIncrement() == 0 ? A : TAIL))
        .withMessageContaining("other bytes under the id of base");
  }

  private interface Content {
    byte @Nullable [] of(ObjectId id);
  }

  private List<PackEntry> list() throws Exception {
    return list(PackListingTest::survey);
  }

  /** With trees from a repository. */
  private List<PackEntry> listOf(Content outside) throws Exception {
    return list(
        (in, channel) ->
            PackAnalysis.survey(
                PackSource.inPlace(in, channel),
                new Terms(HashAlgorithm.SHA1, PackLimits.NONE, 2),
                (_, _, _, _, _) -> {},
                id -> {
                  byte[] bytes = outside.of(id);
                  return bytes == null ? null : new Repository.Content(ObjectType.TREE, bytes);
                }));
  }

  private interface Survey {
    PackAnalysis.Result of(InputStream in, FileChannel channel) throws Exception;
  }

  private List<PackEntry> list(Survey survey) throws Exception {
    Path file = Files.write(directory.resolve("a.pack"), pack.build());
    List<PackEntry> entries = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file);
        FileChannel channel = FileChannel.open(file)) {
      PackListing.run(survey.of(in, channel), channel, entries::add);
    }
    return entries;
  }

  private static PackAnalysis.Result survey(InputStream in, FileChannel channel)
      throws IOException, PackException, InterruptedException {
    return PackAnalysis.survey(
        PackSource.inPlace(in, channel),
        new Terms(HashAlgorithm.SHA1, PackLimits.NONE, 2),
        (_, _, _, _, _) -> {});
  }

  /** {@link #A} with so many tails. */
  private static byte[] longer(int times) {
    byte[] content = A;
    for (int i = 0; i < times; i++) {
      content = PackBytes.concat(content, TAIL);
    }
    return content;
  }

  private static ObjectId id(ObjectType type, byte[] content) {
    return PackBytes.id(HashAlgorithm.SHA1, type, content);
  }
}
