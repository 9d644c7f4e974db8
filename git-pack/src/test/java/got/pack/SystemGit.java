package got.pack;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.HashAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The installed git, as the oracle: it has to be there. */
public final class SystemGit {
  private static final String LOOP =
      """
      command -v git >/dev/null || exit 9
      for pack in *.pack; do
        git index-pack $1 --threads=1 --object-format="$0" -o "${pack%.pack}.idx" "$pack" \
          >/dev/null 2>"${pack%.pack}.err"
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
  public static List<byte @Nullable []> index(
      Path directory, HashAlgorithm algorithm, List<byte[]> packs)
      throws IOException, InterruptedException {
    List<byte @Nullable []> indexes = new ArrayList<>();
    for (Answer answer : index(directory, algorithm, packs, "")) {
      indexes.add(answer.index());
    }
    return indexes;
  }

  /**
   * What git says of a pack.
   *
   * @param index null if git refuses the pack
   * @param words on standard error
   */
  public record Answer(byte @Nullable [] index, String words) {}

  /** With {@code --strict}: the objects are looked into, and all they refer to has to be there. */
  public static List<Answer> strict(Path directory, List<byte[]> packs)
      throws IOException, InterruptedException {
    return index(directory, HashAlgorithm.SHA1, packs, "--strict");
  }

  private static List<Answer> index(
      Path directory, HashAlgorithm algorithm, List<byte[]> packs, String option)
      throws IOException, InterruptedException {
    for (int i = 0; i < packs.size(); i++) {
      Files.write(directory.resolve(i + ".pack"), packs.get(i));
    }
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", LOOP, algorithm.gitName(), option);
    shell.environment().putAll(Map.of("GIT_CONFIG_NOSYSTEM", "1", "HOME", directory.toString()));
    shell
        .environment()
        .put("GIT_CEILING_DIRECTORIES", directory.resolve("..").normalize().toString());
    int status = shell.directory(directory.toFile()).inheritIO().start().waitFor();
    assertThat(status).as("9: there is no git").isZero();
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < packs.size(); i++) {
      Path index = directory.resolve(i + ".idx");
      Path words = directory.resolve(i + ".err");
      answers.add(
          new Answer(
              Files.exists(index) ? Files.readAllBytes(index) : null,
              Files.readString(words, StandardCharsets.ISO_8859_1)));
      Files.deleteIfExists(index);
      Files.delete(words);
      Files.delete(directory.resolve(i + ".pack"));
    }
    return answers;
  }
}
