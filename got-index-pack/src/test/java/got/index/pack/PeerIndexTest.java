package got.index.pack;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.HashAlgorithm;
import got.pack.SystemGit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.ObjectDirectoryPackParser;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The index is, byte for byte, the one that git and JGit write. */
@Timeout(300)
class PeerIndexTest {
  private static final int PACKS = 220;

  /** Fixed, so that a failure is seen again; another one makes as good a test. */
  private static final long SEED = Long.getLong("got.test.seed", 20261121);

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void indexesOfGeneratedPacksEqualThoseOfGit(HashAlgorithm algorithm) throws Exception {
    List<byte[]> packs = packs(algorithm);
    Path work = Files.createDirectory(directory.resolve("git"));
    List<byte[]> expected = SystemGit.index(work, algorithm, packs);
    Analyser analyser = new Analyser(directory, algorithm);
    for (int i = 0; i < PACKS; i++) {
      assertThat(expected.get(i)).as("git takes the pack of seed %d", SEED + i).isNotNull();
      assertThat(analyser.index(packs.get(i))).as("seed %d", SEED + i).isEqualTo(expected.get(i));
      assertThat(analyser.copy()).as("seed %d", SEED + i).hasBinaryContent(packs.get(i));
    }
  }

  @Test
  void indexesOfGeneratedPacksEqualThoseOfJGit() throws Exception {
    Analyser analyser = new Analyser(directory, HashAlgorithm.SHA1);
    try (FileRepository repository = new FileRepository(directory.resolve("jgit").toFile())) {
      repository.create(true);
      List<byte[]> packs = packs(HashAlgorithm.SHA1);
      for (int i = 0; i < PACKS; i++) {
        if (isEmpty(packs.get(i))) {
          continue; // JGit keeps no pack without objects.
        }
        assertThat(analyser.index(packs.get(i)))
            .as("seed %d", SEED + i)
            .isEqualTo(jgitIndex(repository, packs.get(i)));
      }
    }
  }

  /** What the generator is there for does occur. */
  @Test
  void generatedPacksHoldEveryKindOfEntry() throws Exception {
    int bases = 0;
    int ofs = 0;
    int ref = 0;
    int refBeforeBase = 0;
    for (byte[] pack : packs(HashAlgorithm.SHA1)) {
      List<Object> seen = new ArrayList<>();
      for (Entry entry : Seen.in(pack).entries()) {
        switch (entry) {
          case Entry.Base base -> {
            bases++;
            seen.add(base.id());
          }
          case Entry.OfsDelta _ -> ofs++;
          case Entry.RefDelta delta -> {
            ref++;
            refBeforeBase += seen.contains(delta.baseId()) ? 0 : 1;
          }
        }
      }
    }
    assertThat(List.of(bases, ofs, ref, refBeforeBase)).allMatch(count -> count > 200);
  }

  private static List<byte[]> packs(HashAlgorithm algorithm) {
    List<byte[]> packs = new ArrayList<>();
    for (int i = 0; i < PACKS; i++) {
      packs.add(RandomPack.make(algorithm, SEED + i));
    }
    return packs;
  }

  private static boolean isEmpty(byte[] pack) {
    return pack.length == 32;
  }

  private static byte[] jgitIndex(FileRepository repository, byte[] pack) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectDirectoryPackParser parser =
          (ObjectDirectoryPackParser) inserter.newPackParser(new ByteArrayInputStream(pack));
      parser.setIndexVersion(2);
      parser.parse(NullProgressMonitor.INSTANCE);
    }
    byte[] index = null;
    Path packs = repository.getObjectsDirectory().toPath().resolve("pack");
    try (Stream<Path> files = Files.list(packs)) {
      for (Path file : files.toList()) {
        if (file.toString().endsWith(".idx")) {
          assertThat(index).isNull();
          index = Files.readAllBytes(file);
        }
        Files.delete(file);
      }
    }
    assertThat(index).isNotNull();
    return index == null ? new byte[0] : index;
  }
}
