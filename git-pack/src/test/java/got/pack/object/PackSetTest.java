package got.pack.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.pack.Garbage;
import got.pack.ObjectType;
import got.pack.PackBuilder;
import got.pack.PackBytes;
import got.pack.PackException;
import got.pack.digest.Digests;
import got.pack.idx.IdList;
import got.pack.idx.IndexWriter;
import java.io.ByteArrayOutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PackSetTest {
  private static final HashAlgorithm SHA1 = HashAlgorithm.SHA1;

  @TempDir Path directory;
  private final PackBuilder pack = PackBuilder.sha1();
  private final IdList ids = new IdList(SHA1);
  private final PackSet packs = new PackSet(SHA1, 1, new Garbage(Garbage.FREE_BYTES));

  private ObjectId blob(byte[] content) {
    ObjectId id = PackBytes.id(SHA1, ObjectType.BLOB, content);
    ids.add(pack.base(ObjectType.BLOB, content), 0, id);
    return id;
  }

  private FileChannel pack() throws Exception {
    return FileChannel.open(Files.write(directory.resolve("pack"), pack.build()));
  }

  private FileChannel index() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ObjectId checksum = ObjectId.copyOf(SHA1, pack.build(), pack.build().length - 20);
    IndexWriter.write(ids, IndexWriter.sortedById(ids), checksum, Digests.checksum(SHA1), out);
    return FileChannel.open(Files.write(directory.resolve("idx"), out.toByteArray()));
  }

  @Test
  void onePackTooManyIsRefused() throws Exception {
    blob(PackBytes.ascii("an object"));
    try (FileChannel file = pack();
        FileChannel index = index()) {
      for (int i = 0; i <= Limits.PACKS; i++) {
        packs.add(file, index);
      }
      assertThatExceptionOfType(PackException.Limit.class)
          .isThrownBy(() -> packs.add(file, index))
          .withMessage("too many packs: run git gc")
          .satisfies(e -> assertThat(e.limit()).isEqualTo(Limits.PACKS));
    }
  }

  /** Three objects of which none is kept while the next one is read, again and again. */
  @Test
  void whatIsMadeHasALimit() throws Exception {
    int bytes = 40 << 20;
    List<ObjectId> large = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      byte[] content = new byte[bytes];
      content[0] = (byte) i;
      large.add(blob(content));
    }
    try (FileChannel file = pack();
        FileChannel index = index()) {
      packs.add(file, index);
      long most = MadeOf.FREE_BYTES + Limits.GROWTH * file.size();
      int reads = (int) (most / (bytes + ObjectReader.ENTRY_BYTES));
      for (int i = 0; i < reads; i++) {
        assertThat(packs.read(large.get(i % 3))).isNotNull();
      }
      assertThatExceptionOfType(PackException.Limit.class)
          .isThrownBy(() -> packs.read(large.get(reads % 3)))
          .withMessageMatching(
              "objects of [0-9]+ bytes made of packs of "
                  + file.size()
                  + " bytes: run git repack -a -d -f");
    }
  }
}
