package got.packaging.specimens;

import static got.packaging.specimens.SpecimenPack.ascii;
import static got.packaging.specimens.SpecimenPack.copy;
import static got.packaging.specimens.SpecimenPack.delta;
import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.Git;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.PackFiles;
import got.packaging.support.TestRepositories;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Repositories with old damage, with and without the list of what is damaged. */
class SkipListTest {
  private static final String HINT =
      "hint: --skip-list names a file with the ids of objects that may be faulty in this way\n";
  private static final byte[] BLOB = SpecimenPack.id("blob", ascii("text"));
  private static final byte[] SOUND = concat(entry("a"), entry("b"));
  private static final byte[] TWICE = concat(SOUND, entry("b"));
  private static final byte[] UNSORTED = concat(SOUND, entry("aa"));
  private static final byte[] DANGEROUS = concat(SOUND, entry("aa"), entry(".git"));

  @TempDir Path work;
  @TempDir Path served;

  @AfterEach
  void nothingRuns() throws Exception {
    GotProcess.assertNoneRuns();
  }

  private static byte[] entry(String name) {
    return concat(ascii("100644 " + name + "\0"), BLOB);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] commit(byte[] tree) {
    return ascii("tree " + id("tree", tree) + "\ncommitter A <a@b> 1700000000 +0000\n\nm\n");
  }

  private static String id(String type, byte[] content) {
    return HexFormat.of().formatHex(SpecimenPack.id(type, content));
  }

  private Path list(String... lines) throws Exception {
    Path file = work.resolve("skip.list");
    Files.writeString(file, String.join("\n", lines));
    return file;
  }

  /** A tree that a delta makes, a tree on top of that, and commits of both. */
  private static SpecimenPack damaged() {
    SpecimenPack pack = new SpecimenPack();
    pack.blob("text");
    int sound = pack.object(SpecimenPack.TREE, SOUND);
    int unsorted = derive(pack, sound, SOUND, UNSORTED);
    byte[] worse = concat(UNSORTED, entry("c"));
    derive(pack, unsorted, UNSORTED, worse);
    pack.object(SpecimenPack.TREE, TWICE);
    pack.object(SpecimenPack.COMMIT, commit(worse));
    pack.object(SpecimenPack.COMMIT, commit(TWICE));
    return pack;
  }

  private static int derive(SpecimenPack pack, int base, byte[] from, byte[] to) {
    String end = new String(to, from.length, to.length - from.length, StandardCharsets.ISO_8859_1);
    return pack.ofsDelta(
        base, delta(from.length, to.length, copy(0, from.length), SpecimenPack.insert(end)));
  }

  private static String[] allDamaged() {
    byte[] worse = concat(UNSORTED, entry("c"));
    return new String[] {
      "# what an old tool wrote",
      "",
      "  " + id("tree", UNSORTED) + "\t# not sorted",
      id("tree", worse).toUpperCase(Locale.ROOT) + "\r",
      id("tree", TWICE),
      id("commit", commit(worse)),
      "\t",
      id("commit", commit(TWICE)),
    };
  }

