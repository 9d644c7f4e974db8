package got.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

/** The shells and the manual know the options that got knows, and no others. */
class CompletionTest {
  private static final Path PACKAGING = Path.of("../packaging/src");
  private static final Set<String> GOTS_OWN = Set.of("-h", "--help", "-V", "--version");

  private static Set<String> known() {
    Set<String> names = new TreeSet<>(GOTS_OWN);
    for (OptionSpec option : CommandLines.cloneSpec().options()) {
      names.addAll(Set.of(option.names()));
    }
    for (OptionSpec option : FetchCommandLine.spec().options()) {
      names.addAll(Set.of(option.names()));
    }
    return names;
  }

  private static Set<String> all(String text, String pattern) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @Test
  void bashKnowsTheOptions() throws Exception {
    String file = Files.readString(PACKAGING.resolve("completion/got.bash"));
    StringBuilder lists = new StringBuilder();
    for (String list : all(file, "compgen -W '([^']*)'")) {
      lists.append(list).append(' ');
    }
    assertThat(all(lists.toString(), "(?<=^|\\s)(-[-a-zA-Z]+)(?=\\s|$)")).isEqualTo(known());
  }

  @Test
  void zshKnowsTheOptions() throws Exception {
    String file = Files.readString(PACKAGING.resolve("completion/_got"));
    Set<String> offered = all(file, "\\{(-[a-zA-Z]),--");
    offered.addAll(all(file, "\\{-[a-zA-Z],(--[-a-z]+)\\}"));
    offered.addAll(all(file, "'(?:\\([^)]*\\))?(--[-a-z]+)\\["));
    assertThat(offered).isEqualTo(known());
  }

  @Test
  void theManualKnowsTheOptions() throws Exception {
    String page = Files.readString(PACKAGING.resolve("man/got.1"));
    Set<String> offered = all(page, "^\\.It Fl ([a-zA-Z]) ");
    Set<String> described = new TreeSet<>();
    offered.forEach(letter -> described.add("-" + letter));
    all(page, "^\\.It Fl (?:[a-zA-Z] , )?-([-a-z]+)").forEach(name -> described.add("--" + name));
    assertThat(described).isEqualTo(known());
  }
}
