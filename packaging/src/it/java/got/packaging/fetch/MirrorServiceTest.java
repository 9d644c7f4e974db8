package got.packaging.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.Git;
import got.packaging.support.GotProcess;
import got.packaging.support.SmallRepositoryFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the sample of a service for systemd(1) runs, and what that does as time goes by. */
class MirrorServiceTest extends SmallRepositoryFixture {
  private static final Path UNIT = Path.of("src/deb/got-mirror@.service");
  private static final int MOST_PACKS = 50;

  /** The script of ExecStart= with systemd's quoting undone, and with our got. */
  private static String script() throws Exception {
    String line =
        Files.readAllLines(UNIT).stream()
            .filter(l -> l.startsWith("ExecStart="))
            .findFirst()
            .orElseThrow();
    String quoted = line.substring(line.indexOf('\'') + 1, line.lastIndexOf('\''));
    String got = GotProcess.TREE.resolve("bin/got").toString();
    return quoted.replace("$$", "$").replace("%%", "%").replace("/usr/bin/got-java", got);
  }

  private int run() throws Exception {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-euc", script());
    builder.environment().put("URL", daemon.url("small.git"));
    Process process = builder.directory(work.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    assertThat(status == 0).as(said).isEqualTo(said.isEmpty());
    return status;
  }

  private static String refs(Path repository) throws Exception {
    return Git.run(
        repository, "for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", "refs/tags");
  }

  private String commit(String branch, String message) throws Exception {
    String commit = Git.commit(source, "main", message);
    Git.run(source, "update-ref", "refs/heads/" + branch, commit);
    return commit;
  }

  private void assertMirrors() throws Exception {
    assertThat(refs(work.resolve("current.git"))).isEqualTo(refs(source));
    Git.run(work.resolve("current.git"), "fsck", "--strict", "--connectivity-only");
  }

  @Test
  void clonesOnceAndFetchesFromThenOn() throws Exception {
    assertThat(run()).isZero();
    assertMirrors();
    Path clone = work.resolve("current.git").toRealPath();

    String moved = commit("later", "one");
    Git.run(source, "tag", "moves", moved);
    assertThat(run()).isZero();
    assertMirrors();

    commit("main", "two");
    Git.run(source, "tag", "-f", "moves", "main");
    Git.run(source, "update-ref", "-d", "refs/heads/later");
    assertThat(run()).isZero();
    assertMirrors();
    assertThat(work.resolve("current.git").toRealPath()).isEqualTo(clone);

    daemon.close();
    String before = refs(clone);
    assertThat(run()).isEqualTo(4);
    assertThat(refs(clone)).isEqualTo(before);
  }

  @Test
  void clonesAgainWhenThereAreManyPacks() throws Exception {
    assertThat(run()).isZero();
    Path clone = work.resolve("current.git").toRealPath();
    for (int i = 0; i < MOST_PACKS; i++) {
      Files.createFile(clone.resolve("objects/pack/some" + i + ".pack"));
    }
    // The name of a clone is the second in which it was made.
    Path earlier = Files.move(clone, work.resolve("1.git"));
    Files.delete(work.resolve("current.git"));
    Files.createSymbolicLink(work.resolve("current.git"), earlier.getFileName());

    assertThat(run()).isZero();

    assertMirrors();
    assertThat(earlier).doesNotExist();
    assertThat(Git.run(work.resolve("current.git"), "count-objects", "-v")).contains("packs: 1\n");
  }
}
