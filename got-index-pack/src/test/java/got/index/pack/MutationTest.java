package got.index.pack;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.HashAlgorithm;
import got.pack.PackBytes;
import got.pack.SystemGit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A small pack with everything in it, damaged in every way, and signed again by the attacker. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MutationTest {
  private static final HashAlgorithm SHA1 = HashAlgorithm.SHA1;
  private static final int TRAILER = 20;
  private static final byte[] PACK = PackSeeds.everything();

  @TempDir Path directory;

  @Test
  void packItselfIsAccepted() throws Exception {
    assertThat(Verdict.of(new Analyser(directory, SHA1), PACK).accepted()).isTrue();
  }

  @Test
  void everySingleBitFlipGetsTheAnswerOfGit() throws Exception {
    List<byte[]> mutants = new ArrayList<>();
    for (int bit = 0; bit < 8 * (PACK.length - TRAILER); bit++) {
      byte[] mutant = PACK.clone();
      mutant[bit / 8] ^= (byte) (1 << (bit % 8));
      mutants.add(PackBytes.signAgain(SHA1, mutant));
    }
    assertAnswers(mutants);
  }

  @Test
  void everyTruncationGetsTheAnswerOfGit() throws Exception {
    List<byte[]> mutants = new ArrayList<>();
    for (int length = 0; length < PACK.length - TRAILER; length++) {
      mutants.add(PackBytes.sign(SHA1, Arrays.copyOf(PACK, length)));
    }
    assertAnswers(mutants);
  }

  @Test
  void randomDamageGetsTheAnswerOfGit() throws Exception {
    long seed = Long.getLong("got.test.seed", 20261121);
    Random random = new Random(seed);
    List<byte[]> mutants = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      byte[] pack = RandomPack.make(SHA1, random.nextLong());
      if (pack.length < 5000 && pack.length > 100) {
        for (int hits = random.nextInt(1, 4); hits > 0; hits--) {
          pack[random.nextInt(12, pack.length - TRAILER)] = (byte) random.nextInt();
        }
        mutants.add(PackBytes.signAgain(SHA1, pack));
      }
    }
    assertThat(mutants).hasSizeGreaterThan(50);
    assertAnswers(mutants);
  }

  private void assertAnswers(List<byte[]> mutants) throws Exception {
    Path work = Files.createDirectory(directory.resolve("git"));
    List<byte[]> git = SystemGit.index(work, SHA1, mutants);
    Analyser analyser = new Analyser(directory, SHA1);
    for (int i = 0; i < mutants.size(); i++) {
      Verdict.of(analyser, mutants.get(i)).assertExplained(git.get(i), "mutant " + i);
    }
  }
}
