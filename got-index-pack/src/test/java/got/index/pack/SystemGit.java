package got.index.pack;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.HashAlgorithm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The installed git, as the oracle: it has to be there. */
final class SystemGit {
  private static final String LOOP =
      """
      command -v git >/dev/null || exit 9
      for pack in *.pack; do
        git index-pack --threads=1 --object-format="$0" -o "${pack%.pack}.idx" "$pack" \
          >/dev/null 2>&1
      done
      exit 0
      """;

  private SystemGit() {}

  /**
   * Indexes packs, each by itself.
   *
   * @param directory empty, and left so
   * @return the index of each, null where git refuses the pack
   */
  static List<byte @Nullable []> index(Path directory, HashAlgorithm algorithm, List<byte[]> packs)
      throws IOException, InterruptedException {
    for (int i = 0; i < packs.size(); i++) {
      Files.write(directory.resolve(i + ".pack"), packs.get(i));
    }
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", LOOP, algorithm.gitName());
    shell.environment().putAll(Map.of("GIT_CONFIG_NOSYSTEM", "1", "HOME", directory.toString()));
    shell
        .environment()
        .put("GIT_CEILING_DIRECTORIES", directory.resolve("..").normalize().toString());
    int status = shell.directory(directory.toFile()).inheritIO().start().waitFor();
    assertThat(status).as("9: there is no git").isZero();
    List<byte @Nullable []> indexes = new ArrayList<>();
    for (int i = 0; i < packs.size(); i++) {
      Path index = directory.resolve(i + ".idx");
      indexes.add(Files.exists(index) ? Files.readAllBytes(index) : null);
      Files.deleteIfExists(index);
      Files.delete(directory.resolve(i + ".pack"));
    }
    return indexes;
  }
}
