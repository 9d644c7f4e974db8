package got.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * git reads the URL that is written to config as it was read here: it starts ssh(1) with the same
 * words, or asks git-daemon(1) for the same path.
 */
class GitReadsUrlsTest {
  @TempDir Path temp;
  private Path record;
  private Path recorder;

  @BeforeEach
  void makeRecorder() throws IOException {
    record = temp.resolve("record");
    recorder = temp.resolve("recorder");
    // In the place of ssh(1) it has options, in that of a proxy a request comes: a packet line. git
    // may write its length on its own.
    Files.writeString(
        recorder,
        """
        #!/bin/sh
        printf '%s\\n' "$@" >"$RECORD"
        case $1 in -*) exit 1 ;; esac
        length=$(dd bs=1 count=4 2>/dev/null)
        dd bs=1 count=$((0x$length - 4)) >>"$RECORD" 2>/dev/null
        exit 1
        """);
    Files.setPosixFilePermissions(recorder, PosixFilePermissions.fromString("rwx------"));
  }

  /** What git handed to the recorder; empty if it started another program, or none. */
  private String recorded(String url) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("git", "-c", "core.gitProxy=" + recorder, "ls-remote", url)
            .directory(temp.toFile())
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("output").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "GIT_SSH", recorder.toString(),
                "GIT_SSH_VARIANT", "ssh",
                "RECORD", record.toString(),
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "LC_ALL", "C.UTF-8"));
    builder.environment().remove("GIT_SSH_COMMAND");
    Process git = builder.start();
    git.getOutputStream().close();
    assertThat(git.waitFor()).isNotZero();
    return Files.exists(record) ? Files.readString(record, StandardCharsets.UTF_8) : "";
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "ssh://h/x",
        "ssh://anna@h:7/x",
        "ssh://a@corp.example@h/x",
        "ssh://DOM\\user@h/x",
        "DOM\\user@h:x",
        "git+ssh://h:22/x",
        "ssh://h/~/x",
        "ssh://h//~bob/x.git",
        "ssh://h/rock%27n%20roll!.git",
        "ssh://[2001:db8::7]:9/x",
        "h:git/x",
        "h:/git/x",
        "h:22/git/x",
        "h:22:x",
        "anna@h:x.git",
        "anna@[::1]:x",
        "h:~bob/x",
        "h:a%20b",
        "h:/a%20b",
        "h:x/.git",
        "git:x",
        "h: x",
        "ssh://h/x?y#z",
      })
  void sshIsStartedWithTheSameWords(String typed) throws Exception {
    RepositoryUrl url = RepositoryUrl.parse(typed);
    List<String> words = Ssh.command(url, new SshOptions("", "", "", 0), 0, Map.of()).words();
    List<String> last = words.subList(words.indexOf("--") + 1, words.size());
    String port = url.port() == 0 ? "" : "-p\n" + url.port() + "\n";
    assertThat(recorded(url.gitUrl()))
        .as(url.gitUrl())
        .endsWith(port + String.join("\n", last) + "\n");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "git://h/x",
        "git://h:7/x",
        "GIT://h////x//",
        "git://h/~bob/x",
        "git://h/100%25.git",
        "git://h/%2525",
        "git://h/gr%C3%BCn",
        "git://h/a/../b.git",
        "git://h/x?y#z",
        "git://h/a::b",
        "git://[::1]:9/x",
        "git://[::1]/x/.git",
      })
  void theDaemonIsAskedForTheSamePath(String typed) throws Exception {
    RepositoryUrl url = RepositoryUrl.parse(typed);
    int port = url.port() == 0 ? 9418 : url.port();
    assertThat(recorded(url.gitUrl()))
        .as(url.gitUrl())
        .startsWith(url.host() + "\n" + port + "\n")
        .contains("git-upload-pack " + url.path() + "\0host=" + url.hostAndPort() + "\0");
  }

  /** What the refusal of a colon at the start of a path is for. */
  @Test
  void gitTakesTwoColonsForTheNameOfAProgram() throws Exception {
    Path helper = Files.copy(recorder, temp.resolve("git-remote-h"));
    String path = temp + ":" + System.getenv("PATH");
    ProcessBuilder builder =
        new ProcessBuilder("git", "ls-remote", "h::sh -c id").directory(temp.toFile());
    builder.environment().putAll(Map.of("PATH", path, "RECORD", record.toString()));
    Process git = builder.redirectErrorStream(true).start();
    git.getOutputStream().close();
    git.getInputStream().readAllBytes();
    assertThat(git.waitFor()).isNotZero();
    assertThat(helper).isExecutable();
    assertThat(record).content().contains("sh -c id");
  }
}
