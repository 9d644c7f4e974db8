package got.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefNameTest {
  private static final long SEED = 31337;
  private static final int NAMES = 700;

  /** Pieces that are wrong somewhere, right elsewhere, and some that are always right. */
  private static final List<String> PIECES =
      List.of(
          "a",
          "b",
          "main",
          "v1.0",
          "-",
          "@",
          "{",
          "}",
          "@{",
          "{@",
          ".",
          "..",
          ".lock",
          "lock",
          "lock.",
          "x.lock",
          ".lockx",
          "/",
          "//",
          "/.",
          "./",
          "/./",
          "\t",
          "\n",
          "\r",
          "\0",
          "\u0001",
          "\u001b",
          "\u001f",
          " ",
          "\u007f",
          "~",
          "^",
          ":",
          "?",
          "*",
          "[",
          "]",
          "\\",
          "\"",
          "'",
          "$",
          "\u0080",
          "\u009b",
          "\u00e4",
          "\u00ff",
          "\u00fe",
          "\u00c3\u00a4",
          "\u00e2\u0080\u00ae");

  @Test
  void gitAgreesOnEveryGeneratedName() throws Exception {
    List<String> names = new ArrayList<>(List.of("refs/", "refs", "refs//", "refs/a", "refs/@"));
    for (String piece : PIECES) {
      for (String frame :
          List.of("refs/%s", "refs/%s/b", "refs/a%s/b", "refs/%sa/b", "refs/a/b%s")) {
        names.add(frame.replace("%s", piece));
      }
    }
    Random random = new Random(SEED);
    while (names.size() < NAMES) {
      StringBuilder name = new StringBuilder("refs/");
      for (int n = random.nextInt(5); n >= 0; n--) {
        boolean tame = random.nextInt(3) > 0;
        name.append(PIECES.get(random.nextInt(tame ? 4 : PIECES.size())));
      }
      names.add(name.toString());
    }
    // A shell cannot hand NUL to a program; aNulIsRefused() covers it.
    names.replaceAll(name -> name.replace('\0', '\2'));
    List<Boolean> verdicts = git(names);
    assertThat(verdicts).hasSize(NAMES).contains(true, false);
    for (int i = 0; i < NAMES; i++) {
      String name = names.get(i);
      assertThat(isAccepted(name))
          .as("seed %d, name %d: %s", SEED, i, Text.clean(name, 200))
          .isEqualTo(verdicts.get(i));
    }
  }

  /** What git-check-ref-format(1) says to each name, whose chars are bytes. */
  private static List<Boolean> git(List<String> names) throws IOException, InterruptedException {
    StringBuilder script = new StringBuilder("LC_ALL=C; export LC_ALL\n");
    for (String name : names) {
      script.append("n=$(printf '");
      name.chars().forEach(c -> script.append(String.format("\\%03o", c)));
      // The dot keeps line ends at the end of a name from being stripped.
      script.append(".')\nif git check-ref-format \"${n%.}\"; then echo y; else echo n; fi\n");
    }
    Process shell =
        new ProcessBuilder("sh", "-s").redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Thread writer =
        new Thread(
            () -> {
              try (OutputStream in = shell.getOutputStream()) {
                in.write(script.toString().getBytes(StandardCharsets.US_ASCII));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    writer.start();
    List<Boolean> verdicts = new ArrayList<>();
    for (String line : shell.inputReader().readAllLines()) {
      verdicts.add(line.equals("y"));
    }
    writer.join();
    assertThat(shell.waitFor()).isZero();
    return verdicts;
  }

  private static boolean isAccepted(String latin1) {
    byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
    try {
      assertThat(RefName.check(bytes).bytes()).isEqualTo(bytes);
      return true;
    } catch (BadValueException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HEAD/",
        "head",
        "HEAD ",
        "FETCH_HEAD",
        "main",
        "heads/main",
        "/refs/heads/a",
        "Refs/a",
        "../refs/heads/a",
        "config",
        "objects/info/alternates",
        "refs\\heads\\a"
      })
  void namesOutsideOfRefsAreRefusedThoughGitAllowsSome(String name) {
    assertThat(isAccepted(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refs/heads/a..b",
        "refs/heads/...",
        "refs/heads/.a",
        "refs/.a/b",
        "refs/heads/a.",
        "refs/tags/a.lock",
        "refs/a.lock/b",
        "refs/heads/a@{1}",
        "refs/heads/a b",
        "refs/heads/a\tb",
        "refs/heads/a\u001b[2J",
        "refs/heads/a\u007f",
        "refs/heads/a~1",
        "refs/heads/..\\..\\a",
        "refs/heads/*"
      })
  void namesThatOnlyGitRefusesAreTold(String name) {
    assertThat(isAccepted(name)).isFalse();
    assertThat(RefName.isOnlyMalformed(name.getBytes(StandardCharsets.ISO_8859_1))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HEAD",
        "refs/heads/a",
        "",
        "refs",
        "config..x",
        "/refs/heads/a..b",
        "refs//a..b",
        "refs/heads/a..b/",
        "refs/heads/a..b/../../../c",
        "refs/./a..b",
        "refs/heads/..",
        "refs/heads/a..b\0",
        "refs/heads/a..b\nc"
      })
  void namesThatAreGoodOrLeadElsewhereAreNotLeftOut(String name) {
    assertThat(RefName.isOnlyMalformed(name.getBytes(StandardCharsets.ISO_8859_1))).isFalse();
  }

  @Test
  void nameThatIsTooLongIsNotLeftOut() {
    String longest = "refs/heads/.." + "x".repeat(1011);
    assertThat(RefName.isOnlyMalformed(longest.getBytes(StandardCharsets.ISO_8859_1))).isTrue();
    assertThat(RefName.isOnlyMalformed((longest + "x").getBytes(StandardCharsets.ISO_8859_1)))
        .isFalse();
  }

  @Test
  void aNulIsRefused() {
    assertThat(isAccepted("refs/heads/a\0")).isFalse();
    assertThat(isAccepted("refs/heads/\0/b")).isFalse();
  }

  @Test
  void headIsAccepted() throws Exception {
    assertThat(RefName.check("HEAD")).isSameAs(RefName.HEAD);
  }

  @Test
  void theLongestNameHas1024Bytes() {
    assertThat(isAccepted("refs/" + "x".repeat(1019))).isTrue();
    assertThat(isAccepted("refs/" + "x".repeat(1020))).isFalse();
    assertThatThrownBy(() -> RefName.check("refs/" + "ä".repeat(510)))
        .hasMessageContaining("longer than 1024 bytes");
  }

  @Test
  void aRefusedNameIsQuotedCleanAndShort() {
    assertThatThrownBy(() -> RefName.check("refs/heads/\u001b[2J\u202e"))
        .isInstanceOf(BadValueException.class)
        .hasMessage("bad reference name 'refs/heads/\\x1b[2J\\u{202e}': forbidden character");
    assertThatThrownBy(() -> RefName.check("x".repeat(100_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }

  @Test
  void bytesThatAreNotUtf8SurviveAndPrintClean() throws Exception {
    byte[] bytes = "refs/heads/\u00ff\u009b".getBytes(StandardCharsets.ISO_8859_1);
    RefName name = RefName.check(bytes);
    assertThat(name.bytes()).isEqualTo(bytes);
    assertThat(name.isAscii()).isFalse();
    assertThat(name.toString()).isEqualTo("refs/heads/\ufffd\ufffd");
  }

  @Test
  void namesAreOrderedByTheirBytes() throws Exception {
    RefName ascii = RefName.check("refs/heads/z");
    RefName other = RefName.check("refs/heads/ä");
    assertThat(ascii).isLessThan(other).isNotEqualTo(other);
    assertThat(RefName.check("refs/heads/z")).isEqualTo(ascii).hasSameHashCodeAs(ascii);
    assertThat(ascii.startsWith("refs/heads/")).isTrue();
    assertThat(ascii.latin1From(11)).isEqualTo("z");
  }
}
