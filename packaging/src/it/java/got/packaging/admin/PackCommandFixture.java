package got.packaging.admin;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.PackFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of gotadmin's commands for packs share. */
abstract class PackCommandFixture {
  /** Where gotadmin runs. */
  @TempDir Path work;

  /** For repositories. */
  @TempDir Path made;

  PackFiles packs;

  @BeforeEach
  final void begin() {
    packs = new PackFiles(work);
  }

  @AfterEach
  final void nothingRuns() throws Exception {
    GotProcess.assertNoneRuns();
  }

  /** The lines of {@code gotadmin listpack}, which must end well. */
  final List<String> list(String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("listpack"));
    words.addAll(List.of(options));
    Result result = packs.gotadmin(words.toArray(String[]::new));
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    return result.out().lines().toList();
  }
}
