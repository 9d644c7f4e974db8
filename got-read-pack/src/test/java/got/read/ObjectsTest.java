package got.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.pack.Garbage;
import got.pack.ObjectType;
import got.pack.PackBytes;
import got.pack.PackException;
import got.pack.object.LooseObject;
import got.pack.object.PackSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectsTest {
  private static final HashAlgorithm SHA1 = HashAlgorithm.SHA1;
  private static final long SIZE = 1L << 30;
  private static final int FILE_BYTES = 1 << 20;

  @TempDir private Path directory;

  private static ObjectId blob(int number) {
    return PackBytes.id(SHA1, ObjectType.BLOB, PackBytes.int32(number));
  }

  /** Blobs of a GiB, each in a file of a MiB. */
  private static Objects largeBlobs(int count) throws Exception {
    PackSet packs = new PackSet(SHA1, 1, new Garbage(Garbage.FREE_BYTES));
    Objects objects =
        new Objects(
            SHA1,
            packs,
            (_, _) -> new LooseObject(ObjectType.BLOB, SIZE, FILE_BYTES, null),
            () -> {});
    for (int i = 0; i < count; i++) {
      objects.addLoose(blob(i));
    }
    return objects;
  }

  @Test
  void whatIsMadeOfLooseObjectsHasALimit() throws Exception {
    Objects objects = largeBlobs(1);
    long free = 8 * Limits.GROWTH_FREE / SIZE;
    for (int i = 0; i < free; i++) {
      assertThat(objects.type(blob(0))).isEqualTo(ObjectType.BLOB);
    }
    assertThatExceptionOfType(PackException.Limit.class)
        .isThrownBy(() -> objects.has(blob(0)))
        .withMessageMatching(
            "objects of [0-9]+ bytes made of loose objects of "
                + FILE_BYTES
                + " bytes: run git repack -a -d -f");
  }

  @Test
  void eachLooseObjectMayBeReadOnce() throws Exception {
    int count = 100;
    Objects objects = largeBlobs(count);
    for (int i = 0; i < count; i++) {
      assertThat(objects.type(blob(i))).isEqualTo(ObjectType.BLOB);
    }
  }

  /** got has to open each file: a walk asks for the type of an object, and reads it then. */
  @Test
  void whatWasLookedAtIsNotReadAgain() throws Exception {
    try (GitRepository git = new GitRepository(directory, SHA1)) {
      ObjectId commit = git.commit("f", "one");
      ObjectId blob = git.id("HEAD:f");
      List<ObjectId> read = new ArrayList<>();
      Objects objects = git.objects(read::add);
      assertThat(objects.type(commit)).isEqualTo(ObjectType.COMMIT);
      assertThat(objects.read(commit)).isNotNull();
      assertThat(objects.type(blob)).isEqualTo(ObjectType.BLOB);
      assertThat(objects.read(blob)).isNotNull();
      assertThat(read).containsExactly(commit, blob, blob);
    }
  }
}
