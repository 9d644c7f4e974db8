package got.caches;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs are trained with is a history that git accepts. */
class HistoryTest {
  @TempDir Path repository;

  /** What git, which must end well, prints. */
  private String git(byte[] input, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void gitFindsItWholeAndTheSameEveryTime() throws Exception {
    History history = History.standard();
    git(new byte[0], "init", "-q", "--bare");
    git(history.pack(), "index-pack", "--strict", "--stdin");

    assertThat(git(new byte[0], "rev-list", "--objects", history.head())).hasLineCount(1640);
    assertThat(git(new byte[0], "rev-parse", history.tags().getFirst() + "^{commit}"))
        .isEqualTo(history.head() + "\n");
    assertThat(History.standard().pack()).isEqualTo(history.pack());
  }

  @Test
  void gitCompletesTheLaterOneOnTopOfTheFirst() throws Exception {
    History first = History.standard();
    History later = History.later();
    git(new byte[0], "init", "-q", "--bare");
    git(first.pack(), "index-pack", "--strict", "--stdin");
    git(later.pack(), "index-pack", "--fix-thin", "--stdin");

    assertThat(git(new byte[0], "rev-list", first.head() + ".." + later.head())).hasLineCount(2000);
    assertThat(git(new byte[0], "fsck", "--full", "--strict")).doesNotContain("error", "missing");
    assertThat(git(new byte[0], "rev-list", "--objects", later.head())).hasLineCount(9840);
  }

  @Test
  void gitFindsTheOneWithManyTagsWhole() throws Exception {
    History history = History.manyTags();
    git(new byte[0], "init", "-q", "--bare");
    git(history.pack(), "index-pack", "--strict", "--stdin");

    assertThat(git(new byte[0], "rev-list", "--objects", history.head())).hasLineCount(1402);
    assertThat(history.tags()).hasSize(1400).doesNotHaveDuplicates();
  }
}
