package got.packaging.fetch;

import static got.packaging.specimens.SpecimenPack.ascii;
import static got.packaging.specimens.SpecimenPack.copy;
import static got.packaging.specimens.SpecimenPack.delta;
import static got.packaging.specimens.SpecimenPack.insert;
import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.specimens.SpecimenHistory;
import got.packaging.specimens.SpecimenPack;
import got.packaging.support.Git;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.TestRepositories;
import java.io.ByteArrayOutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a server may send in a clone, or what lies in a repository, and is odd: the next fetch
 * works, or says what is damaged.
 */
@Timeout(300)
class OddObjectsFetchTest {
  private static final String PERSON = "T <t@example.org> 1700000000 +0100";

  @TempDir Path work;
  @TempDir Path served;
  private Path server;
  private Path mirror;
  private GitDaemon daemon;
  private String first;

  @BeforeEach
  void serve() throws Exception {
    server = new TestRepositories(served).empty("r.git");
    mirror = work.resolve("m.git");
    daemon = GitDaemon.start(served);
    String blob = Git.feed(server, "x\n", "hash-object", "-w", "--stdin").strip();
    String tree = Git.feed(server, "100644 blob " + blob + "\tf\n", "mktree").strip();
    first = object(server, "commit", ascii(commit(tree, "", "first")));
    main(first);
  }

  @AfterEach
  void end() throws Exception {
    daemon.close();
    GotProcess.assertNoneRuns();
  }

  private static String commit(String tree, String parent, String message) {
    String parents = parent.isEmpty() ? "" : "parent " + parent + "\n";
    return "tree %s\n%sauthor %s\ncommitter %s\n\n%s\n"
        .formatted(tree, parents, PERSON, PERSON, message);
  }

  private static byte[] loose(String type, byte[] content) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(ascii(type + " " + content.length + "\0"));
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static Path file(Path repository, String id) {
    return repository.resolve("objects").resolve(id.substring(0, 2)).resolve(id.substring(2));
  }

  /** Writes a loose object that git would not. */
  private static String object(Path repository, String type, byte[] content) throws Exception {
    String id = HexFormat.of().formatHex(SpecimenPack.id(type, content));
    put(repository, id, loose(type, content));
    return id;
  }

  private static void put(Path repository, String id, byte[] file) throws Exception {
    Files.createDirectories(file(repository, id).getParent());
    Files.deleteIfExists(file(repository, id));
    Files.write(file(repository, id), file);
  }

  private void main(String commit) throws Exception {
    Files.writeString(server.resolve("refs/heads/main"), commit + "\n");
  }

  private String treeOf(String commit) throws Exception {
    return Git.run(server, "rev-parse", commit + "^{tree}").strip();
  }

  private void cloneMirror() throws Exception {
    Result result = GotProcess.run(work, "clone", "-q", "-m", daemon.url("r.git"), "m.git");
    assertThat(result.err()).doesNotContain("got: error");
    assertThat(result.status()).isZero();
  }

  private Result fetch(String... options) throws Exception {
    String[] words = {"fetch", "-q", "-d", "-r", "m.git"};
    String[] all = new String[words.length + options.length];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(options, 0, all, words.length, options.length);
    return GotProcess.run(work, all);
  }

  private void expectFetched() throws Exception {
    assertThat(fetch("-t")).isEqualTo(new Result(0, "", ""));
    assertThat(Git.run(mirror, "rev-parse", "main"))
        .isEqualTo(Git.run(server, "rev-parse", "main"));
  }

  private void expectDamage(String text) throws Exception {
    Result result = fetch();
    assertThat(result.err()).contains(text);
    assertThat(result.status()).isEqualTo(1);
    assertThat(Git.run(mirror, "rev-parse", "main").strip()).isEqualTo(first);
  }

  @Test
  void idsInUpperCase() throws Exception {
    String odd = commit(treeOf(first).toUpperCase(Locale.ROOT), first, "odd");
    first = object(server, "commit", ascii(odd));
    main(first);
    cloneMirror();
    main(object(server, "commit", ascii(commit(treeOf(first), first, "next"))));
    expectFetched();
  }

