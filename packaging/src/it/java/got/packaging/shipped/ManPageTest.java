package got.packaging.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The man pages are well-formed mdoc(7). */
class ManPageTest {
  @Test
  void mandocHasNothingToSay() throws Exception {
    List<String> command = new ArrayList<>(List.of("mandoc", "-Tlint", "-Wwarning"));
    try (Stream<Path> pages = Files.walk(GotProcess.TREE.resolve("share/man"))) {
      pages.filter(Files::isRegularFile).map(Path::toString).sorted().forEach(command::add);
    }
    assertThat(command).as("pages").hasSizeGreaterThan(3);
    Process mandoc = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(mandoc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output).isEmpty();
    assertThat(mandoc.waitFor()).isZero();
  }
}
