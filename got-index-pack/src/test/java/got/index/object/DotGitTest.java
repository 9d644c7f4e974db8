package got.index.object;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import got.pack.ObjectType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotGitTest {
  private static final Set<String> GITS_WORDS = Set.of("hasDot", "hasDotdot", "hasDotgit");

  /** What the names that git is asked about are put together from. */
  private static final List<String> PARTS =
      List.of(
          ".",
          "..",
          ".git",
          ".GIT",
          ".gIt",
          "git~1",
          "GIT~1",
          "git~2",
          "g",
          "i",
          "t",
          "~",
          "1",
          " ",
          "  ",
          ":",
          "::$INDEX_ALLOCATION",
          "\\",
          "x",
          utf8("\u200c"),
          utf8("\u200f"),
          utf8("\u200b"),
          utf8("\u2010"),
          utf8("\u202a"),
          utf8("\u202e"),
          utf8("\u202f"),
          utf8("\u206a"),
          utf8("\u206f"),
          utf8("\u2070"),
          utf8("\ufeff"),
          utf8("\ufffe"),
          utf8("\uffff"),
          utf8("\u00e9"),
          utf8("\ud83d\ude00"),
          "\u00ff",
          "\u00e2",
          "\u00e2\u0080",
          "\u00c0\u0080",
          "\u00e0\u0080\u0080",
          "\u00ed\u00a0\u0080",
          "\u00f0\u0080\u0080\u0080",
          "\u00f4\u0090\u0080\u0080",
          "modules");

  private static final List<String> STARTS = List.of("", ".git", "git~1", ".Gi", "\\.git");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        "..",
        ".git",
        ".GIT",
        ".giT",
        "git~1",
        "Git~1",
        ".git.",
        ".git ",
        ".git. .",
        "git~1 ",
        ".git:x",
        ".git::$INDEX_ALLOCATION",
        "a\\.git",
        "a\\git~1",
        "\\.git\\hooks",
        ".git\\config",
        "..\\.git",
        ".g\u200cit",
        "\u200e.git",
        ".git\u206f",
        "\ufeff.git",
        ".gi\u202et"
      })
  void namesThatFileSystemsTakeForDotGitAreDangerous(String name) {
    assertThat(isDangerous(utf8(name))).isTrue();
    assertThat(isRefused(utf8(name))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git",
        "...",
        "..a",
        ".gitignore",
        ".github",
        "git~2",
        "git~10",
        ".git\u00e9",
        ".g\u200bit",
        "x.git",
        "git-1",
        "a\\b",
        "\\",
        "\u00e2",
        ".git;"
      })
  void namesThatOnlyLookSimilarAreNot(String name) {
    assertThat(isDangerous(utf8(name))).isFalse();
    assertThat(isRefused(utf8(name))).isFalse();
  }

  @Test
  void gitAgreesOnNamesPutTogetherAtRandom() throws IOException {
    long seed = 20261121;
    Random random = new Random(seed);
    Set<String> names = new LinkedHashSet<>(PARTS);
    while (names.size() < 3000) {
      StringBuilder name = new StringBuilder(STARTS.get(random.nextInt(STARTS.size())));
      for (int i = random.nextInt(4); i >= 0; i--) {
        name.append(PARTS.get(random.nextInt(PARTS.size())));
      }
      names.add(name.toString());
    }
    for (int i = 0; i < 3; i++) {
      for (String ignored : List.of("\u200c", "\u202a", "\u206f", "\ufeff", "\u2010", "\u00ff")) {
        names.add(".git".substring(0, i) + utf8(ignored) + ".git".substring(i));
      }
    }
    List<String> asked = List.copyOf(names);
    List<Set<String>> verdicts =
        new GitFsck(directory)
            .verdicts(
                ObjectType.TREE,
                asked.stream().map(name -> TreeBuilder.sha1("100644", name)).toList());
    int dangerous = 0;
    for (int i = 0; i < asked.size(); i++) {
      String name = asked.get(i);
      boolean expected = verdicts.get(i).stream().anyMatch(GITS_WORDS::contains);
      assertThat(isDangerous(name)).as("%s, seed %d", name, seed).isEqualTo(expected);
      assertThat(isRefused(name)).as("%s, seed %d", name, seed).isEqualTo(expected);
      dangerous += expected ? 1 : 0;
    }
    assertThat(dangerous).isBetween(200, 2800);
  }

  private static String utf8(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static boolean isDangerous(String latin1) {
    byte[] bytes = ("<" + latin1 + ">").getBytes(ISO_8859_1);
    return DotGit.isDangerous(bytes, 1, bytes.length - 1);
  }

  private static boolean isRefused(String latin1) {
    return Verdict.of(ObjectType.TREE, TreeBuilder.sha1("100644", latin1)).isFatal();
  }
}