  @Test
  void modesWithManyZeros() throws Exception {
    String blob = Git.run(server, "rev-parse", first + ":f").strip();
    byte[] odd = SpecimenHistory.entry("00000100644", "f", blob);
    String tree = object(server, "tree", odd);
    main(object(server, "commit", ascii(commit(tree, first, "odd"))));
    cloneMirror();
    String odder = object(server, "tree", SpecimenHistory.entry("00000040000", "d", tree));
    main(object(server, "commit", ascii(commit(odder, first, "next"))));
    expectFetched();
  }

  /** Longer than any that git makes, or the reader once took. */
  @Test
  void commitsThatAreOneLongChain() throws Exception {
    SpecimenPack pack = new SpecimenPack();
    String tree = treeOf(first);
    String before = commit(tree, first, "100000");
    int at = pack.object(SpecimenPack.COMMIT, ascii(before));
    String id = first;
    for (int i = 100_001; i < 170_000; i++) {
      id = HexFormat.of().formatHex(SpecimenPack.id("commit", ascii(before)));
      String next = commit(tree, id, "" + i);
      // All but the parent and the number stays.
      int parent = next.indexOf("parent ") + "parent ".length();
      int behind = parent + id.length();
      int number = next.length() - 7;
      byte[] changes =
          delta(
              before.length(),
              next.length(),
              copy(0, parent),
              insert(id),
              copy(behind, number - behind),
              insert(next.substring(number)));
      at = pack.ofsDelta(at, changes);
      before = next;
    }
    id = HexFormat.of().formatHex(SpecimenPack.id("commit", ascii(before)));
    cloneMirror();
    // As a server would send it that makes its own packs.
    for (Path repository : new Path[] {server, mirror}) {
      Path file = repository.resolve("objects/pack/pack-1.pack");
      Files.createDirectories(file.getParent());
      Files.write(file, pack.build());
      Git.run(repository, "index-pack", file.toString());
      Files.writeString(repository.resolve("refs/heads/main"), id + "\n");
    }
    main(object(server, "commit", ascii(commit(tree, id, "next"))));
    expectFetched();
  }

  /** Of more bytes than an array has: git makes a pack of it at once. */
  @Test
  void aTagOfALargeBlob() throws Exception {
    cloneMirror();
    Path large = work.resolve("large");
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength((1L << 31) + (1 << 20));
    }
    String blob = Git.run(mirror, "hash-object", "-w", large.toString()).strip();
    Files.delete(large);
    Git.run(mirror, "update-ref", "refs/tags/big", blob);
    main(object(server, "commit", ascii(commit(treeOf(first), first, "next"))));
    expectFetched();
  }

  @Test
  void aTagThatLeadsToItself() throws Exception {
    cloneMirror();
    String id = "a1".repeat(20);
    String tag = "object " + id + "\ntype tag\ntag t\ntagger " + PERSON + "\n\nm\n";
    put(mirror, id, loose("tag", ascii(tag)));
    Files.createDirectories(mirror.resolve("refs/tags"));
    Files.writeString(mirror.resolve("refs/tags/t"), id + "\n");
    main(object(server, "commit", ascii(commit(treeOf(first), first, "next"))));
    expectDamage("loose object " + id + " has another object's content");
  }

  @Test
  void aLooseCommitWithAnothersContent() throws Exception {
    cloneMirror();
    String next = object(server, "commit", ascii(commit(treeOf(first), first, "next")));
    main(next);
    put(mirror, next, loose("commit", ascii(commit(treeOf(first), "", "first"))));
    expectDamage("loose object " + next + " has another object's content");
  }

  /** It lies here, and is not taken for complete. The server has no other one. */
  @Test
  void aTreeWhoseFileIsACommit() throws Exception {
    cloneMirror();
    byte[] tree = SpecimenHistory.entry("100644", "f", first);
    for (Path repository : new Path[] {mirror, server}) {
      byte[] next = ascii(commit(object(repository, "tree", tree), first, "next"));
      main(object(repository, "commit", next));
    }
    assertThat(fetch().status()).isNotZero();
    assertThat(Git.run(mirror, "rev-parse", "main").strip()).isEqualTo(first);
  }
}
