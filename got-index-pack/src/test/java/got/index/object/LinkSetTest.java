package got.index.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.ipc.HashAlgorithm;
import got.pack.ObjectType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LinkSetTest {
  private static final int ID = HashAlgorithm.SHA1.idBytes();

  private final LinkSet links = new LinkSet(HashAlgorithm.SHA1, 1, 2);

  @Test
  void aLinkThatItsObjectAnswersIsNotMissing() {
    links.add(id(1), 0, ObjectType.TREE);
    links.answer(id(1), 0, ObjectType.TREE);
    assertThat(links.missing()).isZero();
    assertThat(links.isMissing(id(1), 0, ObjectType.TREE)).isFalse();
  }

  @Test
  void aLinkToNothingIsMissing() {
    links.add(id(1), 0, ObjectType.TREE);
    links.answer(id(2), 0, ObjectType.TREE);
    assertThat(links.missing()).isOne();
    assertThat(links.isMissing(id(1), 0, ObjectType.TREE)).isTrue();
    assertThat(links.isMissing(id(2), 0, ObjectType.TREE)).isFalse();
    assertThat(links.isMissing(id(3), 0, ObjectType.TREE)).isFalse();
  }

  @Test
  void aLinkToAnObjectOfAnotherTypeIsMissing() {
    links.add(id(1), 0, ObjectType.TREE);
    links.answer(id(1), 0, ObjectType.BLOB);
    assertThat(links.missing()).isOne();
    assertThat(links.isMissing(id(1), 0, ObjectType.TREE)).isTrue();
  }

  @Test
  void theSameLinkCountsOnce() {
    for (int i = 0; i < 3; i++) {
      links.add(id(1), 0, ObjectType.BLOB);
    }
    links.add(id(1), 0, ObjectType.TREE);
    links.answer(id(1), 0, ObjectType.BLOB);
    links.answer(id(1), 0, ObjectType.BLOB);
    assertThat(links.size()).isEqualTo(2);
    assertThat(links.missing()).isOne();
  }

  @Test
  void aLinkAfterTheFirstAnswerIsOurBug() {
    links.answer(id(1), 0, ObjectType.TREE);
    assertThatThrownBy(() -> links.add(id(1), 0, ObjectType.TREE))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void agreesWithAHashSetOnRandomLinks() {
    Random random = new Random(3);
    Set<Integer> added = new HashSet<>();
    for (int i = 0; i < 200_000; i++) {
      int id = random.nextInt(150_000);
      added.add(id);
      links.add(id(id), 0, ObjectType.BLOB);
    }
    assertThat(links.size()).isEqualTo(added.size());
    Set<Integer> answered = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      int id = random.nextInt(200_000);
      answered.add(id);
      links.answer(id(id), 0, ObjectType.BLOB);
    }
    Set<Integer> missing = new HashSet<>(added);
    missing.removeAll(answered);
    assertThat(links.missing()).isEqualTo(missing.size());
    for (int id = 0; id < 200_000; id++) {
      assertThat(links.isMissing(id(id), 0, ObjectType.BLOB)).isEqualTo(missing.contains(id));
    }
  }

  @Test
  void everyBitOfAnIdCounts() {
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      LinkSet set = new LinkSet(algorithm, 5, 6);
      byte[] id = new byte[algorithm.idBytes()];
      set.add(id, 0, ObjectType.BLOB);
      for (int bit = 0; bit < 8 * id.length; bit++) {
        id[bit / 8] ^= (byte) (1 << bit % 8);
        set.add(id, 0, ObjectType.BLOB);
        id[bit / 8] ^= (byte) (1 << bit % 8);
      }
      assertThat(set.size()).isEqualTo(8L * id.length + 1);
    }
  }

  @Test
  void memoryGrowsWithTheLinks() {
    for (int i = 0; i < 1_000_000; i++) {
      links.add(id(i), 0, ObjectType.BLOB);
      if (i >= 20_000 && i % 1000 == 0) {
        assertThat(links.heldBytes() / (double) links.size()).isBetween(10.0, 12.5);
      }
    }
    assertThat(links.size()).isEqualTo(1_000_000);
  }

  @Test
  void threadsMayShareIt() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int first = 20_000 * t;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = first; i < first + 40_000; i++) {
                      links.add(id(i), 0, ObjectType.BLOB);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(links.size()).isEqualTo(100_000);
  }

  /** Vectors 21 and 33 of the reference implementation: key and message count up from 0. */
  @Test
  void hashIsSipHash() {
    byte[] message = new byte[32];
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) i;
    }
    long key0 = 0x0706050403020100L;
    long key1 = 0x0f0e0d0c0b0a0908L;
    assertThat(new SipHash(key0, key1).of(message, 0, 20, 20)).isEqualTo(0xd0f2cbb02e3b67c7L);
    assertThat(new SipHash(key0, key1).of(message, 0, 32, 32)).isEqualTo(0xa7f32346f95978e3L);
  }

  private static byte[] id(int number) {
    return ByteBuffer.allocate(ID).putInt(number * 0x9e3779b1).putInt(8, number).array();
  }
}
