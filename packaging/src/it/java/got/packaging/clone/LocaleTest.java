package got.packaging.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.SmallRepositoryFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names that are not ASCII, whatever the locale says: cron(8) and su(1) set none. A shell writes
 * the bytes, because this virtual machine may have no locale either.
 */
class LocaleTest extends SmallRepositoryFixture {
  private static final String NAMES =
      "b=$(printf 'zweig-\\303\\274') d=$(printf 'ort-\\303\\274'); ";

  private Result shell(String script, Map<String, String> environment) throws Exception {
    Map<String, String> all = new HashMap<>(Map.of("PATH", "/usr/bin:/bin"));
    all.putAll(environment);
    return Launch.in(work)
        .by("bash", "-c", script, "sh")
        .environment(all)
        .run(daemon.url("small.git"), source.toString());
  }

  /** A variable and its value, or nothing. */
  private static Map<String, String> environment(String setting) {
    String[] pair = setting.split("=", 2);
    return pair.length == 2 ? Map.of(pair[0], pair[1]) : Map.of();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "LC_ALL=C", "LC_ALL=POSIX", "LANG=C", "LC_ALL=C.UTF-8"})
  void bytesOfDirectoryAndBranchArriveAsTheyAre(String setting) throws Exception {
    Result result =
        shell(
            NAMES
                + "git -C \"$3\" branch \"$b\" main && \"$1\" clone -q -b \"$b\" \"$2\" \"$d\""
                + " && git -C \"$d\" rev-parse --verify -q \"refs/heads/$b\" >/dev/null && ls",
            environment(setting));

    assertThat(result).isEqualTo(new Result(0, "ort-ü\n", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "LC_ALL=C.UTF-8"})
  void whatIsNotUtf8IsRefusedAndNothingMade(String setting) throws Exception {
    Result result =
        shell("\"$1\" clone -q \"$2\" \"$(printf 'x\\377')\"; echo $?; ls", environment(setting));

    assertThat(result.out()).isEqualTo("2\n");
    assertThat(result.err()).startsWith("got: argument is not UTF-8: x").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "LC_ALL=de_AT.ISO-8859-1", "LC_CTYPE=de_AT"})
  void sshGetsTheLocaleThatWasSet(String setting) throws Exception {
    Path ssh = work.resolve("ssh");
    Files.writeString(ssh, "#!/bin/sh\nenv | grep '^LC_\\|^GOT_' >\"$HOME/env\"\nexit 1\n");
    Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
    Map<String, String> environment = new HashMap<>(environment(setting));
    environment.putAll(
        Map.of("PATH", "/usr/bin:/bin", "HOME", work.toString(), "GOT_SSH", ssh.toString()));
    Result result = Launch.in(work).environment(environment).run("clone", "-q", "host:small.git");

    assertThat(result.status()).isNotZero();
    assertThat(work.resolve("env")).hasContent(setting.equals("nothing") ? "" : setting);
  }

  @Test
  void launcherFindsItsTreeWithoutAnyVariable() throws Exception {
    assertThat(Launch.in(work).environment(Map.of()).run("-V"))
        .isEqualTo(new Result(0, "got 0.1.0\n", ""));
    GotProcess.assertNoneRuns();
  }
}
