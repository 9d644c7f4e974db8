package got.packaging.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.ExpectedFiles;
import got.packaging.support.Git;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.SmallRepositoryFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each option leaves on the disk and on the terminal, to the letter. */
class CloneTest extends SmallRepositoryFixture {
  @Test
  void defaultIsTheBranchOfHeadAndAllTags() throws Exception {
    Result result = got();

    assertThat(result.status()).isZero();
    assertThat(result.out()).isEqualTo(milestones("cloned"));
    assertThat(result.err().lines()).isNotEmpty().allMatch(line -> line.startsWith("server: "));
    assertThat(clone.listing())
        .isEqualTo(
            ExpectedFiles.files(
                "heads/main",
                "remotes/",
                "remotes/origin/",
                "remotes/origin/HEAD",
                "remotes/origin/main",
                "tags/",
                "tags/plain",
                "tags/v1",
                "tags/v1-signed"));
    assertThat(clone.text("HEAD")).isEqualTo("ref: refs/heads/main\n");
    assertThat(clone.text("refs/remotes/origin/HEAD")).isEqualTo("ref: refs/remotes/origin/main\n");
    assertThat(clone.text("refs/heads/main")).isEqualTo(id("main") + "\n");
    assertThat(clone.text("refs/remotes/origin/main")).isEqualTo(id("main") + "\n");
    assertThat(clone.text("refs/tags/v1-signed")).isEqualTo(id("v1-signed") + "\n");
    assertThat(clone.text("description"))
        .isEqualTo("Unnamed repository; edit this file 'description' to name the repository.\n");
    assertThat(clone.text("config"))
        .isEqualTo(
            expected.config("refs/heads/main:refs/remotes/origin/main", "refs/tags/*:refs/tags/*"));
    assertThat(clone.text("got.conf"))
        .isEqualTo(expected.gotConf("fetch {", "\tbranch { \"main\" }", "}"));
    clone.check(source);
  }

  @Test
  void allBranches() throws Exception {
    Result result = got("-a");

    assertThat(result.status()).isZero();
    assertThat(result.out()).isEqualTo(milestones("cloned"));
    assertThat(clone.refs())
        .containsOnlyKeys(
            "refs/heads/dev",
            "refs/heads/main",
            "refs/heads/topic/one",
            "refs/remotes/origin/dev",
            "refs/remotes/origin/main",
            "refs/remotes/origin/topic/one",
            "refs/tags/plain",
            "refs/tags/v1",
            "refs/tags/v1-signed");
    assertThat(clone.text("HEAD")).isEqualTo("ref: refs/heads/main\n");
    assertThat(clone.text("config"))
        .isEqualTo(
            expected.config("refs/heads/*:refs/remotes/origin/*", "refs/tags/*:refs/tags/*"));
    assertThat(clone.text("got.conf")).isEqualTo(expected.gotConf("fetch_all_branches yes"));
    clone.check(source);
  }

  @Test
  void oneNamedBranchBecomesHead() throws Exception {
    Result result = got("-b", "topic/one");

    assertThat(result.status()).isZero();
    assertThat(clone.listing())
        .isEqualTo(
            ExpectedFiles.files(
                "heads/topic/",
                "heads/topic/one",
                "remotes/",
                "remotes/origin/",
                "remotes/origin/topic/",
                "remotes/origin/topic/one",
                "tags/",
                "tags/plain",
                "tags/v1",
                "tags/v1-signed"));
    assertThat(clone.text("HEAD")).isEqualTo("ref: refs/heads/topic/one\n");
    assertThat(clone.text("config"))
        .isEqualTo(
            expected.config(
                "refs/heads/topic/one:refs/remotes/origin/topic/one", "refs/tags/*:refs/tags/*"));
    assertThat(clone.text("got.conf"))
        .isEqualTo(expected.gotConf("fetch {", "\tbranch { \"topic/one\" }", "}"));
    clone.check(source);
  }

  @Test
  void severalNamedBranchesAreSortedAndHeadIsTheServersIfAmongThem() throws Exception {
    assertThat(got("-b", "refs/heads/main", "-b", "dev").status()).isZero();

    assertThat(clone.text("HEAD")).isEqualTo("ref: refs/heads/main\n");
    assertThat(clone.text("refs/remotes/origin/HEAD")).isEqualTo("ref: refs/remotes/origin/main\n");
    assertThat(clone.text("config"))
        .isEqualTo(
            expected.config(
                "refs/heads/dev:refs/remotes/origin/dev",
                "refs/heads/main:refs/remotes/origin/main",
                "refs/tags/*:refs/tags/*"));
    assertThat(clone.text("got.conf"))
        .isEqualTo(expected.gotConf("fetch {", "\tbranch { \"dev\" \"main\" }", "}"));
    clone.check(source);
  }

  @Test
  void severalNamedBranchesWithoutTheServersHeadMakeTheFirstOneHead() throws Exception {
    assertThat(got("-b", "topic/one", "-b", "dev").status()).isZero();

    assertThat(clone.text("HEAD")).isEqualTo("ref: refs/heads/dev\n");
    assertThat(clone.path().resolve("refs/remotes/origin/HEAD")).doesNotExist();
    clone.check(source);
  }

  @Test
  void branchThatIsNotThereIsNamedAndNothingIsLeft() throws Exception {
    Result result = got("-b", "nosuch");

    assertThat(result)
        .isEqualTo(
            new Result(
                1,
                "Connecting to " + daemon.url("small.git") + "\n",
                "got: branch \"nosuch\" not found on server\ngot: hint: -l shows what it has\n"));
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void quietSaysNothing() throws Exception {
    assertThat(got("-q")).isEqualTo(new Result(0, "", ""));
    clone.check(source);
  }

  @Test
  void verboseNamesHelpersAndReferences() throws Exception {
    Result result = got("-v");

    assertThat(result.status()).isZero();
    List<String> milestones = milestones("cloned").lines().toList();
    List<String> out = new ArrayList<>(milestones.subList(0, 2));
    for (String ref : List.of("heads/main", "remotes/origin/main", "tags/plain", "tags/v1")) {
      out.add("Created reference refs/" + ref + ": " + id(ref.replace("remotes/origin", "heads")));
    }
    out.add("Created reference refs/tags/v1-signed: " + id("v1-signed"));
    out.add("Created reference HEAD: refs/heads/main");
    out.add("Created reference refs/remotes/origin/HEAD: refs/remotes/origin/main");
    out.add(milestones.getLast());
    assertThat(result.out().lines().toList()).isEqualTo(out);
    assertThat(result.err().lines().limit(2).map(l -> l.replaceAll("process \\d+", "process")))
        .containsExactly(
            "got-fetch-pack (process) was handed: network, pack pipe (write)",
            "got-index-pack (process) was handed: pack pipe (read), pack file, index file");
    assertThat(work.toFile().list()).containsExactly("small.git");
  }

  @Test
  void verboseCountsWhatIsOdd() throws Exception {
    String tree = Git.run(source, "rev-parse", "main^{tree}").strip();
    String text = "tree %s\nauthor <a@b> 1 +0000\ncommitter <a@b> 1 +0000\n\nc\n".formatted(tree);
    String odd =
        Git.feed(source, text, "hash-object", "-t", "commit", "--literally", "-w", "--stdin");
    Git.run(source, "update-ref", "refs/heads/main", odd.strip());

    Result result = got("-v");

    assertThat(result.status()).isZero();
    assertThat(result.out().lines().skip(1)).startsWith("person without name: 1 object");
  }
}
