package got.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.Garbage;
import got.pack.ObjectType;
import got.pack.PackBuilder;
import got.pack.PackBytes;
import got.pack.PackException;
import got.pack.digest.Digests;
import got.pack.idx.IdList;
import got.pack.idx.IndexWriter;
import got.pack.object.PackSet;
import java.io.ByteArrayOutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(300)
class CompletenessTest {
  @TempDir Path directory;
  private final List<GitRepository> opened = new ArrayList<>();

  private GitRepository repository(HashAlgorithm algorithm) throws Exception {
    GitRepository made = new GitRepository(directory, algorithm);
    opened.add(made);
    return made;
  }

  @AfterEach
  void close() throws Exception {
    for (GitRepository repository : opened) {
      repository.close();
    }
  }

  private static Completeness trusting(GitRepository repository, ObjectId... tips)
      throws Exception {
    Completeness made =
        new Completeness(repository.objects(), new Commits(repository.objects()), 4711);
    made.trust(List.of(tips));
    return made;
  }

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void everythingThatIsThereIsComplete(HashAlgorithm algorithm) throws Exception {
    GitRepository git = repository(algorithm);
    ObjectId first = git.commit("a/b/file", "one");
    git.commit("a/b/file", "two");
    git.git("gc", "-q");
    ObjectId loose = git.commit("a/c", "three");
    git.git("tag", "-a", "-m", "x", "v1", "HEAD");
    for (ObjectId[] tips : new ObjectId[][] {{}, {first}, {loose}, {git.id("v1")}}) {
      Completeness complete = trusting(git, tips);
      assertThat(complete.complete(first)).isEqualTo(ObjectType.COMMIT);
      assertThat(complete.complete(loose)).isEqualTo(ObjectType.COMMIT);
      assertThat(complete.complete(git.id("v1"))).isEqualTo(ObjectType.TAG);
      assertThat(complete.complete(git.id("HEAD^{tree}"))).isEqualTo(ObjectType.TREE);
      assertThat(complete.complete(git.id("HEAD:a/c"))).isEqualTo(ObjectType.BLOB);
      assertThat(complete.complete(ObjectId.copyOf(algorithm, new byte[32], 0))).isNull();
    }
  }

  /** An object that lies around is no proof of what it leads to. */
  @Test
  void whatLeadsToSomethingMissingIsNotComplete() throws Exception {
    GitRepository git = repository(HashAlgorithm.SHA1);
    ObjectId first = git.commit("file", "one");
    ObjectId second = git.commit("dir/file", "two");
    ObjectId third = git.commit("other", "three");
    git.git("tag", "-a", "-m", "x", "v1", "HEAD");
    Files.delete(git.loose(git.id("HEAD:dir/file")));
    Completeness complete = trusting(git, first);
    assertThat(complete.complete(third)).isNull();
    assertThat(complete.complete(git.id("v1"))).isNull();
    assertThat(complete.complete(second)).isNull();
    assertThat(complete.complete(git.id("HEAD:dir"))).isNull();
    assertThat(complete.complete(first)).isEqualTo(ObjectType.COMMIT);
    assertThat(complete.complete(git.id("HEAD:other"))).isEqualTo(ObjectType.BLOB);
  }

  /** A reference is the proof, and nothing behind it is walked for one. */
  @Test
  void whatAReferenceLeadsToIsTrusted() throws Exception {
    GitRepository git = repository(HashAlgorithm.SHA1);
    ObjectId first = git.commit("file", "one");
    ObjectId tip = git.commit("file", "two");
    Files.delete(git.loose(git.id(first + ":file")));
    assertThat(trusting(git, tip).complete(first)).isEqualTo(ObjectType.COMMIT);
    assertThat(trusting(git).complete(first)).isNull();
  }

