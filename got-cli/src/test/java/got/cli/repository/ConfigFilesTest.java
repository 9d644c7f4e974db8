package got.cli.repository;

import static got.cli.refs.Refs.head;
import static got.cli.refs.Refs.ref;
import static got.cli.refs.Refs.unborn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.refs.PackedRefs;
import got.cli.refs.RefSelection;
import got.cli.refs.Selection;
import got.cli.remote.RepositoryUrl;
import got.cli.say.Failure;
import got.ipc.HashAlgorithm;
import got.ipc.RemoteRef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** got.conf and config, byte by byte, and as git reads the latter. */
class ConfigFilesTest {
  private static final String URL = "git://127.0.0.1:19418/small.git";
  private static final List<RemoteRef> SERVER =
      List.of(
          head("refs/heads/main", 1),
          ref("refs/heads/foo", 1),
          ref("refs/heads/main", 1),
          ref("refs/hoo/boo/zoo", 1));

  @TempDir Path temp;

  private record Written(String gotConf, String config) {}

  private static Written files(
      String url,
      HashAlgorithm algorithm,
      List<RemoteRef> server,
      boolean all,
      List<String> branches,
      List<String> references,
      boolean mirror)
      throws Failure {
    RepositoryUrl parsed = RepositoryUrl.parse(url);
    RefSelection options = RefSelection.of(all, branches, references, mirror);
    Selection selection = options.select(PackedRefs.of(algorithm, server));
    return new Written(
        new String(GotConf.bytes(parsed, options, selection), StandardCharsets.UTF_8),
        new String(GitConfig.bytes(parsed, options, selection), StandardCharsets.UTF_8));
  }

  private static Written files(
      boolean all, List<String> branches, List<String> references, boolean mirror) throws Failure {
    return files(URL, HashAlgorithm.SHA1, SERVER, all, branches, references, mirror);
  }

  @Test
  void byDefaultOneBranchIsFollowed() throws Failure {
    Written files = files(false, List.of(), List.of(), false);
    assertThat(files.gotConf)
        .isEqualTo(
            """
            remote "origin" {
            \tserver 127.0.0.1
            \tprotocol git
            \tport 19418
            \trepository "/small.git"
            \tfetch {
            \t\tbranch { "main" }
            \t}
            }
            """);
    assertThat(files.config)
        .isEqualTo(
            """
            [core]
            \trepositoryformatversion = 0
            \tfilemode = true
            \tbare = true

            [remote "origin"]
            \turl = git://127.0.0.1:19418/small.git
            \tfetch = refs/heads/main:refs/remotes/origin/main
            \tfetch = refs/tags/*:refs/tags/*
            """);
  }

  @Test
  void branchesAndReferencesAreListedInOrder() throws Failure {
    Written files = files(false, List.of("main", "foo"), List.of("refs/hoo"), false);
    assertThat(files.gotConf)
        .contains(
            """
            \tfetch {
            \t\tbranch { "foo" "main" }
            \t}
            \treference { "hoo" }
            }
            """);
    assertThat(files.config)
        .contains(
            """
            \tfetch = refs/heads/foo:refs/remotes/origin/foo
            \tfetch = refs/heads/main:refs/remotes/origin/main
            \tfetch = refs/hoo/*:refs/remotes/origin/hoo/*
            \tfetch = refs/tags/*:refs/tags/*
            """);
  }

  @Test
  void aMirrorOfAllBranchesFollowsAllInPlace() throws Failure {
    Written files = files(true, List.of(), List.of("hoo"), true);
    assertThat(files.gotConf)
        .endsWith(
            """
            \trepository "/small.git"
            \treference { "hoo" }
            \tmirror_references yes
            \tfetch_all_branches yes
            }
            """);
    assertThat(files.config)
        .endsWith(
            """
            \tfetch = +refs/heads/*:refs/heads/*
            \tfetch = +refs/hoo/*:refs/hoo/*
            \tfetch = +refs/tags/*:refs/tags/*
            """);
  }

  @Test
  void withDashAAllBranchesAreFollowed() throws Failure {
    Written files = files(true, List.of(), List.of(), false);
    assertThat(files.gotConf).doesNotContain("fetch {").contains("\tfetch_all_branches yes\n}\n");
    assertThat(files.config).contains("\tfetch = refs/heads/*:refs/remotes/origin/*\n");
  }

  @Test
  void aMirrorFollowsItsBranchInPlace() throws Failure {
    assertThat(files(false, List.of(), List.of(), true).config)
        .contains("\tfetch = +refs/heads/main:refs/heads/main\n");
  }

  @Test
  void withoutHeadOfTheServerAllBranchesAreFollowed() throws Failure {
    Written files = files(URL, HashAlgorithm.SHA1, List.of(), false, List.of(), List.of(), false);
    assertThat(files.gotConf).doesNotContain("fetch");
    assertThat(files.config).contains("\tfetch = refs/heads/*:refs/remotes/origin/*\n");
  }

  @Test
  void anEmptyRepositoryIsFollowedWhateverItsFirstBranch() throws Failure {
    Written files =
        files(
            URL,
            HashAlgorithm.SHA1,
            List.of(unborn("refs/heads/trunk")),
            false,
            List.of(),
            List.of(),
            false);
    assertThat(files.gotConf).doesNotContain("fetch");
    assertThat(files.config).contains("\tfetch = refs/heads/*:refs/remotes/origin/*\n");
  }

