package got.cli.repository;

import static got.cli.refs.Refs.name;
import static org.assertj.core.api.Assertions.assertThat;

import got.cli.refs.NewRef;
import got.cli.refs.NewSymref;
import got.cli.refs.RefOrder;
import got.cli.refs.Selection;
import got.cli.refs.Wants;
import got.ipc.HashAlgorithm;
import got.ipc.RefName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NewRepositoryTest extends NewRepositoryCase {
  @Test
  void theResultIsARepositoryWithTheModesPromised() throws Exception {
    Path target = work.resolve("a.git");
    build(target, one());

    assertSound(target);
    Map<String, String> expected = new TreeMap<>();
    for (String d : List.of("", "objects", "objects/pack", "refs", "refs/heads", "refs/tags")) {
      expected.put(d, "rwxr-xr-x");
    }
    for (String f : List.of("HEAD", "config", "description", "got.conf", "refs/heads/main")) {
      expected.put(f, "rw-r--r--");
    }
    for (String f : List.of("objects/pack/pack-ID.pack", "objects/pack/pack-ID.idx")) {
      expected.put(f, "r--r--r--");
    }
    assertThat(tree(target)).isEqualTo(expected);
    assertThat(target.resolve("HEAD")).hasContent("ref: refs/heads/main\n");
    assertThat(target.resolve("refs/heads/main")).hasContent(tip + "\n");
    assertThat(target.resolve("description"))
        .hasContent("Unnamed repository; edit this file 'description' to name the repository.\n");
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left).containsExactly(target);
    }
  }

  @Test
  void anEmptyRepositoryHasNoPack() throws Exception {
    Path target = work.resolve("a.git");
    NewRepository repository = create(target);
    repository.write(CONFIG, GOT_CONF, selection(List.of()));
    repository.publish();

    assertThat(target.resolve("objects/pack")).isEmptyDirectory();
    assertThat(Git.run(target, "fsck", "--strict")).doesNotContain("error");
    assertThat(Git.run(target, "symbolic-ref", "HEAD")).isEqualTo("refs/heads/main\n");
  }

  @Test
  void missingParentsAreMade() throws Exception {
    build(work.resolve("x/y/a.git"), one());
    assertSound(work.resolve("x/y/a.git"));
  }

  @Test
  void anEmptyDirectoryKeepsItsIdentity() throws Exception {
    Path target = Files.createDirectory(work.resolve("a.git"));
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxrwx---"));
    Object inode = Files.getAttribute(target, "unix:ino");
    build(target, one());

    assertSound(target);
    assertThat(Files.getAttribute(target, "unix:ino")).isEqualTo(inode);
    assertThat(tree(target)).containsEntry("", "rwxrwx---").containsKey("HEAD");
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left).containsExactly(target);
    }
  }

  @Test
  void theCurrentDirectoryCanBeTheTarget() throws Exception {
    Path target = Files.createDirectory(work.resolve("a.git"));
    build(target.resolve("."), one());
    assertSound(target);
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left).containsExactly(target);
    }
  }

  @Test
  void manyReferencesAreOneFileAndQuick() throws Exception {
    List<NewRef> refs = new ArrayList<>(List.of(new NewRef(MAIN, tip)));
    for (int i = 0; i < 50_000; i++) {
      refs.add(new NewRef(name("refs/tags/t" + i), tip));
      if (i % 1000 == 0) {
        refs.add(new NewRef(name("refs/tags/d" + i + "/x"), tip));
        refs.add(new NewRef(name("refs/tags/d" + i + "-x"), tip));
      }
    }
    refs.sort((a, b) -> RefOrder.PATH.compare(a.name(), b.name()));
    NewRepository repository = create(work.resolve("a.git"));
    repository.install(fill(repository));
    long start = System.nanoTime();
    repository.write(CONFIG, GOT_CONF, selection(refs));
    repository.publish();

    assertThat(System.nanoTime() - start).as("nanoseconds").isLessThan(5_000_000_000L);
    assertSound(work.resolve("a.git"));
    assertThat(Git.run(work.resolve("a.git"), "for-each-ref", "--format=%(refname)").lines())
        .hasSize(refs.size());
    assertThat(Git.run(work.resolve("a.git"), "rev-parse", "refs/tags/d7000-x", "refs/tags/t49999"))
        .isEqualTo(tip + "\n" + tip + "\n");
    assertThat(work.resolve("a.git/packed-refs"))
        .content()
        .startsWith("# pack-refs with: sorted \n" + tip + " refs/heads/main\n");
  }

  @Test
  void theNumberOfReferencesDecidesWhetherTheyAreFiles() throws Exception {
    for (int count : List.of(RefWriter.LOOSE_MAX, RefWriter.LOOSE_MAX + 1)) {
      List<NewRef> refs = new ArrayList<>(List.of(new NewRef(MAIN, tip)));
      for (int i = 1; i < count; i++) {
        refs.add(new NewRef(name("refs/tags/a/" + i), tip));
      }
      Path target = work.resolve(count + ".git");
      build(target, selection(refs));
      assertSound(target);
      assertThat(Files.exists(target.resolve("packed-refs"))).isEqualTo(count == 17);
      assertThat(Files.exists(target.resolve("refs/tags/a/1"))).isEqualTo(count == 16);
    }
  }

  @Test
  void namesThatFitNoFileNameArePacked() throws Exception {
    String longName = "refs/tags/" + "x".repeat(253);
    List<NewRef> refs =
        List.of(
            new NewRef(MAIN, tip),
            new NewRef(name("refs/tags/gr\u00fcn"), tip),
            new NewRef(name(longName), tip));
    build(work.resolve("a.git"), selection(refs));
    assertSound(work.resolve("a.git"));
    assertThat(Git.run(work.resolve("a.git"), "rev-parse", "refs/tags/gr\u00fcn", longName))
        .isEqualTo(tip + "\n" + tip + "\n");
  }

  @Test
  void theServersHeadIsASymbolicReference() throws Exception {
    RefName origin = name("refs/remotes/origin/main");
    Selection selection =
        new Selection(
            HashAlgorithm.SHA1,
            List.of(MAIN),
            List.of(),
            new Wants(List.of(tip), List.of()),
            List.of(new NewRef(MAIN, tip), new NewRef(origin, tip)),
            List.of(
                new NewSymref(RefName.HEAD, MAIN),
                new NewSymref(name("refs/remotes/origin/HEAD"), origin)));
    build(work.resolve("a.git"), selection);
    assertSound(work.resolve("a.git"));
    assertThat(Git.run(work.resolve("a.git"), "symbolic-ref", "refs/remotes/origin/HEAD"))
        .isEqualTo("refs/remotes/origin/main\n");
  }
}
