package got.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.say.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryUrlTest {
  private static final String NO_USER = "";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // typed | protocol | user | host | port | path | name | as git writes it
        "git://127.0.0.1/git/|git||127.0.0.1|0|/git|git|git://127.0.0.1/git",
        "git://h/git/myrepo|git||h|0|/git/myrepo|myrepo|git://h/git/myrepo",
        "git://h//git/myrepo|git||h|0|/git/myrepo|myrepo|git://h/git/myrepo",
        "git://h/////git//myrepo///|git||h|0|/git/myrepo|myrepo|git://h/git/myrepo",
        "git://h:22/x.git|git||h|22|/x.git|x|git://h:22/x.git",
        "git://h:1/x|git||h|1|/x|x|git://h:1/x",
        "git://h:65535/x|git||h|65535|/x|x|git://h:65535/x",
        "git://h/a/b.git.git|git||h|0|/a/b.git.git|b.git|git://h/a/b.git.git",
        "git://h/a/../b.git|git||h|0|/a/../b.git|b|git://h/a/../b.git",
        "git://h/-x|git||h|0|/-x|-x|git://h/-x",
        "GIT://h/x|git||h|0|/x|x|git://h/x",
        "SSH://h/x|ssh||h|0|/x|x|ssh://h/x",
        "git+ssh://h:22/x|git+ssh||h|22|/x|x|git+ssh://h:22/x",
        "ssh://anna@h/x|ssh|anna|h|0|/x|x|ssh://anna@h/x",
        "ssh://a@corp.example@h:7/x|ssh|a@corp.example|h|7|/x|x|ssh://a@corp.example@h:7/x",
        "ssh://h/~/x|ssh||h|0|~/x|x|ssh://h/~/x",
        "ssh://h//~bob/x.git|ssh||h|0|~bob/x.git|x|ssh://h/~bob/x.git",
        "git://h/~bob/x|git||h|0|~bob/x|x|git://h/~bob/x",
        "ssh://h/rock'n roll.git|ssh||h|0|/rock'n roll.git|rock'n roll|ssh://h/rock'n roll.git",
        "ssh://h/rock%27n%20roll.git|ssh||h|0|/rock'n roll.git|rock'n roll"
            + "|ssh://h/rock'n roll.git",
        "git://h/100%25.git|git||h|0|/100%.git|100%|git://h/100%25.git",
        "git://h/%2525|git||h|0|/%25|%25|git://h/%2525",
        "git://h/a%2Fb|git||h|0|/a/b|b|git://h/a/b",
        "git://h/gr%C3%BCn|git||h|0|/gr\u00fcn|gr\u00fcn|git://h/gr\u00fcn",
        "git://%68ost/x|git||host|0|/x|x|git://host/x",
        "git://[::1]/x|git||::1|0|/x|x|git://[::1]/x",
        "git://[::1]:9/x|git||::1|9|/x|x|git://[::1]:9/x",
        "ssh://anna@[2001:db8::7]:9/x|ssh|anna|2001:db8::7|9|/x|x|ssh://anna@[2001:db8::7]:9/x",
        "ssh://[fe80::1%25eth0]/x|ssh||fe80::1%eth0|0|/x|x|ssh://[fe80::1%25eth0]/x",
        "h:git/x|ssh||h|0|git/x|x|h:git/x",
        "h:/git/x|ssh||h|0|/git/x|x|ssh://h/git/x",
        "h:22/git/x|ssh||h|0|22/git/x|x|h:22/git/x",
        "anna@h:x.git|ssh|anna|h|0|x.git|x|anna@h:x.git",
        "anna@[::1]:x|ssh|anna|::1|0|x|x|anna@[::1]:x",
        "[::1]:x|ssh||::1|0|x|x|[::1]:x",
        "h:~bob/x|ssh||h|0|~bob/x|x|ssh://h/~bob/x",
        "h:a%20b|ssh||h|0|a%20b|a%20b|h:a%20b",
        "h:/a%20b|ssh||h|0|/a%20b|a%20b|ssh://h/a%2520b",
        "git:x|ssh||git|0|x|x|git:x",
        "git://h/a/.git|git||h|0|/a/.git|a|git://h/a/.git",
        "git://h/a/b.git/.git/|git||h|0|/a/b.git/.git|b|git://h/a/b.git/.git",
        "h:x/.git|ssh||h|0|x/.git|x|h:x/.git",
        "h:~/x/.git|ssh||h|0|~/x/.git|x|ssh://h/~/x/.git",
        "DOM\\user@h:x|ssh|DOM\\user|h|0|x|x|DOM\\user@h:x",
        "ssh://DOM\\user@h:7/x|ssh|DOM\\user|h|7|/x|x|ssh://DOM\\user@h:7/x",
        "h:a:b|ssh||h|0|a:b|a:b|h:a:b",
        "h:22:x|ssh||h|0|22:x|22:x|h:22:x",
        "git://h/x?y#z|git||h|0|/x?y#z|x?y#z|git://h/x?y#z",
      })
  void accepted(
      String typed,
      String protocol,
      String user,
      String host,
      int port,
      String path,
      String name,
      String gitUrl)
      throws BadUrlException {
    RepositoryUrl url = RepositoryUrl.parse(typed);

    assertThat(url.protocol()).isEqualTo(protocol);
    assertThat(url.user()).isEqualTo(user == null ? NO_USER : user);
    assertThat(url.host()).isEqualTo(host);
    assertThat(url.port()).isEqualTo(port);
    assertThat(url.path()).isEqualTo(path);
    assertThat(url.name()).isEqualTo(name);
    assertThat(url.directory()).isEqualTo(name + ".git");
    assertThat(url.gitUrl()).isEqualTo(gitUrl);
    RepositoryUrl again = RepositoryUrl.parse(gitUrl);
    assertThat(again.userAndHost()).isEqualTo(url.userAndHost());
    assertThat(again.path()).isEqualTo(path);
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "foo",
        "git:",
        "git://",
        "git://h",
        "git://h/",
        "git://h////",
        "git:///h/x",
        "git://:80/x",
        "git://h:/x",
        "ssh://h",
        "ssh://h/",
        "ssh:///h/x",
        "ssh://:22/x",
        "ssh://h:/x",
        "ssh://h/.git",
        "git+ssh://h",
        "git+ssh://h/",
        "h:",
        "h:/",
        ":x",
        "/h:/x",
        "./h:x",
        "git://h/.git",
        "h:.git",
        "://h/x",
        "1git://h/x",
        "h:a://b",
        "ssh://@h/x",
        "@h:x",
        "git://anna@h/x",
        "git://h:0/x",
        "git://h:65536/x",
        "git://h:99999999999/x",
        "git://h:+80/x",
        "git://h:-80/x",
        "git://h:8 0/x",
        "git://h:%38%30/x",
        "git://h:80:80/x",
        "git://::1/x",
        "git://[::1/x",
        "git://[::1]x/x",
        "git://[::1]9/x",
        "git://[h]/x",
        "git://[]/x",
        "git://[-::1]/x",
        "git://h/%",
        "git://h/%4",
        "git://h/%zz",
        "git://h/%ff",
        "git://h h/x",
        "git://h\"/x",
        "git://h;id/x",
        "git://$(id)/x",
        "git://%2e%2e%2f/x",
        "git://h%00/x",
        "git://h%0ahost=g/x",
        "git://h/x\u0000y",
        "git://h/x\ny",
        "git://h/x%00y",
        "git://h/x%0ay",
        "git://h/x%0Dy",
        "git://h/x%1b[2J",
        "git://h/x%7f",
        "git://h/x%C2%9B",
        "git://h/x\u009b",
        "git://h/x\t",
        "h:x\ny",
        "ssh://a%0ab@h/x",
        "ssh://h%0a/x",
        "ssh://h/x%0aid",
        "ssh://h/x%00y",
        "ssh://h:2%32/x",
        "ssh://[::1%0a]/x",
        "a%20b@h:x",
        "h%2Dx:y",
        "ssh://a b@h/x",
        "ssh://a'b@h/x",
        "ssh://a\\@h/x",
        "ssh://\\a@h/x",
        "ssh://a\\\\b@h/x",
        "ssh://-a\\b@h/x",
        "ssh://a\\-b@h/x",
        "a\\b@c\\d@h:x",
        "git://h?/x",
        "git://h#/x",
        "ssh://h#@g/x",
        "ssh://h?@g/x",
        "git://h?x",
        "h::x",
        "a@h::x",
        "ext::sh -c x",
        "h:::x",
        "[::1]::x",
        "/.git",
        "h:/.git",
        "h:a@[b]",
        "git://h/a@[b]",
        "ssh://h/a%40%5Bb]",
      })
  void rejected(String typed) {
    assertThatThrownBy(() -> RepositoryUrl.parse(typed))
        .isInstanceOfSatisfying(
            BadUrlException.class,
            e -> {
              assertThat(e.text()).startsWith("failed to parse uri: ").doesNotContain("\n");
              assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
            });
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "ssh://-oProxyCommand=id/x",
        "ssh://-h/x",
        "ssh://%2Dh/x",
        "ssh://%2doProxyCommand/x",
        "ssh://a@-h/x",
        "ssh://-a@h/x",
        "ssh://%2Da@h/x",
        "ssh://h:-p/x",
        "ssh://h:%2Dp/x",
        "ssh://h:-oProxyCommand=id/x",
        "ssh://%2DoProxyCommand=id@h/x",
        "ssh://a@%2Dh/x",
        "git+ssh://%2DoProxyCommand%3Did/x",
        "git://-h/x",
        "git+ssh://-h:22/x",
        "-h:x",
        "-oProxyCommand=id:x",
        "a@-h:x",
        "-a@h:x",
        "h:-x",
        "h:--upload-pack=id",
        "[-h]:x",
      })
  void nothingCanBecomeAnOption(String typed) {
    assertThatThrownBy(() -> RepositoryUrl.parse(typed))
        .isInstanceOfSatisfying(
            BadUrlException.class,
            e -> {
              assertThat(e.text()).startsWith("failed to parse uri: ");
              assertThat(e.hint()).isNotEmpty();
            });
  }

  @ParameterizedTest(name = "\"{0}\"")
  @CsvSource(
      delimiter = '|',
      value = {
        "[host:2222]:path|ssh://host:2222/path",
        "anna@[host:2222]:/path|ssh://anna@host:2222/path",
        "git@::1:repo|[::1]",
        "2001:db8::7:repo|[2001:db8::7]",
        "host::path|colon",
      })
  void whatIsMeantIsHinted(String typed, String hint) {
    assertThatThrownBy(() -> RepositoryUrl.parse(typed))
        .isInstanceOfSatisfying(BadUrlException.class, e -> assertThat(e.hint()).contains(hint));
  }

  @ParameterizedTest
  @CsvSource({
    "git://h/x, true",
    "ssh://h/x, true",
    "git+ssh://h/x, true",
    "h:x, true",
    "git://, true",
    "https://h/x, true",
    "git+http://h/x, true",
    "ftp://h/x, false",
    "x.git, false",
    "-v, false",
  })
  void firstLookIsAtTheScheme(String typed, boolean expected) {
    assertThat(RepositoryUrl.looksLikeOne(typed)).isEqualTo(expected);
  }

  @Test
  void theEmptyStringIsRejected() {
    assertThatThrownBy(() -> RepositoryUrl.parse(""))
        .isInstanceOfSatisfying(
            BadUrlException.class, e -> assertThat(e.text()).isEqualTo("failed to parse uri"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"git://h/%20\ud800", "git://h/gr\ufffd\ufffdn", "h:\udc00"})
  void whatTheLocaleCouldNotExpressIsRejected(String typed) {
    assertThatThrownBy(() -> RepositoryUrl.parse(typed))
        .isInstanceOfSatisfying(
            BadUrlException.class, e -> assertThat(e.hint()).contains("locale"));
  }

  @Test
  void aPathLongerThanTheLimitIsRejected() {
    assertThatThrownBy(() -> RepositoryUrl.parse("git://h/" + "x".repeat(4096)))
        .isInstanceOf(BadUrlException.class);
  }

  @ParameterizedTest(name = "\"{0}\"")
  @CsvSource({
    "gopher://h/x, gopher",
    "file:///x, file",
    "git+ftp://h/x, git+ftp",
    "ftp://h, ftp",
    "Foo://h/x, Foo",
    "ext::sh://x, ''",
  })
  void anotherSchemeIsNamed(String typed, String scheme) {
    String text =
        scheme.isEmpty() ? "failed to parse uri: " + typed : scheme + ": unknown protocol";
    assertThatThrownBy(() -> RepositoryUrl.parse(typed))
        .isInstanceOfSatisfying(BadUrlException.class, e -> assertThat(e.text()).isEqualTo(text));
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/a/b.git, https://h/a/b.git, https://h, /a/b.git",
    "HTTP://h:80//a/, http://h:80/a, http://h, /a",
    "git+https://[::1]:8443/x, https://[::1]:8443/x, https://[::1]:8443, /x",
    "https://h/~u/x, https://h/~u/x, https://h, /~u/x",
    "https://h/a%20b%3f%2525, https://h/a%20b%3F%2525, https://h, /a%20b%3F%2525",
    "https://h/gr%C3%BCn, https://h/gr%C3%BCn, https://h, /gr%C3%BCn",
  })
  void overHttpAPathIsEncodedAgain(String typed, String url, String origin, String path)
      throws Exception {
    RepositoryUrl parsed = RepositoryUrl.parse(typed);
    assertThat(parsed.gitUrl()).isEqualTo(url);
    assertThat(parsed.origin()).hasToString(origin);
    assertThat(parsed.encodedPath()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/x?y, %3F",
    "https://h/x#y, %23",
    "http://u@h/x, others can see them",
    "https://h?/x, ''",
    "https://h#x/y, ''",
    "https://h, ''",
    "https://h/, ''",
  })
  void overHttpNothingFollowsThePath(String typed, String hint) {
    whatIsMeantIsHinted(typed, hint);
  }

  @Test
  void anInterfaceIsNoPartOfAnOrigin() throws Exception {
    RepositoryUrl url = RepositoryUrl.parse("https://[fe80::1%25eth0]/x");
    assertThatThrownBy(url::origin).isInstanceOf(BadUrlException.class);
  }

  @Test
  @Timeout(10)
  void manyColonsAreOneLook() {
    String typed = "git://[" + ":".repeat(1 << 20) + "x]/x";
    assertThatThrownBy(() -> RepositoryUrl.parse(typed)).isInstanceOf(BadUrlException.class);
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "ssh://a:secret@h/x",
        "git://a:secret@h/x",
        "https://:secret@h/x",
        "ssh://a:secret@h"
      })
  void aPasswordIsRefusedWithAHintAndNotRepeated(String typed) {
    assertThatThrownBy(() -> RepositoryUrl.parse(typed))
        .isInstanceOfSatisfying(
            BadUrlException.class,
            e -> {
              assertThat(e.text()).isEqualTo("failed to parse uri");
              assertThat(e.hint()).contains("password").doesNotContain("secret");
            });
  }
}
