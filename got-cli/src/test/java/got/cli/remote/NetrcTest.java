package got.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.files.HeldFile;
import got.cli.say.Failure;
import got.ipc.http.Authorization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which user and password a server gets, and which files are refused. */
class NetrcTest {
  private static final Path FILE = Path.of("netrc");
  private static final int HTTPS = 443;

  @TempDir Path place;

  private static Netrc parse(String text) throws Failure {
    return Netrc.parse(FILE, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Authorization basic(String user, String password) throws Exception {
    return Authorization.basic(user, password);
  }

  @Test
  void anEntryIsForItsHostAndTheUsualPort() throws Exception {
    Netrc netrc = parse("machine git.example.org login anna password secret\n");
    assertThat(netrc.find("git.example.org", 443, HTTPS)).isEqualTo(basic("anna", "secret"));
    assertThat(netrc.find("GIT.example.ORG", 443, HTTPS)).isEqualTo(basic("anna", "secret"));
    for (String host : new String[] {"example.org", "a.git.example.org", "git.example.or", ""}) {
      assertThat(netrc.find(host, 443, HTTPS).isPresent()).as(host).isFalse();
    }
    assertThat(netrc.find("git.example.org", 8443, HTTPS).isPresent()).isFalse();
  }

  @Test
  void anEntryWithAPortIsForThatPort() throws Exception {
    Netrc netrc =
        parse(
            """
            machine h:8443 login a password x
            machine h login b password y
            machine [::1]:8443 login c password z
            machine [2001:db8::1] login d password w
            """);
    assertThat(netrc.find("h", 8443, HTTPS)).isEqualTo(basic("a", "x"));
    assertThat(netrc.find("h", 443, HTTPS)).isEqualTo(basic("b", "y"));
    assertThat(netrc.find("h", 444, HTTPS).isPresent()).isFalse();
    assertThat(netrc.find("::1", 8443, HTTPS)).isEqualTo(basic("c", "z"));
    assertThat(netrc.find("2001:db8::1", 443, HTTPS)).isEqualTo(basic("d", "w"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "machine h login u password p\\\"#",
        "machine h\tlogin\r\nu\n\npassword p\\\"#\n",
        "# machine h login x password y\nmachine h # here\nlogin u password p\\\"# # there",
        "machine \"h\" login \"u\" password \"p\\\\\\\"#\"",
        "MACHINE h password p\\\"# login u",
      })
  void wordsAreAsCurlReadsThem(String text) throws Exception {
    assertThat(parse(text).find("h", 443, HTTPS)).isEqualTo(basic("u", "p\\\"#"));
  }

  @Test
  void quotedWordsHoldBlanks() throws Exception {
    Netrc netrc = parse("machine h login \"a b\" password \"# c\\d\"");
    assertThat(netrc.find("h", 443, HTTPS)).isEqualTo(basic("a b", "# cd"));
    assertThat(parse("machine h login u password \"\"").find("h", 443, HTTPS))
        .isEqualTo(basic("u", ""));
  }

  @Test
  void anEmptyFileHasNoEntries() throws Exception {
    assertThat(parse("").find("h", 443, HTTPS).isPresent()).isFalse();
    assertThat(parse("\n# nothing").find("h", 443, HTTPS).isPresent()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "default login u password hunter2|line 1: default would give",
        "machine a login u password hunter2\\ndefault login u password x|line 2: default would",
        "machine a login u password hunter2 macdef init\\nx|line 1: macros are not run",
        "hunter2|line 1: an unknown word",
        "machine a login u password hunter2 account x|line 1: an unknown word",
        "machine a login u password hunter2 hunter2|line 1: an unknown word",
        "machine a login u|line 1: an entry needs a login and a password",
        "machine a password hunter2|line 1: an entry needs a login and a password",
        "machine a login u password|line 1: the file ends inside an entry",
        "machine|line 1: the file ends inside an entry",
        "machine a/b login u password hunter2|line 1: no name of a host",
        "machine a:0 login u password hunter2|line 1: a port is a number from 1 to 65535",
        "machine a:65536 login u password hunter2|line 1: a port is a number from 1 to 65535",
        "machine a login u:v password hunter2|line 1: a login holds no colon",
        "machine a login u password \"hunter2|line 1: a quoted word does not end in its line",
        "machine a login u password \"hunter2\\nx\"|line 1: a quoted word does not end",
        "machine a login u password \"hunter2\\\\nx\"|line 1: a control character",
        "machine a login u password \"hunter2\\\\rx\"|line 1: a control character",
        "\\n"
            + "\\n"
            + "machine a login u password hunter2 machine A login v password x|line 3: a second"
            + " entry",
      })
  void whatIsNoEntryIsRefusedAndNotQuoted(String text, String words) {
    String file = text.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\");
    assertThatThrownBy(() -> parse(file))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> {
              assertThat(e.text()).startsWith("netrc: " + words);
              assertThat(e.text() + e.hint()).doesNotContain("hunter2");
            });
  }

  @Test
  void wordsAndFileAreBounded() throws Exception {
    assertThat(parse("machine h login u password " + "x".repeat(1000)).find("h", 443, HTTPS))
        .isEqualTo(basic("u", "x".repeat(1000)));
    assertThatThrownBy(() -> parse("machine h login u password " + "x".repeat(1001)))
        .hasMessageContaining("more than 1000 characters");
    Path file = Files.writeString(place.resolve("n"), "#".repeat(Netrc.BYTES));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Netrc.read(file);
    Files.writeString(file, "#".repeat(Netrc.BYTES + 1));
    assertThatThrownBy(() -> Netrc.read(file)).hasMessageContaining("more than 65536 bytes");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    assertThatThrownBy(() -> Netrc.parse(FILE, new byte[] {(byte) 0xff}))
        .hasMessage("netrc: not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwx--x---"})
  void aFileThatOthersReachIsRefused(String mode) throws Exception {
    Path file = Files.writeString(place.resolve("n"), "machine h login u password p");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    assertThatThrownBy(() -> Netrc.read(file))
        .isInstanceOfSatisfying(
            Failure.class,
            e -> {
              assertThat(e.text()).isEqualTo(file + ": others can read or write it");
              assertThat(e.hint()).isEqualTo("chmod 600 " + file);
            });
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    assertThat(Netrc.read(file).find("h", 443, HTTPS)).isEqualTo(basic("u", "p"));
  }

  @Test
  void whatIsNoFileIsRefused() {
    assertThatThrownBy(() -> Netrc.read(place)).hasMessage(place + ": not a regular file");
    assertThatThrownBy(() -> Netrc.read(Path.of("/dev/null")))
        .hasMessage("/dev/null: not a regular file");
    assertThatThrownBy(() -> Netrc.read(place.resolve("none"))).hasMessageContaining("none: ");
  }

  @Test
  void anotherUsersFileIsRefused() throws Exception {
    Path file = Files.writeString(place.resolve("n"), "machine h login u password p");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> Netrc.read(file, HeldFile.user() + 1, HeldFile.user() + 2))
        .hasMessage(file + ": belongs to another user");
  }

  @Test
  void noTextShowsASecret() throws Exception {
    assertThat(basic("u", "p")).hasToString("(secret)");
    assertThat(Authorization.NONE).hasToString("(none)");
    assertThat(NetrcParser.parse(FILE, "machine h login u password hunter2"))
        .hasToString("[Entry[host=h, port=0, authorization=(secret)]]");
    assertThatThrownBy(() -> Authorization.check("aGk\n")).hasMessageNotContaining("aGk");
  }
}
