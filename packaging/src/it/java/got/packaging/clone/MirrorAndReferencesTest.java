package got.packaging.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.ExpectedFiles;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.SmallRepositoryFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options -m and -R: which references, under which names. */
class MirrorAndReferencesTest extends SmallRepositoryFixture {
  @Test
  void mirrorKeepsReferencesInPlace() throws Exception {
    Result result = got("-m");

    assertThat(result.status()).isZero();
    assertThat(result.out()).isEqualTo(milestones("mirrored"));
    assertThat(clone.listing())
        .isEqualTo(
            ExpectedFiles.files("heads/main", "tags/", "tags/plain", "tags/v1", "tags/v1-signed"));
    assertThat(clone.text("config"))
        .isEqualTo(expected.config("+refs/heads/main:refs/heads/main", "+refs/tags/*:refs/tags/*"));
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
                "+refs/heads/*:refs/heads/*",
                "+refs/hoo/*:refs/hoo/*",
                "+refs/tags/*:refs/tags/*"));
    assertThat(clone.text("got.conf"))
        .isEqualTo(
            expected.gotConf(
                "reference { \"hoo\" }", "mirror_references yes", "fetch_all_branches yes"));
    clone.check(source);
  }

  @Test
  void referenceThatIsNotThereIsNamedAndNothingIsLeft() throws Exception {
    assertThat(got("-q", "-R", "hoo", "-R", "hool"))
        .isEqualTo(
            new Result(
                1,
                "",
                """
                got: reference "hool" not found on server
                got: hint: -l shows what it has
                """));
    assertThat(work).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"got/worktree", "refs/got", "remotes/origin/main", "refs/remotes/"})
  void referencesThatMeanSomethingOnlyWhereTheyAreAreRefused(String reference) throws Exception {
    daemon.close();
    Result result = got("-R", reference);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("got: reference cannot be fetched: refs/");
    assertThat(work).isEmptyDirectory();
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
                "refs/hoo/*:refs/remotes/origin/hoo/*",
                "refs/tags/*:refs/tags/*"));
    assertThat(clone.text("got.conf"))
        .isEqualTo(
            expected.gotConf(
                "fetch {", "\tbranch { \"main\" }", "}", "reference { \"hidden/y\" \"hoo\" }"));
    clone.check(source);
  }
}
