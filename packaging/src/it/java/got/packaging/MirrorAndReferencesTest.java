package got.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.GotProcess.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options -m and -R: which references, under which names. */
class MirrorAndReferencesTest {
  @TempDir Path work;
  @TempDir Path served;
  private Path source;
  private GitDaemon daemon;
  private ExpectedFiles expected;
  private ClonedRepository clone;

  @BeforeEach
  void serve() throws Exception {
    source = new TestRepositories(served).normal("small.git");
    daemon = GitDaemon.start(served);
    expected = new ExpectedFiles(daemon.url("small.git"), daemon.port());
    clone = new ClonedRepository(work.resolve("small.git"));
  }

  @AfterEach
  void end() throws Exception {
    daemon.close();
    GotProcess.assertNoneRuns();
  }

  private Result got(String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("clone"));
    words.addAll(List.of(options));
    words.add(daemon.url("small.git"));
    return GotProcess.run(work, words.toArray(String[]::new));
  }

  private String id(String ref) throws Exception {
    return Git.run(source, "rev-parse", ref).strip();
  }

  private String milestones(String what) throws Exception {
    return "Connecting to %s\nFetched %s.pack\nCreated %s repository 'small.git'\n"
        .formatted(daemon.url("small.git"), clone.packId(), what);
  }

  @Test
  void mirrorKeepsReferencesInPlace() throws Exception {
    Result result = got("-m");

    assertThat(result.status()).isZero();
    assertThat(result.out()).isEqualTo(milestones("mirrored"));
    assertThat(clone.listing())
        .isEqualTo(
            ExpectedFiles.files("heads/main", "tags/", "tags/plain", "tags/v1", "tags/v1-signed"));
    assertThat(clone.text("config"))
        .isEqualTo(expected.config("refs/heads/main:refs/heads/main", "refs/tags/*:refs/tags/*"));
    assertThat(clone.text("got.conf"))
        .isEqualTo(
            expected.gotConf("fetch {", "\tbranch { \"main\" }", "}", "mirror_references yes"));
    clone.check(source);
  }

  @Test
  void mirrorOfAllBranchesAndFurtherReferences() throws Exception {
    assertThat(got("-m", "-a", "-R", "hoo").status()).isZero();

    assertThat(clone.refs())
        .containsOnlyKeys(
            "refs/heads/dev",
            "refs/heads/main",
            "refs/heads/topic/one",
            "refs/hoo/x",
            "refs/tags/plain",
            "refs/tags/v1",
            "refs/tags/v1-signed");
    assertThat(clone.text("config"))
        .isEqualTo(
            expected.config(
                "refs/heads/*:refs/heads/*", "refs/hoo:refs/hoo", "refs/tags/*:refs/tags/*"));
    assertThat(clone.text("got.conf"))
        .isEqualTo(
            expected.gotConf(
                "reference { \"hoo\" }", "mirror_references yes", "fetch_all_branches yes"));
    clone.check(source);
  }

  @Test
  void referencesAreWholePathsAndLandBelowOrigin() throws Exception {
    assertThat(got("-R", "refs/hoo", "-R", "hidden/y").status()).isZero();

    assertThat(clone.refs())
        .containsEntry("refs/remotes/origin/hoo/x", id("refs/hoo/x"))
        .containsEntry("refs/remotes/origin/hidden/y", id("refs/hidden/y"))
        .doesNotContainKey("refs/remotes/origin/hoola");
    assertThat(clone.text("config"))
        .isEqualTo(
            expected.config(
                "refs/heads/main:refs/remotes/origin/main",
                "refs/hidden/y:refs/remotes/origin/hidden/y",
                "refs/hoo:refs/remotes/origin/hoo",
                "refs/tags/*:refs/tags/*"));
    assertThat(clone.text("got.conf"))
        .isEqualTo(
            expected.gotConf(
                "fetch {", "\tbranch { \"main\" }", "}", "reference { \"hidden/y\" \"hoo\" }"));
    clone.check(source);
  }
}