  @Test
  void aTypeThatIsNotExpectedIsNotComplete() throws Exception {
    GitRepository git = repository(HashAlgorithm.SHA1);
    ObjectId commit = git.commit("file", "one");
    Completeness complete = trusting(git, commit);
    assertThat(complete.complete(commit, ObjectType.COMMIT)).isTrue();
    assertThat(complete.complete(commit, ObjectType.TREE)).isFalse();
    assertThat(complete.complete(commit, ObjectType.BLOB)).isFalse();
    ObjectId blob = git.id("HEAD:file");
    assertThat(complete.complete(blob, ObjectType.BLOB)).isTrue();
    assertThat(complete.complete(blob, ObjectType.TREE)).isFalse();
  }

  @Test
  void aReferenceToSomethingMissingIsDamage() throws Exception {
    GitRepository git = repository(HashAlgorithm.SHA1);
    ObjectId commit = git.commit("file", "one");
    Files.delete(git.loose(commit));
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(() -> trusting(git, commit))
        .withMessageContaining("is missing");
  }

  @Test
  void aCorruptLooseObjectIsDamage() throws Exception {
    GitRepository git = repository(HashAlgorithm.SHA1);
    ObjectId commit = git.commit("file", "one");
    Path file = git.loose(git.id("HEAD^{tree}"));
    assertThat(file.toFile().setWritable(true)).isTrue();
    Files.write(file, "nonsense".getBytes(StandardCharsets.US_ASCII));
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(() -> trusting(git).complete(commit))
        .withMessageContaining("corrupt loose object");
  }

