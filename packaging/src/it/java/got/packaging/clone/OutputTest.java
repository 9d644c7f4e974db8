package got.packaging.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.SmallRepositoryFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What programs and people who ask for more get to read, to the letter. */
class OutputTest extends SmallRepositoryFixture {
  private static String ref(String name, String member, String value) {
    return "{\"type\":\"ref\",\"name\":\"%s\",\"%s\":\"%s\"}".formatted(name, member, value);
  }

  @Test
  void cloneIsToldInObjects() throws Exception {
    Result result = got("--json");

    assertThat(result.status()).isZero();
    assertThat(result.err()).isEmpty();
    List<String> lines = result.out().lines().toList();
    String connecting = "{\"type\":\"connecting\",\"url\":\"" + daemon.url("small.git") + "\"}";
    assertThat(lines.getFirst()).isEqualTo(connecting);
    assertThat(lines)
        .filteredOn(l -> l.startsWith("{\"type\":\"server\""))
        .isNotEmpty()
        .allMatch(
            l -> l.matches("\\{\"type\":\"server\",\"text\":\"[ -~]+\",\"passing\":(true|false)}"));
    String progress =
        "\\{\"type\":\"progress\",\"received\":\\d+,\"objects\":\\d+,\"indexed\":\\d+"
            + ",\"deltas\":\\d+,\"resolved\":\\d+}";
    assertThat(lines)
        .filteredOn(l -> l.startsWith("{\"type\":\"progress\""))
        .isNotEmpty()
        .allMatch(l -> l.matches(progress));
    String pack = "{\"type\":\"pack\",\"id\":\"" + clone.packId() + "\",\"bytes\":";
    assertThat(lines).filteredOn(l -> l.startsWith(pack)).hasSize(1);
    assertThat(lines.subList(lines.size() - 8, lines.size()))
        .containsExactly(
            ref("refs/heads/main", "id", id("main")),
            ref("refs/remotes/origin/main", "id", id("main")),
            ref("refs/tags/plain", "id", id("refs/tags/plain")),
            ref("refs/tags/v1", "id", id("refs/tags/v1")),
            ref("refs/tags/v1-signed", "id", id("refs/tags/v1-signed")),
            ref("HEAD", "target", "refs/heads/main"),
            ref("refs/remotes/origin/HEAD", "target", "refs/remotes/origin/main"),
            "{\"type\":\"done\",\"directory\":\"small.git\",\"mirror\":false}");
  }

  @Test
  void listIsToldInObjectsWithTheBytesOfNamesThatAreNotUtf8() throws Exception {
    Path refs = source.resolve("packed-refs");
    String packed = Files.exists(refs) ? Files.readString(refs) : "";
    Files.write(
        refs, (packed + id("main") + " refs/heads/\u00e4\n").getBytes(StandardCharsets.ISO_8859_1));

    Result result = got("--json", "-q", "-l");

    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out().lines())
        .startsWith(
            "{\"type\":\"ref\",\"name\":\"HEAD\",\"id\":\"%s\",\"target\":\"refs/heads/main\"}"
                .formatted(id("main")),
            ref("refs/heads/dev", "id", id("dev")))
        .contains(
            "{\"type\":\"ref\",\"name\":\"refs/heads/\\ufffd\",\"name_bytes\":"
                + "\"726566732f68656164732fe4\",\"id\":\""
                + id("main")
                + "\"}")
        .endsWith("{\"type\":\"done\"}");
  }

  @Test
  void failuresAreObjectsToo() throws Exception {
    String url = daemon.url("nosuch.git");
    String reason = "the server reported an error: no such repository: /nosuch.git";
    assertThat(GotProcess.run(work, "clone", "-q", "--json", url))
        .isEqualTo(
            new Result(5, "{\"type\":\"error\",\"status\":5,\"text\":\"" + reason + "\"}\n", ""));
    assertThat(GotProcess.run(work, "clone", "--json", "foo"))
        .isEqualTo(
            new Result(
                2,
                "{\"type\":\"error\",\"status\":2,\"text\":\"failed to parse uri: foo\"}\n",
                ""));
  }

  @Test
  void warningIsAnObjectAtTheBeginning() throws Exception {
    Result result = got("--json", "-q", "-l", "--unconfined");

    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    assertThat(result.out().lines().filter(l -> l.contains("\"warning\"")))
        .containsExactly(result.out().lines().findFirst().orElseThrow());
    assertThat(result.out())
        .startsWith(
            "{\"type\":\"warning\",\"text\":\"--unconfined: whoever takes a helper over can do"
                + " what you can do\"}\n");
  }

  @Test
  void twoVerboseShowWhatIsSaid() throws Exception {
    Result result = got("-vv");

    assertThat(result.status()).isZero();
    assertThat(result.err().lines().filter(l -> l.startsWith("packet: ")))
        .startsWith(
            "packet: > git-upload-pack /small.git\\x00host=127.0.0.1:%d\\x00\\x00version=2"
                .formatted(daemon.port()),
            "packet: < version 2")
        .contains(
            "packet: > command=ls-refs",
            "packet: < " + id("dev") + " refs/heads/dev",
            "packet: > want " + id("main"),
            "packet: > done",
            "packet: < packfile")
        .anyMatch(l -> l.matches("packet: < \\d+ packets of the pack, \\d+ bytes"))
        .endsWith("packet: < 0000", "packet: > 0000");
    assertThat(got("-v", "-l").err()).doesNotContain("packet: ");
  }

  @Test
  void readerThatGoesAwayIsNoErrorToTellOf() throws Exception {
    Launch shell = Launch.in(work).by("bash", "-c", "set -o pipefail; \"$@\" | true", "sh");
    assertThat(shell.run("clone", "-l", daemon.url("small.git")))
        .isEqualTo(new Result(141, "", ""));
  }

  @Test
  void standardOutputMayBeClosed() throws Exception {
    Launch shell = Launch.in(work).by("bash", "-c", "exec >&-; exec \"$@\"", "sh");
    Result result = shell.run("clone", "-q", daemon.url("small.git"));
    assertThat(result).isEqualTo(new Result(0, "", ""));
    clone.check(source);
  }
}
