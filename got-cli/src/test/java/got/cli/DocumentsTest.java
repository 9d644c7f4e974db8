package got.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents name exists: classes and members between back quotes, and tests anywhere. */
class DocumentsTest {
  private static final Path ROOT = Path.of("..");

  /** {@code Digests}, {@code got.index.Main}, {@code Channel.receive()}. */
  private static final Pattern CLASS =
      Pattern.compile(
          "`(?:got\\.[a-z.]+\\.)?([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:[.#]([A-Za-z_]\\w*))?"
              + "(?:\\(\\))?`");

  private static final Pattern TEST = Pattern.compile("\\b([A-Z]\\w+(?:Test|Fuzz))\\b");
  private static final Pattern DECLARATION =
      Pattern.compile("\\b(?:class|record|interface|enum)\\s+([A-Z]\\w*)");

  /** Every type of every module, and the text of the files that declare one of that name. */
  private static final Map<String, String> SOURCES = new HashMap<>();

  @BeforeAll
  static void readSources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      List<Path> sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.toString().contains("/target/"))
              .toList();
      for (Path source : sources) {
        String text = Files.readString(source);
        for (Matcher types = DECLARATION.matcher(text); types.find(); ) {
          SOURCES.merge(types.group(1), text, String::concat);
        }
      }
    }
  }

  private static Set<String> unknown(String text) {
    Set<String> unknown = new TreeSet<>();
    for (Matcher names = CLASS.matcher(text); names.find(); ) {
      String source = SOURCES.getOrDefault(names.group(1), "");
      String member = names.group(2);
      boolean isKnown =
          source.isEmpty()
              ? isOfJava(names.group(1))
              : member == null || Pattern.compile("\\b" + member + "\\b").matcher(source).find();
      if (!isKnown) {
        unknown.add(names.group());
      }
    }
    for (Matcher tests = TEST.matcher(text); tests.find(); ) {
      if (!SOURCES.containsKey(tests.group(1))) {
        unknown.add(tests.group());
      }
    }
    return unknown;
  }

  private static boolean isOfJava(String name) {
    try {
      Class.forName("java.lang." + name);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "ARCHITECTURE.md",
        "SECURITY.md",
        "SHORTCOMINGS.md",
        "VULNERABILITIES.md",
        "packaging/README.md"
      })
  void whatADocumentNamesExists(String document) throws Exception {
    assertThat(unknown(Files.readString(ROOT.resolve(document)))).isEmpty();
  }

  @Test
  void whatIsGoneIsNoticed() {
    assertThat(unknown("`CommandLines`, `CommandLines.parse`, `got.cli.Got`, `OutOfMemoryError`"))
        .isEmpty();
    assertThat(
            unknown(
                "`NoSuchClass`, `got.cli.NoSuch`, `CommandLines.gone()`, and NoSuchTest; `Match"
                    + " exec`"))
        .containsExactly(
            "NoSuchTest", "`CommandLines.gone()`", "`NoSuchClass`", "`got.cli.NoSuch`");
  }
}
