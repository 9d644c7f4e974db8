package got.pack.object;

import static org.assertj.core.api.Assertions.assertThat;

import got.pack.ObjectType;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentObjectsTest {
  @TempDir Path directory;
  private FileChannel pack;
  private final RecentObjects recent = new RecentObjects();

  @BeforeEach
  void open() throws Exception {
    pack =
        FileChannel.open(
            directory.resolve("pack"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  @AfterEach
  void close() throws Exception {
    pack.close();
  }

  private static StoredObject object(int bytes) {
    return new StoredObject(ObjectType.BLOB, new byte[bytes], bytes);
  }

  private long kept(int count) {
    return IntStream.range(0, count).filter(i -> recent.find(pack, i) != null).count();
  }

  @Test
  void ofSmallObjectsTheLatestAreKeptAndTheEmptyOnesCount() {
    for (int i = 0; i < 200_000; i++) {
      recent.keep(pack, i, object(0));
    }
    assertThat(kept(200_000)).isBetween(50_000L, 100_000L);
    assertThat(recent.find(pack, 199_999)).isNotNull();
    assertThat(recent.find(pack, 0)).isNull();
  }

  @Test
  void ofDearObjectsTheDearestStayForAWhile() {
    recent.keepDear(pack, 0, object(8 << 20), 80L << 20);
    for (int i = 1; i < 20; i++) {
      recent.keepDear(pack, i, object(8 << 20), 8L << 20);
    }
    assertThat(kept(20)).isEqualTo(4);
    assertThat(recent.find(pack, 0)).isNotNull();
    for (int i = 1; i < 100; i++) {
      recent.keepDear(pack, i, object(8 << 20), 8L << 20);
    }
    assertThat(recent.find(pack, 0)).isNull();
  }

  @Test
  void theLatestDearObjectIsKeptHoweverLargeAndHasTheRoomToItself() {
    recent.keepDear(pack, 0, object(8 << 20), 80L << 20);
    recent.keepDear(pack, 1, object(40 << 20), 40L << 20);
    assertThat(recent.find(pack, 0)).isNull();
    assertThat(recent.find(pack, 1)).isNotNull();
    recent.makeRoom(2 << 20);
    assertThat(recent.find(pack, 1)).isNull();
  }

  @Test
  void theNumberOfDearObjectsHasALimit() {
    for (int i = 0; i < 500; i++) {
      recent.keepDear(pack, i, object(10), 2L << 20);
    }
    assertThat(kept(500)).isEqualTo(128);
  }
}
