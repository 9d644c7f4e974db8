package got.packaging.process;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.index.IndexTalk;
import got.ipc.read.ReadTalk;
import got.packaging.support.GotProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * got-read-pack and got-index-pack, confined, make of a thin pack of git's what git makes of it.
 */
@Timeout(600)
class ThinPackProcessTest {
  @TempDir Path directory;

  private String git(String where, byte[] input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-c", "gc.auto=0"));
    command.addAll(List.of(arguments));
    Path in = Files.write(directory.resolve("input"), input);
    Path out = directory.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Files.createDirectories(directory.resolve(where)).toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", "/usr/bin:/bin",
                "HOME", directory.toString(),
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_AUTHOR_NAME", "a",
                "GIT_AUTHOR_EMAIL", "a@b",
                "GIT_COMMITTER_NAME", "c",
                "GIT_COMMITTER_EMAIL", "c@d"));
    assertThat(builder.start().waitFor()).as("%s", command).isZero();
    return Files.readString(out, StandardCharsets.ISO_8859_1).strip();
  }

  private void commit(int which) throws Exception {
    Path file = directory.resolve("server/dir/file" + which % 5);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      text.append("line ").append(i == which ? -i : i).append('\n');
    }
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    git("server", new byte[0], "add", ".");
    git("server", new byte[0], "commit", "-q", "-m", "commit " + which);
  }

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void aThinPackIsCompletedAsGitCompletesIt(HashAlgorithm algorithm) throws Exception {
    String format = "--object-format=" + algorithm.gitName();
    git("server", new byte[0], "init", "-q", "-b", "main", format);
    for (int i = 1; i <= 6; i++) {
      commit(i);
    }
    String old = git("server", new byte[0], "rev-parse", "HEAD");
    git("client", new byte[0], "init", "-q", "--bare", format);
    git("client", new byte[0], "fetch", "-q", "../server", old + ":refs/heads/main");
    for (int i = 7; i <= 12; i++) {
      commit(i);
    }
    String tip = git("server", new byte[0], "rev-parse", "HEAD");
    byte[] revisions = (tip + "\n^" + old + "\n").getBytes(StandardCharsets.US_ASCII);
    git(
        "server",
        revisions,
        "pack-objects",
        "-q",
        "--thin",
        "--revs",
        "--stdout",
        "--delta-base-offset");
    Path thin = Files.copy(directory.resolve("output"), directory.resolve("thin"));
    Path pack = Files.createFile(directory.resolve("pack"));
    Path index = Files.createFile(directory.resolve("index"));

    IndexTalk.Indexed last;
    try (FetchHelpers helpers =
        new FetchHelpers(GotProcess.TREE, directory.resolve("client"), algorithm)) {
      ObjectId had = helpers.id(old);
      ObjectId wanted = helpers.id(tip);
      helpers.describe(List.of(had));
      helpers.ask(new ReadTalk.Have(List.of(wanted, had)));
      helpers.ask(new ReadTalk.HaveEnd());
      assertThat(helpers.answer())
          .hasToString("Known[objects=[KnownObject[id=" + old + ", type=COMMIT]]]");
      assertThat(helpers.answer()).isEqualTo(new ReadTalk.KnownEnd());
      helpers.ask(new ReadTalk.MoreHaves(1));
      assertThat(helpers.answer()).isEqualTo(new ReadTalk.Haves(List.of(had), false));
      last = helpers.complete(thin, pack, index, List.of(wanted));
    }

    String said = git("client", Files.readAllBytes(thin), "index-pack", "--fix-thin", "--stdin");
    String name = "client/objects/pack/pack-" + said.substring("pack\t".length());
    assertThat(last.appended()).isPositive();
    assertThat(last.receivedBytes()).isEqualTo(Files.size(thin));
    assertThat(pack).hasSameBinaryContentAs(directory.resolve(name + ".pack"));
    assertThat(index).hasSameBinaryContentAs(directory.resolve(name + ".idx"));
  }
}
