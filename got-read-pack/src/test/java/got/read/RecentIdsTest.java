package got.read;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentIdsTest {
  private final Random random = new Random(1);
  private final RecentIds ids = new RecentIds(HashAlgorithm.SHA1, random.nextLong());

  private ObjectId id() {
    byte[] bytes = new byte[HashAlgorithm.SHA1.idBytes()];
    random.nextBytes(bytes);
    return ObjectId.copyOf(HashAlgorithm.SHA1, bytes, 0);
  }

  @Test
  void hasWhatWasAdded() {
    ObjectId added = id();
    assertThat(ids.has(added)).isFalse();
    ids.add(added);
    assertThat(ids.has(added)).isTrue();
    assertThat(ids.has(id())).isFalse();
  }

  /** Its slot is that of nothing else, so that a free slot must not look like it. */
  @Test
  void hasNoIdOfZerosThatWasNotAdded() {
    ObjectId zeros = ObjectId.copyOf(HashAlgorithm.SHA1, new byte[20], 0);
    assertThat(ids.has(zeros)).isFalse();
    ids.add(zeros);
    assertThat(ids.has(zeros)).isTrue();
  }

  @Test
  void tellsIdsThatBeginAlikeApart() {
    byte[] bytes = new byte[20];
    random.nextBytes(bytes);
    ids.add(ObjectId.copyOf(HashAlgorithm.SHA1, bytes, 0));
    bytes[19] ^= 1;
    assertThat(ids.has(ObjectId.copyOf(HashAlgorithm.SHA1, bytes, 0))).isFalse();
  }

  /** Whoever chose the ids does not choose which of them are forgotten. */
  @Test
  void keepsManyAndForgetsSome() {
    List<ObjectId> all = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      all.add(id());
      ids.add(all.getLast());
      assertThat(ids.has(all.getLast())).isTrue();
    }
    assertThat(all.stream().filter(ids::has).count()).isBetween(25_000L, 1L << 15);
  }
}