  @Test
  void whatIsOnTheListIsCountedAndGitAgrees() throws Exception {
    Files.write(work.resolve("x.pack"), damaged().build());
    Path list = list(allDamaged());

    Result result =
        PackFiles.launch(work).run("indexpack", "-v", "--skip-list", "skip.list", "x.pack");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out().lines())
        .containsSubsequence(
            "tree holds a name twice: 1 object",
            "tree is not sorted: 2 objects",
            "commit without author: 2 objects");
    Path repository = new TestRepositories(work).empty("x.git");
    for (String name : new String[] {"x.pack", "x.idx"}) {
      Path pack =
          repository.resolve("objects/pack/pack-" + "0".repeat(39) + "1" + name.substring(1));
      Files.copy(work.resolve(name), pack);
    }
    assertThat(
            Git.run(repository, "-c", "fsck.skipList=" + list, "fsck", "--strict", "--no-dangling"))
        .doesNotContain("error");
  }

  @Test
  void eachThatIsMissingFromTheListIsNamed() throws Exception {
    Files.write(work.resolve("x.pack"), damaged().build());
    String[] all = allDamaged();
    for (int i = 2; i < all.length; i++) {
      if (all[i].isBlank()) {
        continue;
      }
      String[] others = all.clone();
      others[i] = "";
      list(others);

      Result result =
          PackFiles.launch(work).run("indexpack", "-q", "--skip-list", "skip.list", "x.pack");

      assertThat(result.status()).isEqualTo(6);
      assertThat(result.err())
          .contains(" " + all[i].strip().substring(0, 40).toLowerCase(Locale.ROOT) + ": ")
          .endsWith("gotadmin: " + HINT);
      assertThat(work.resolve("x.idx")).doesNotExist();
    }
  }

  @Test
  void dangerousNamesAndMissingObjectsAreNotExcused() throws Exception {
    SpecimenPack pack = new SpecimenPack();
    pack.blob("text");
    derive(pack, pack.object(SpecimenPack.TREE, SOUND), SOUND, DANGEROUS);
    Files.write(work.resolve("x.pack"), pack.build());
    list(id("tree", DANGEROUS));

    Result result =
        PackFiles.launch(work).run("indexpack", "-q", "--skip-list", "skip.list", "x.pack");

    assertThat(result.status()).isEqualTo(6);
    assertThat(result.err())
        .startsWith("gotadmin: tree " + id("tree", DANGEROUS) + ": tree entry with dangerous name")
        .hasLineCount(1);

    SpecimenPack incomplete = new SpecimenPack();
    incomplete.object(SpecimenPack.TREE, UNSORTED);
    Files.write(work.resolve("x.pack"), incomplete.build());
    list(id("tree", UNSORTED));
    assertThat(PackFiles.launch(work).run("indexpack", "--skip-list", "skip.list", "x.pack").out())
        .startsWith("1 object that others refer to is not in the pack\n");
  }

  @Test
  void damagedRepositoryIsClonedWithItsListOnly() throws Exception {
    Path source = new TestRepositories(served).empty("old.git");
    Files.write(work.resolve("text"), ascii("text"));
    Files.write(work.resolve("tree"), UNSORTED);
    Files.write(work.resolve("commit"), commit(UNSORTED));
    Git.run(source, "hash-object", "-w", work.resolve("text").toString());
    for (String type : new String[] {"tree", "commit"}) {
      String file = work.resolve(type).toString();
      Git.run(source, "hash-object", "-w", "--literally", "-t", type, file);
    }
    Git.run(source, "update-ref", "refs/heads/main", id("commit", commit(UNSORTED)));
    Path list = list(id("tree", UNSORTED), id("commit", commit(UNSORTED)), "0".repeat(64));
    try (GitDaemon daemon = GitDaemon.start(served)) {
      String url = daemon.url("old.git");

      Result refused = GotProcess.run(work, "clone", "-q", url);

      assertThat(refused.status()).isEqualTo(6);
      assertThat(refused.err())
          .matches(
              "got: (commit|tree) [0-9a-f]{40}: (commit without author|tree is not sorted)"
                  + " at offset \\d+\ngot: "
                  + HINT);
      assertThat(work.resolve("old.git")).doesNotExist();

      Result result = GotProcess.run(work, "clone", "-v", "--skip-list", "skip.list", url);

      assertThat(result.status()).as(result.err()).isZero();
      assertThat(result.out().lines())
          .containsSubsequence("tree is not sorted: 1 object", "commit without author: 1 object");
    }
    assertThat(
            Git.run(
                work.resolve("old.git"), "-c", "fsck.skipList=" + sha1(list), "fsck", "--strict"))
        .doesNotContain("error");
  }

  /** Git takes ids of its repository only. */
  private static Path sha1(Path list) throws Exception {
    Files.writeString(list, Files.readString(list).replace("0".repeat(64), ""));
    return list;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0123|line 2 is no object id: 0123",
        "0123456789012345678901234567890123456789x|line 2 is no object id: 0123456789012345678",
        "012345678901234567890123456789012345678g|line 2 is no object id: 01234567890123456789",
        "x\u001b[31m|line 2 is no object id: x\\x1b[31m",
      })
  void lineThatIsNoIdIsNamedBeforeTheServerIsContacted(String line, String words) throws Exception {
    list("# one", line);

    Result result =
        GotProcess.run(work, "clone", "--skip-list", "skip.list", "git://127.0.0.1:1/x.git");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("got: skip.list: " + words);
    assertThat(work.toFile().list()).containsExactly("skip.list");
  }

  @Test
  void fileThatIsNotThereIsNamed() throws Exception {
    assertThat(GotProcess.run(work, "clone", "--skip-list", "no.list", "git://127.0.0.1:1/x.git"))
        .isEqualTo(new Result(1, "", "got: no.list: no such file or directory\n"));
    assertThat(GotProcess.run(work, "clone", "--skip-list", ".", "git://127.0.0.1:1/x.git"))
        .isEqualTo(new Result(1, "", "got: .: is a directory\n"));
  }
}
