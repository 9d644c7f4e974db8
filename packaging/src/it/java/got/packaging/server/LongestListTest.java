package got.packaging.server;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.Git;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.SmallRepositoryFixture;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A server with as many branches as got takes, and with one more: minutes, most of them git's. The
 * names have 60 bytes, as in a list within the limits that once filled got's memory.
 */
@Tag("large")
class LongestListTest extends SmallRepositoryFixture {
  private static final int MOST = 1 << 20;
  private static final String NAME = "%s refs/heads/%060d\n";

  @Test
  void longestListIsClonedAndNoLongerOne() throws Exception {
    // Those that got asks for; what a tag leads to is no reference of its own.
    String asked =
        Git.run(work, "ls-remote", source.toString(), "HEAD", "refs/heads/*", "refs/tags/*");
    int others = (int) asked.lines().filter(line -> !line.endsWith("^{}")).count();
    String id = id("refs/heads/dev");
    Path packed = source.resolve("packed-refs");
    try (BufferedWriter lines = Files.newBufferedWriter(packed)) {
      lines.write("# pack-refs with: sorted \n");
      for (int i = others; i < MOST; i++) {
        lines.write(NAME.formatted(id, i));
      }
    }
    assertThat(got("-q", "-a")).isEqualTo(new Result(0, "", ""));
    assertThat(Files.readString(work.resolve("small.git/packed-refs")))
        .contains("refs/remotes/origin/%060d\n".formatted(MOST - 1));

    Files.writeString(packed, NAME.formatted(id, MOST), StandardOpenOption.APPEND);
    assertThat(Launch.in(work).run("clone", "-q", "-a", daemon.url("small.git"), "other.git"))
        .isEqualTo(new Result(5, "", "got: more than 1048576 references\n"));
    assertThat(work.resolve("other.git")).doesNotExist();
  }
}
