package got.cli.repository;

import static got.cli.refs.Refs.name;
import static org.assertj.core.api.Assertions.assertThat;

import got.cli.refs.NewRef;
import got.cli.refs.NewSymref;
import got.cli.refs.Selection;
import got.cli.refs.Wants;
import got.cli.say.Failure;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A repository to take pack and index from, and a directory to make others in. */
abstract class NewRepositoryCase {
  static final byte[] CONFIG =
      "[core]\n\trepositoryformatversion = 0\n\tbare = true\n".getBytes(StandardCharsets.US_ASCII);
  static final byte[] GOT_CONF = new byte[0];
  static final RefName MAIN = name("refs/heads/main");

  @TempDir Path temp;
  Path source;
  Path work;
  ObjectId tip;

  @BeforeEach
  final void makeSource() throws Exception {
    source = Files.createDirectory(temp.resolve("source"));
    work = Files.createDirectory(temp.resolve("work"));
    Git.run(source, "init", "-q", "-b", "main");
    Git.run(source, "commit", "-q", "--allow-empty", "-m", "first");
    Git.run(source, "repack", "-adq");
    byte[] hex = Git.run(source, "rev-parse", "HEAD").strip().getBytes(StandardCharsets.US_ASCII);
    tip = ObjectId.parse(HashAlgorithm.SHA1, hex);
  }

  static NewRepository create(Path target) throws Failure {
    return NewRepository.create(
        new CloneTarget(target, false),
        left -> {
          throw new AssertionError(left);
        });
  }

  Selection selection(List<NewRef> refs) {
    return new Selection(
        HashAlgorithm.SHA1,
        List.of(MAIN),
        List.of(),
        new Wants(List.of(tip), List.of()),
        refs,
        List.of(new NewSymref(RefName.HEAD, MAIN)));
  }

  Selection one() {
    return selection(List.of(new NewRef(MAIN, tip)));
  }

  /** What the helpers do: fills pack and index; returns the pack's trailer. */
  ObjectId fill(NewRepository repository) throws IOException {
    Path packs = source.resolve(".git/objects/pack");
    try (Stream<Path> files = Files.list(packs)) {
      for (Path file : files.toList()) {
        if (file.toString().endsWith(".pack")) {
          byte[] bytes = Files.readAllBytes(file);
          repository.pack().write(out -> out.write(bytes));
        } else if (file.toString().endsWith(".idx")) {
          byte[] bytes = Files.readAllBytes(file);
          repository.index().write(out -> out.write(bytes));
        }
      }
    }
    byte[] trailer = repository.pack().read(repository.pack().length() - 20, 20);
    return ObjectId.copyOf(HashAlgorithm.SHA1, trailer, 0);
  }

  NewRepository build(Path target, Selection selection) throws Exception {
    NewRepository repository = create(target);
    repository.install(fill(repository));
    repository.write(CONFIG, GOT_CONF, selection);
    repository.publish();
    return repository;
  }

  /** Relative path to mode, of everything below {@code root} and itself. */
  static Map<String, String> tree(Path root) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        tree.put(
            root.relativize(file).toString().replaceAll("[0-9a-f]{40}", "ID"),
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)));
      }
    }
    return tree;
  }

  void assertWorkIsEmpty() throws IOException {
    assertThat(tree(work)).containsOnlyKeys("");
  }

  void assertSound(Path repository) throws IOException {
    assertThat(Git.run(repository, "fsck", "--strict", "--full")).doesNotContain("error");
    assertThat(Git.run(repository, "log", "--format=%s", "main")).isEqualTo("first\n");
    assertThat(Git.run(repository, "rev-parse", "HEAD", "--is-bare-repository"))
        .isEqualTo(tip + "\ntrue\n");
  }
}