  /** Not that the commit leads to itself. */
  @Test
  void whatFailedOnceFailsAgain() throws Exception {
    GitRepository git = repository(HashAlgorithm.SHA1);
    ObjectId commit = git.commit("d/file", "one");
    Path file = git.loose(git.id("HEAD:d"));
    assertThat(file.toFile().setWritable(true)).isTrue();
    Files.write(file, "nonsense".getBytes(StandardCharsets.US_ASCII));
    Completeness complete = trusting(git);
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(PackException.Format.class)
          .isThrownBy(() -> complete.complete(commit))
          .withMessageContaining("corrupt loose object");
    }
  }

  private static void write(Path file, byte[] bytes) throws Exception {
    Files.deleteIfExists(file);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  @Test
  void aLooseObjectWithAnothersContentIsDamage() throws Exception {
    GitRepository git = repository(HashAlgorithm.SHA1);
    ObjectId first = git.commit("f", "one");
    ObjectId second = git.commit("f", "two");
    ObjectId blob = git.id("HEAD:f");
    write(git.loose(blob), Files.readAllBytes(git.loose(git.id("HEAD~:f"))));
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(() -> trusting(git, first).complete(second))
        .withMessage("loose object " + blob + " has another object's content");
    write(git.loose(second), Files.readAllBytes(git.loose(first)));
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(() -> trusting(git, second))
        .withMessage("loose object " + second + " has another object's content");
  }

  /** Packed or loose. */
  @Test
  void aTreeWhoseFileIsNoBlobIsNotComplete() throws Exception {
    GitRepository git = repository(HashAlgorithm.SHA1);
    ObjectId commit = git.commit("f", "one");
    ObjectId tree = git.tree("100644 f\0", commit);
    ObjectId good = git.tree("100644 g\0", git.id("HEAD:f"));
    for (int i = 0; i < 2; i++) {
      assertThat(trusting(git, commit).complete(tree, ObjectType.TREE)).isFalse();
      assertThat(trusting(git, commit).complete(good, ObjectType.TREE)).isTrue();
      git.git("repack", "-q", "-a", "-d", "-k");
    }
  }

  /** The type of a tip is asked for; a blob is not read for that. */
  @Test
  void aLargeBlobThatATagLeadsToIsNotRead() throws Exception {
    GitRepository git = repository(HashAlgorithm.SHA1);
    ObjectId commit = git.commit("f", "one");
    for (String name : new String[] {"big", "bigger"}) {
      byte[] content = new byte[64 << 20];
      content[0] = (byte) name.length();
      Path large = Files.write(directory.resolve("large"), content);
      String blob = git.git("hash-object", "-w", large.toString());
      git.git("tag", "-a", "-m", "x", name, blob);
    }
    git.git("tag", "-a", "-m", "x", "biggest", "bigger");
    git.git("repack", "-q", "-a", "-d");
    // So small a pack would come to the limit of what is made of it.
    ObjectId[] tips = {commit, git.id("big"), git.id("biggest"), git.id("big^{}")};
    Objects objects = git.objects();
    for (int i = 0; i < 100; i++) {
      List<ObjectId> found =
          new Completeness(objects, new Commits(objects), 4711).trust(List.of(tips));
      assertThat(found).containsExactly(commit);
    }
  }

  /** In a pack whose index lies about ids, which nobody computes again. */
  @Test
  void tagsThatLeadToThemselvesAreDamage() throws Exception {
    ObjectId one = ObjectId.copyOf(HashAlgorithm.SHA1, new byte[20], 0);
    ObjectId two = PackBytes.id(HashAlgorithm.SHA1, ObjectType.BLOB, new byte[0]);
    for (ObjectId target : List.of(one, two)) {
      PackBuilder pack = PackBuilder.sha1();
      IdList ids = new IdList(HashAlgorithm.SHA1);
      ids.add(pack.base(ObjectType.TAG, tag(target)), 0, one);
      ids.add(pack.base(ObjectType.TAG, tag(one)), 0, two);
      PackSet packs = new PackSet(HashAlgorithm.SHA1, 1, new Garbage(Garbage.FREE_BYTES));
      try (FileChannel file = file("pack", pack.build());
          FileChannel index = file("idx", index(ids, pack.build()))) {
        packs.add(file, index);
        Objects objects = new Objects(HashAlgorithm.SHA1, packs, (_, _) -> null, () -> {});
        Completeness completeness = new Completeness(objects, new Commits(objects), 4711);
        assertThatExceptionOfType(PackException.Format.class)
            .isThrownBy(() -> completeness.trust(List.of(one)))
            .withMessage("object " + one + " leads to itself");
      }
    }
  }

  private static byte[] tag(ObjectId target) {
    return PackBytes.ascii("object " + target + "\ntype tag\ntag t\n\n");
  }

  private static byte[] index(IdList ids, byte[] pack) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    IndexWriter.write(
        ids,
        IndexWriter.sortedById(ids),
        ObjectId.copyOf(HashAlgorithm.SHA1, pack, pack.length - 20),
        Digests.checksum(HashAlgorithm.SHA1),
        out);
    return out.toByteArray();
  }

  private FileChannel file(String name, byte[] bytes) throws Exception {
    return FileChannel.open(Files.write(directory.resolve(name), bytes));
  }

  /** Depth is not recursion: a long line that no reference leads to. */
  @Test
  void aLongHistoryThatLiesAroundIsWalked() throws Exception {
    GitRepository git = repository(HashAlgorithm.SHA1);
    StringBuilder stream = new StringBuilder();
    for (int i = 1; i <= 20_000; i++) {
      stream
          .append("commit refs/heads/long\ncommitter a <b@c> ")
          .append(i)
          .append(" +0000\ndata 1\nx\nM 644 inline f\ndata <<E\n")
          .append(i)
          .append("\nE\n");
    }
    Path input = directory.resolve("stream");
    Files.writeString(input, stream);
    Process importing =
        new ProcessBuilder("git", "fast-import", "--quiet")
            .directory(directory.toFile())
            .redirectInput(input.toFile())
            .redirectErrorStream(true)
            .start();
    assertThat(importing.getInputStream().readAllBytes()).asString().isEmpty();
    ObjectId tip = git.id("refs/heads/long");
    assertThat(trusting(git).complete(tip)).isEqualTo(ObjectType.COMMIT);
    assertThat(trusting(git, tip).complete(git.id("refs/heads/long~19999")))
        .isEqualTo(ObjectType.COMMIT);
  }

  @Test
  void manyPacksAreSearchedAsOne() throws Exception {
    GitRepository git = repository(HashAlgorithm.SHA1);
    List<ObjectId> commits = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      commits.add(git.commit("f" + i, "content " + i));
      git.git("repack", "-q", "-d");
    }
    Completeness complete = trusting(git);
    for (ObjectId commit : commits) {
      assertThat(complete.complete(commit)).isEqualTo(ObjectType.COMMIT);
    }
  }
}
