package got.packaging.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.ClonedRepository;
import got.packaging.support.Git;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms of a URL, as typed on the command line; what each part becomes is RepositoryUrlTest's. */
class AddressTest {
  @TempDir Path work;
  @TempDir Path served;

  private void refuses(String url, String... complaints) throws Exception {
    Result result = GotProcess.run(work, "clone", url);
    assertThat(result.err().lines()).containsExactly(complaints);
    assertThat(result.out()).isEmpty();
    assertThat(result.status()).isEqualTo(2);
    assertThat(work).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo",
        "git:",
        "git://",
        "git://h/",
        "git://h////",
        "git:///h/x",
        "git://:80/x",
        "git://h:/x",
        "ssh://h",
        "h:",
        ":x",
        "/h:/x",
        "git://h/.git",
        "h:.git",
      })
  void whatIsNoUrlIsRefused(String url) throws Exception {
    Result result = GotProcess.run(work, "clone", url);
    assertThat(result.err().lines()).startsWith("got: failed to parse uri: " + url);
    assertThat(result.status()).isEqualTo(2);
  }

  @Test
  void nothingAtAllIsNoUrl() throws Exception {
    refuses("", "got: failed to parse uri");
  }

  @ParameterizedTest
  @CsvSource({"ftp://h/x,ftp", "file:///x,file"})
  void otherSchemesAreNamed(String url, String scheme) throws Exception {
    refuses(url, "got: " + scheme + ": unknown protocol");
  }

  @ParameterizedTest
  @ValueSource(strings = {"git://h:0/x", "git://h:65536/x", "ssh://h:-1/x"})
  void portsAreNumbersInTheirRange(String url) throws Exception {
    refuses(
        url, "got: failed to parse uri: " + url, "got: hint: a port is a number from 1 to 65535");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"git://h/x%00y", "git://h/x%0ay", "ssh://h/x%0dy", "ssh://h/x%1b", "h:x\ty"})
  void controlCharactersInThePathAreRefused(String url) throws Exception {
    refuses(
        url,
        "got: failed to parse uri: " + url.replace("\t", "\\x09"),
        "got: hint: the path holds a control character");
  }

  @Test
  void passwordIsRefusedAndNotRepeated() throws Exception {
    refuses(
        "ssh://anna:secret@h/x",
        "got: failed to parse uri",
        "got: hint: a password does not belong in a URL: others can see it; use a key with ssh(1)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh://-oProxyCommand=id/x",
        "ssh://%2doProxyCommand=id/x",
        "ssh://-l@h/x",
        "-oProxyCommand=id:x",
        "-l@h:x",
        "h:-x",
        "ssh://h/~-x%0a"
      })
  void nothingBecomesAnOption(String url) throws Exception {
    Path witness = served.resolve("started");
    Path program = served.resolve("ssh");
    Files.writeString(program, "#!/bin/sh\ntouch " + witness + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();

    Result result =
        Launch.in(work)
            .environment(Map.of("PATH", "/usr/bin:/bin", "GOT_SSH", program.toString()))
            .run("clone", "--", url);

    assertThat(result.err()).startsWith("got: failed to parse uri: ");
    assertThat(result.status()).isEqualTo(2);
    assertThat(witness).doesNotExist();
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void bracketsCapitalsAndPercentSignsAreUnderstood() throws Exception {
    Path source = new TestRepositories(served).normal("a b.git");
    try (GitDaemon daemon = GitDaemon.start(served)) {
      String url = "GIT://[::ffff:127.0.0.1]:" + daemon.port() + "//a%20b.git/";
      Result result = GotProcess.run(work, "clone", url);

      assertThat(result.status()).as(result.err()).isZero();
      assertThat(result.out())
          .startsWith(
              "Connecting to git://[::ffff:127.0.0.1]:%d/a b.git\n".formatted(daemon.port()))
          .endsWith("Created cloned repository 'a b.git'\n");
      new ClonedRepository(work.resolve("a b.git")).check(source);
    }
  }

  @Test
  void addressOfVersion6IsInBracketsWhereItHasToBe() throws Exception {
    Path source = new TestRepositories(served).normal("small.git");
    try (GitDaemon daemon = GitDaemon.start(served, "::1")) {
      String url = "git://[::1]:" + daemon.port() + "/small.git";
      Result result = GotProcess.run(work, "clone", url);

      assertThat(result.status()).as(result.err()).isZero();
      assertThat(result.out()).startsWith("Connecting to " + url + "\n");
      ClonedRepository clone = new ClonedRepository(work.resolve("small.git"));
      clone.check(source);
      assertThat(clone.text("config")).contains("\turl = " + url + "\n");
      assertThat(clone.text("got.conf")).contains("\tserver ::1\n\tprotocol git\n");
      // git understands what is in config.
      assertThat(Git.run(clone.path(), "ls-remote", "origin", "refs/heads/main"))
          .isEqualTo(Git.run(source, "rev-parse", "main").strip() + "\trefs/heads/main\n");
    }
  }
}
