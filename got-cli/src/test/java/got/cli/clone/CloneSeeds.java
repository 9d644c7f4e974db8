package got.cli.clone;

import static java.nio.charset.StandardCharsets.UTF_8;

import got.fuzz.Corpus;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** Makes the first inputs of the targets beside it: {@code java … got.cli.clone.CloneSeeds}. */
final class CloneSeeds {
  private static final List<String> URLS =
      List.of(
          "git://127.0.0.1:19418/small.git",
          "ssh://anna@h/~/x",
          "git+ssh://h:2/x//y/",
          "GIT://[::1]/x",
          "ssh://anna@[fe80::1%25eth0]:7/x%20y",
          "anna@h:a/b.git",
          "[fe80::1%eth0]:/x",
          "h:~bob/'a!b\\",
          "git://h/gr%C3%BCn#;\"x\\\"y ",
          "git://h/%2565",
          "git://h/x%0ay",
          "ssh://-oProxyCommand=x/y",
          "-x:y",
          "h:-x",
          "ssh://a:b@h/x",
          "git://h:65536/x",
          "git://h/%ff",
          "http://h/x",
          "git://fetch/x",
          "git://2130706433/x");

  private static final String TAIL = "/info/refs?service=git-upload-pack";

  private static final List<String> LOCATIONS =
      List.of(
          "https://h/x" + TAIL,
          "HTTPS://other.example:8443/x/y.git" + TAIL,
          "/y/z" + TAIL,
          "//other.example/y" + TAIL,
          "https://[2001:db8::1]:8443/y" + TAIL,
          "https://h/a%20b//c/" + TAIL,
          "https://h/%7Eu/%C3%A4" + TAIL,
          "https://h/%3F%23%25" + TAIL,
          "https://1.2.3.4:80/x" + TAIL,
          "https://u:p@h/x" + TAIL,
          "http://h/x" + TAIL,
          "https://h%40other/x" + TAIL,
          "https://h\\@other/x" + TAIL,
          "/\\other/x" + TAIL,
          "https://h/x#" + TAIL,
          "https://h/login",
          "x" + TAIL);

  /** A host, the URL of a proxy, a list of hosts that need none. */
  private static final List<String> PROXIES =
      List.of(
          "h.example.org\nhttp://proxy.example.org:3128/\nlocalhost,.example.com",
          "h.example.org\nproxy\n*",
          "h.example.org\nHTTP://[2001:db8::1]:80\nexample.org",
          "h.example.org.\n[::1]\na, H.EXAMPLE.ORG. b",
          "192.0.2.7\n192.0.2.1:\n192.0.2.0/24",
          "127.1\np:1\n126.0.0.0/7,127.0.0.1",
          "2001:db8::1\np:65535\n2001:db8::/32",
          "::1\np:1\n[::1],::/0",
          "0x7f.1\np:1\n0x7f.1",
          "h\nsocks5h://p:1\n",
          "h\nhttps://p:1\n",
          "h\nanna:secret@p:1\n",
          "h\n//p:1\n",
          "h\np:65536\n",
          "h\n\n",
          "-h\np:1\n.");

  private static final List<String> NETRCS =
      List.of(
          "machine h login anna password secret\n",
          "machine h:444 login a password x machine h login b password y",
          "machine [::1]:8443 login c password z # a comment\n# another\n",
          "MACHINE h\n\tLOGIN \"an\\\"na\" Password \"a b\\\\c\"\r\n",
          "machine h password x login a",
          "",
          "default login a password x",
          "macdef init\ncd /\n\n",
          "machine h login a:b password x",
          "machine h login a",
          "machine h login a password \"x",
          "machine h login a password \"x\\ny\"",
          "machine h:65536 login a password x",
          "machine h login a password x machine H login b password y",
          "machine h:443 login gr\u00fcn password \u00e4");

  private CloneSeeds() {}

  public static void main(String[] args) throws IOException {
    Corpus.write("location", LOCATIONS.stream().map(url -> url.getBytes(UTF_8)).toList());
    Corpus.write("proxy", PROXIES.stream().map(text -> text.getBytes(UTF_8)).toList());
    Corpus.write("netrc", NETRCS.stream().map(text -> text.getBytes(UTF_8)).toList());
    Corpus.write("url", URLS.stream().map(url -> url.getBytes(UTF_8)).toList());
    Corpus.write(
        "config",
        Stream.of(
                "\0git://127.0.0.1:19418/small.git\nHEAD\nrefs/heads/main",
                "\0anna@h:a/b.git\n+refs/heads/fix#1\nrefs/heads/x\n+refs/heads/a;b\"c",
                "\1ssh://h/x\nrefs/heads/main\n+refs/hoo\n+refs/tags/1.0",
                "\2git://[::1]/x y\n+refs/heads/gr\u00fcn\n+refs/hoo/boo",
                "\3git+ssh://h/\"x\\y\n+refs/tags",
                "\4git://2130706433/%25\n+refs/heads/100%",
                "\0git://send/x\\\nrefs/heads/main",
                "\0git://h/ x#y\nHEAD",
                "\0h: x\n+refs/heads/$HOME\n+refs/a'b")
            .map(text -> text.getBytes(UTF_8))
            .toList());
  }
}