  @Test
  void aTagNamedAsReferenceIsFollowedInPlace() throws Failure {
    List<RemoteRef> server = List.of(ref("refs/tags/1.0", 1));
    assertThat(
            files(URL, HashAlgorithm.SHA1, server, false, List.of(), List.of("tags/1.0"), false)
                .config)
        .contains("\tfetch = refs/tags/1.0:refs/tags/1.0\n");
  }

  @Test
  void ofReferencesOnlyDirectoriesHaveStars() throws Failure {
    List<RemoteRef> server =
        List.of(
            head("refs/heads/main", 1),
            ref("refs/heads/main", 1),
            ref("refs/notes/x", 1),
            ref("refs/stash", 1));
    List<String> references = List.of("notes", "notes/x", "stash");
    assertThat(files(URL, HashAlgorithm.SHA1, server, false, List.of(), references, true).config)
        .endsWith(
            """
            \tfetch = +refs/heads/main:refs/heads/main
            \tfetch = +refs/notes/*:refs/notes/*
            \tfetch = +refs/notes/x:refs/notes/x
            \tfetch = +refs/stash:refs/stash
            \tfetch = +refs/tags/*:refs/tags/*
            """);
  }

  @Test
  void sha256IsAnExtension() throws Failure {
    Written files = files(URL, HashAlgorithm.SHA256, List.of(), false, List.of(), List.of(), false);
    assertThat(files.config)
        .startsWith(
            """
            [core]
            \trepositoryformatversion = 1
            \tfilemode = true
            \tbare = true
            [extensions]
            \tobjectformat = sha256

            [remote "origin"]
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ssh://anna@h/~/x|\\tserver anna@h\\n\\tprotocol ssh\\n\\trepository \"~/x\"\\n",
        "h:a/b.git|\\tserver h\\n\\tprotocol ssh\\n\\trepository \"a/b.git\"\\n",
        "git+ssh://h:2/x|\\tserver h\\n\\tprotocol git+ssh\\n\\tport 2\\n\\trepository \"/x\"\\n",
        "git://[::1]/x|\\tserver ::1\\n",
        "git://fetch/x|\\tserver \"fetch\"\\n",
        "git://2130706433/x|\\tserver \"2130706433\"\\n",
        "git://_x/x|\\tserver _x\\n",
        "git://~x/x|\\tserver \"~x\"\\n",
        "git://h/a\"b\\c|\\trepository \"/a\\\"b\\c\"\\n",
        "git://h/a\\\"b|\\trepository \"/a\\\\\"b\"\\n",
        "git://h/gr\u00fcn|\\trepository \"/gr\u00fcn\"\\n",
      })
  void gotConfHoldsTheUrlInParts(String url, String lines) throws Failure {
    Written files = files(url, HashAlgorithm.SHA1, List.of(), false, List.of(), List.of(), false);
    assertThat(files.gotConf).contains(lines.replace("\\t", "\t").replace("\\n", "\n"));
  }

  @Test
  void aBackslashAtTheEndCannotBeWritten() {
    assertThatThrownBy(
            () ->
                files(
                    "git://h/x\\",
                    HashAlgorithm.SHA1,
                    List.of(),
                    false,
                    List.of(),
                    List.of(),
                    false))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("got.conf");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "git://h/x|fix#1",
        "git://h/x;y|a;b",
        "git://h/x#y|main",
        "git://h/x\"y|a\"b",
        "git://h/x\\y|main",
        "git://h/x\\\"y|\"",
        "git://h/x'y|a'b",
        "git://h/x |main",
        "git://h/x  y|main",
        "h: x|main",
        "git://h/%25|100%",
        "git://h/gr\u00fcn#x|gr\u00fcn#",
        "ssh://anna@[fe80::1%25eth0]:7/x|$HOME",
        "git://h/x=[y]|=",
      })
  void gitReadsBackEveryValue(String url, String branch) throws Exception {
    RepositoryUrl parsed = RepositoryUrl.parse(url);
    RefSelection options = RefSelection.of(false, List.of(branch), List.of(branch), false);
    List<RemoteRef> server = List.of(ref("refs/heads/" + branch, 1), ref("refs/" + branch, 1));
    Selection selection =
        RefSelection.of(false, List.of(branch), List.of(), false)
            .select(PackedRefs.of(HashAlgorithm.SHA1, server));
    Path file = temp.resolve("config");
    Files.write(file, GitConfig.bytes(parsed, options, selection));

    assertThat(config(file, "core.repositoryformatversion")).containsExactly("0");
    assertThat(config(file, "core.bare")).containsExactly("true");
    assertThat(config(file, "core.filemode")).containsExactly("true");
    assertThat(config(file, "remote.origin.url")).containsExactly(parsed.gitUrl());
    assertThat(config(file, "remote.origin.fetch"))
        .containsExactly(
            "refs/heads/" + branch + ":refs/remotes/origin/" + branch,
            "refs/" + branch + ":refs/remotes/origin/" + branch,
            "refs/tags/*:refs/tags/*");
  }

  private List<String> config(Path file, String key) throws Exception {
    String out = Git.run(temp, "config", "-z", "-f", file.toString(), "--get-all", key);
    return List.of(out.split("\0", -1)).subList(0, out.split("\0", -1).length - 1);
  }
}
