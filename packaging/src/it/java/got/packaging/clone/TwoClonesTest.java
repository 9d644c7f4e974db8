package got.packaging.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.ClonedRepository;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.SmallRepositoryFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two clones into one directory at once: one wins, the other says why not and takes nothing. */
class TwoClonesTest extends SmallRepositoryFixture {
  /** Between the two starts; a clone takes 300. */
  private static final List<Integer> DELAYS_MILLIS = List.of(0, 0, 20, 100);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneOfThemWins(boolean exists) throws Exception {
    for (int i = 0; i < DELAYS_MILLIS.size(); i++) {
      Path above = Files.createDirectory(work.resolve("run" + i));
      Path target = above.resolve("it.git");
      if (exists) {
        Files.createDirectory(target);
      }
      String[] words = {"clone", "-q", daemon.url("small.git"), target.toString()};
      try (GotProcess first = GotProcess.start(work, words)) {
        Thread.sleep(DELAYS_MILLIS.get(i));
        try (GotProcess second = GotProcess.start(work, words)) {
          compare(List.of(first.await(), second.await()), target);
        }
      }
      assertThat(above.toFile().list()).containsExactly("it.git");
      new ClonedRepository(target).check(source);
    }
  }

  private static void compare(List<Result> results, Path target) {
    assertThat(results).filteredOn(r -> r.equals(new Result(0, "", ""))).hasSize(1);
    Stream<Result> others = results.stream().filter(r -> r.status() != 0);
    assertThat(others)
        .singleElement()
        .satisfies(
            loser -> {
              assertThat(loser.status()).isEqualTo(3);
              assertThat(loser.out()).isEmpty();
              assertThat(loser.err())
                  .matches(
                      "got: "
                          + target
                          + "(/[a-zA-Z.]+)?: (directory (exists and is )?not empty|file exists"
                          + "|directory exists and is not empty)\n");
            });
  }
}
