package got.cli.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.cli.say.Failure;
import got.ipc.ObjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody who may rename around the private directory puts a link to other files in its place.
 * Those files stay as they are.
 */
class SwappedDirectoryTest extends NewRepositoryCase {
  private final List<String> left = new ArrayList<>();
  private Path victim;
  private Map<String, String> before;

  @BeforeEach
  void makeVictim() throws Exception {
    victim = Files.createDirectory(temp.resolve("victim"));
    Files.createDirectories(victim.resolve("objects/pack"));
    Files.createDirectories(victim.resolve("refs/heads"));
    for (String name :
        List.of("objects/pack/tmp_pack", "objects/pack/tmp_idx", "refs/heads/main", "HEAD")) {
      Files.writeString(victim.resolve(name), "secret");
      Files.setPosixFilePermissions(
          victim.resolve(name), PosixFilePermissions.fromString("rw-------"));
    }
    before = tree(victim);
  }

  private NewRepository make(Path target) throws Failure {
    return NewRepository.create(new CloneTarget(target, true), left::add);
  }

  private static Path hidden(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(p -> String.valueOf(p.getFileName()).startsWith(".got-clone-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private void swap() throws IOException {
    Path hidden = hidden(work);
    Files.move(hidden, work.resolve("away"));
    Files.createSymbolicLink(hidden, victim);
  }

  private void assertVictimIsUntouched() throws IOException {
    assertThat(tree(victim)).isEqualTo(before);
    try (Stream<Path> all = Files.walk(victim)) {
      assertThat(all.filter(Files::isRegularFile))
          .allSatisfy(f -> assertThat(f).hasContent("secret"));
    }
  }

  /**
   * @param step before which the link takes the directory's place
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void nothingHappensWhereTheLinkLeads(int step) throws Exception {
    Path target = work.resolve("a.git");
    NewRepository repository = make(target);
    if (step == 0) {
      swap();
    }
    ObjectId checksum = fill(repository);
    if (step == 1) {
      swap();
    }
    repository.install(checksum);
    if (step == 2) {
      swap();
    }
    repository.write(CONFIG, GOT_CONF, one());
    if (step == 3) {
      swap();
      assertThatThrownBy(repository::publish).isInstanceOf(Failure.class);
    }
    if (step == 4) {
      swap();
    }
    repository.abort();

    assertVictimIsUntouched();
    assertThat(target).doesNotExist();
    // What was made is removed wherever it is; the directory itself has no name that is known.
    assertThat(work.resolve("away")).isEmptyDirectory();
    assertThat(left).singleElement().asString().endsWith(": is not the file that was made");
  }

  @Test
  void anEntryThatWasMovedAndSwappedIsNotEmptied() throws Exception {
    Path target = Files.createDirectory(work.resolve("a.git"));
    NewRepository repository = make(target);
    repository.install(fill(repository));
    repository.write(CONFIG, GOT_CONF, one());
    Files.createFile(target.resolve("config"));
    // It stops at config, when objects and refs are in the target already.
    assertThatThrownBy(repository::publish).isInstanceOf(Failure.class);
    Files.move(target.resolve("objects"), work.resolve("away"));
    Files.move(victim.resolve("objects"), target.resolve("objects"));
    repository.abort();

    assertThat(target.resolve("objects/pack/tmp_pack")).hasContent("secret");
    assertThat(left).isNotEmpty();
  }
}
