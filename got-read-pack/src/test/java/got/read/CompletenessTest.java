package got.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.ObjectType;
import got.pack.PackException;
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
