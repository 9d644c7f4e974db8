package got.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.files.HeldFile;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pack gets its name, beside what has that name already. */
class NewPackTest {
  private static final ObjectId CHECKSUM =
      ObjectId.copyOf(HashAlgorithm.SHA1, new byte[HashAlgorithm.SHA1.idBytes()], 0);

  @TempDir private Path work;
  private Peer peer;
  private Path packs;

  @BeforeEach
  void make() throws Exception {
    peer = Peer.bare(work.resolve("r.git"));
    packs = Files.createDirectories(peer.path().resolve("objects/pack"));
  }

  private static void fill(HeldFile file, byte[] bytes) throws IOException {
    file.write(out -> out.write(bytes));
  }

  private void install(byte[] pack, byte[] index) throws Exception {
    try (LocalRepository repository = peer.open();
        NewPack made = NewPack.create(repository)) {
      fill(made.pack(), pack);
      fill(made.index(), index);
      made.install(CHECKSUM);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(packs)) {
      return files.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  private static byte[] content(int seed) {
    byte[] bytes = new byte[100];
    Arrays.fill(bytes, (byte) seed);
    return bytes;
  }

  @Test
  void theSamePackTwiceIsThereOnce() throws Exception {
    install(content(1), content(2));
    install(content(1), content(2));
    assertThat(names()).containsExactly("pack-" + CHECKSUM + ".idx", "pack-" + CHECKSUM + ".pack");
  }

  /** Otherwise the objects that came would be nowhere, and references would lead to them. */
  @ParameterizedTest
  @ValueSource(strings = {".pack", ".idx"})
  void whatIsThereByTheNameHasToBeTheSame(String which) throws Exception {
    install(content(1), content(2));
    Path other = packs.resolve("pack-" + CHECKSUM + which);
    Files.delete(other);
    Files.write(other, content(3));
    List<String> before = names();
    assertThatThrownBy(() -> install(content(1), content(2)))
        .hasMessageContaining("pack-" + CHECKSUM + which)
        .hasMessageContaining("holds something else");
    assertThat(names()).isEqualTo(before);
    assertThat(other).hasBinaryContent(content(3));
  }
}
