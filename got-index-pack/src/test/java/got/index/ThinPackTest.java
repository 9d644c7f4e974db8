package got.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import got.index.object.Inspection;
import got.index.object.SkipList;
import got.index.pack.Completion;
import got.index.pack.PackAnalysis;
import got.index.pack.PackSource;
import got.index.pack.Repository.Content;
import got.index.pack.RepositoryException;
import got.index.pack.Terms;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.PackEntry;
import got.ipc.PackLimits;
import got.ipc.base.BaseTalk;
import got.pack.DeltaBuilder;
import got.pack.ObjectType;
import got.pack.PackBuilder;
import got.pack.PackBytes;
import got.pack.PackException;
import got.pack.digest.Digests;
import got.pack.idx.IndexWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Thin packs that git makes, completed here and by git. */
@Timeout(300)
class ThinPackTest {
  private static final int LARGE_BYTES = 32 << 20;

  @TempDir Path directory;
  private HashAlgorithm algorithm = HashAlgorithm.SHA1;
  private byte[] thin = {};
  private ObjectId tip = ObjectId.copyOf(HashAlgorithm.SHA1, new byte[20], 0);

  /** Made by {@link #complete}. */
  private byte[] pack = {};

  private byte[] index = {};
  private PackAnalysis.Result result;

  private PackLimits limits = PackLimits.DEFAULT;

  /** Of a pack file that need not be complete. */
  private boolean counting;

  private long missingLinks;

  private byte[] git(String where, byte[] input, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-c", "gc.auto=0"));
    command.addAll(List.of(arguments));
    Path home = Files.createDirectories(directory.resolve(where));
    Path in = Files.write(directory.resolve("input"), input);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectInput(in.toFile())
            .redirectError(directory.resolve("error").toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", "/usr/bin:/bin",
                "HOME", directory.toString(),
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_AUTHOR_NAME", "a",
                "GIT_AUTHOR_EMAIL", "a@b",
                "GIT_COMMITTER_NAME", "c",
                "GIT_COMMITTER_EMAIL", "c@d"));
    Process process = builder.start();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor())
        .as("%s: %s", command, Files.readString(directory.resolve("error")))
        .isZero();
    return output;
  }

  private String line(String where, String... arguments) throws Exception {
    return new String(git(where, new byte[0], arguments), StandardCharsets.US_ASCII).strip();
  }

  private ObjectId id(String hex) throws Exception {
    return ObjectId.parse(algorithm, hex.getBytes(StandardCharsets.US_ASCII));
  }

  /** Writes a file of many lines of which the one at {@code which} is changed. */
  private void write(String name, int which, int lines) throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      text.append(name).append(" has a line ").append(i == which ? -i : i).append('\n');
    }
    Path file = directory.resolve("server").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void commit(String message) throws Exception {
    git("server", new byte[0], "add", "-A");
    git("server", new byte[0], "commit", "-q", "-m", message);
  }

  private void commit(String name, int which) throws Exception {
    write(name, which, 2000);
    commit(name + which);
  }

  private interface Commits {
    void make() throws Exception;
  }

  /** A history whose second half comes as a thin pack for the first one. */
  private FakeRepository history(HashAlgorithm of) throws Exception {
    return history(
        of,
        () -> {
          for (String name : new String[] {"a/one", "a/two", "three", "b/c/four"}) {
            commit(name, -1);
          }
        },
        () -> {
          for (int i = 0; i < 5; i++) {
            commit("a/one", 3 * i + 1);
            commit("b/c/four", 5 * i + 1);
          }
        });
  }

  private FakeRepository history(HashAlgorithm of, Commits before, Commits after) throws Exception {
    algorithm = of;
    git("server", new byte[0], "init", "-q", "-b", "main", "--object-format=" + of.gitName());
    before.make();
    String old = line("server", "rev-parse", "HEAD");
    after.make();
    tip = id(line("server", "rev-parse", "HEAD"));
    git("client", new byte[0], "init", "-q", "--bare", "--object-format=" + of.gitName());
    git("client", new byte[0], "fetch", "-q", "../server", old + ":refs/heads/main");
    byte[] revisions = (tip + "\n^" + old + "\n").getBytes(StandardCharsets.US_ASCII);
    thin =
        git(
            "server",
            revisions,
            "pack-objects",
            "-q",
            "--thin",
            "--revs",
            "--stdout",
            "--delta-base-offset");
    FakeRepository repository = new FakeRepository();
    for (String object : line("client", "rev-list", "--objects", "main").lines().toList()) {
      String hex = object.split(" ", 2)[0];
      String type = line("client", "cat-file", "-t", hex);
      repository.objects.put(
          id(hex),
          new Content(
              ObjectType.valueOf(type.toUpperCase(Locale.ROOT)),
              git("client", new byte[0], "cat-file", type, hex)));
    }
    return repository;
  }

  private void complete(FakeRepository repository) throws Exception {
    Path file = directory.resolve("ours.pack");
    Files.deleteIfExists(file);
    Files.createFile(file);
    RepositoryPeer peer = repository.start();
    try (FileChannel read = FileChannel.open(file);
        FileChannel write = FileChannel.open(file, StandardOpenOption.WRITE);
        OutputStream copy = Channels.newOutputStream(write)) {
      Inspection inspection = Inspection.forRepository(algorithm, SkipList.EMPTY, 1, 2);
      result =
          PackAnalysis.complete(
              new PackSource(new ByteArrayInputStream(thin), copy, read),
              new Terms(algorithm, limits, 2),
              inspection,
              (_, _, _, _, _) -> {},
              new Completion(write, peer));
      int[] rows = IndexWriter.sortedById(result.table());
      IndexPack.requireUnique(result.table(), rows);
      ThinPack checks = new ThinPack(result, rows, peer, 3);
      if (counting) {
        missingLinks = checks.missingLinks(inspection);
        return;
      }
      checks.requireLinks(inspection, List.of(tip));
      checks.requireNoCollision(read);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      IndexWriter.write(result.table(), rows, result.checksum(), Digests.checksum(algorithm), out);
      index = out.toByteArray();
    }
    pack = Files.readAllBytes(file);
  }

  @ParameterizedTest
  @EnumSource(HashAlgorithm.class)
  void theResultIsThatOfGit(HashAlgorithm of) throws Exception {
    try (FakeRepository repository = history(of)) {
      requireWhatGitMakes(repository);
    }
  }

  private void requireWhatGitMakes(FakeRepository repository) throws Exception {
    complete(repository);
    String said =
        new String(
            git("client", thin, "index-pack", "--fix-thin", "--stdin"), StandardCharsets.US_ASCII);
    String name = "client/objects/pack/pack-" + said.strip().substring("pack\t".length());
    assertThat(result.appended()).isPositive();
    assertThat(result.appendedBytes()).isEqualTo(pack.length - thin.length);
    assertThat(pack).isEqualTo(Files.readAllBytes(directory.resolve(name + ".pack")));
    assertThat(index).isEqualTo(Files.readAllBytes(directory.resolve(name + ".idx")));
  }

  /** Small ones are compressed beside those that are read, large ones are not. */
  @Test
  void basesOfAllSizesAreAppendedInTheirOrder() throws Exception {
    int[] lines = new int[48];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = i % 16 == 10 ? 50_000 : 500 * (i % 7 + 1);
    }
    Commits before = () -> writeAll(lines, -1);
    Commits after = () -> writeAll(lines, 1);
    try (FakeRepository repository = history(HashAlgorithm.SHA1, before, after)) {
      requireWhatGitMakes(repository);
      assertThat(result.appended()).isGreaterThanOrEqualTo(lines.length);
    }
  }

  private void writeAll(int[] lines, int which) throws Exception {
    for (int i = 0; i < lines.length; i++) {
      write("file" + (char) ('A' + i), which, lines[i]);
    }
    commit("all of them");
  }

  @Test
  void aPackThatLacksNothingStaysAsItIs() throws Exception {
    try (FakeRepository repository = history(HashAlgorithm.SHA1)) {
      byte[] revisions = (tip + "\n").getBytes(StandardCharsets.US_ASCII);
      thin = git("server", revisions, "pack-objects", "-q", "--revs", "--stdout");
      repository.objects.clear();
      complete(repository);
      assertThat(result.appended()).isZero();
      assertThat(result.appendedBytes()).isZero();
      assertThat(pack).isEqualTo(thin);
    }
  }

  /** git would send it only once; what is there twice must at least be the same. */
  @Test
  void anObjectThatIsThereToo() throws Exception {
    try (FakeRepository repository = history(HashAlgorithm.SHA1)) {
      byte[] commit = git("server", new byte[0], "cat-file", "commit", tip.toString());
      repository.objects.put(tip, new Content(ObjectType.COMMIT, commit));
      complete(repository);
      commit[commit.length - 2] ^= 1;
      try (FakeRepository other = history2(repository)) {
        assertThatExceptionOfType(PackException.Format.class)
            .isThrownBy(() -> complete(other))
            .withMessageContaining("a collision");
      }
    }
  }

  private static FakeRepository history2(FakeRepository first) throws Exception {
    FakeRepository second = new FakeRepository();
    second.objects.putAll(first.objects);
    return second;
  }

  @Test
  void aBaseThatIsMissingIsNamed() throws Exception {
    try (FakeRepository repository = history(HashAlgorithm.SHA1)) {
      repository.objects.values().removeIf(object -> object.type() == ObjectType.BLOB);
      assertThatExceptionOfType(PackException.Format.class)
          .isThrownBy(() -> complete(repository))
          .withMessageMatching(
              ".* unresolved deltas, pack is thin: base [0-9a-f]{40} is neither in it nor in the"
                  + " repository");
    }
  }

  @Test
  void aBaseOfOtherBytesIsNotBelieved() throws Exception {
    try (FakeRepository repository = history(HashAlgorithm.SHA1)) {
      repository.objects.replaceAll(
          (_, object) ->
              object.type() == ObjectType.BLOB
                  ? new Content(ObjectType.BLOB, new byte[] {1})
                  : object);
      assertThatExceptionOfType(RepositoryException.class)
          .isThrownBy(() -> complete(repository))
          .withMessageContaining("other bytes under the id of base");
    }
  }

  @Test
  void aBaseOfAnotherTypeIsNotBelieved() throws Exception {
    try (FakeRepository repository = history(HashAlgorithm.SHA1)) {
      repository.objects.replaceAll((_, object) -> new Content(ObjectType.TAG, object.bytes()));
      assertThatExceptionOfType(RepositoryException.class)
          .isThrownBy(() -> complete(repository))
          .withMessageContaining("other bytes under the id of base");
    }
  }

  @Test
  void whatIsMissingFromBothIsNamed() throws Exception {
    try (FakeRepository repository = history(HashAlgorithm.SHA1)) {
      ObjectId three = id(line("server", "rev-parse", "HEAD:three"));
      assertThat(repository.objects.remove(three)).isNotNull();
      assertThatExceptionOfType(PackException.Format.class)
          .isThrownBy(() -> complete(repository))
          .withMessageContaining("blob " + three + " is missing from pack and repository");
    }
  }

  @Test
  void ofSeveralThatAreMissingOneIsNamed() throws Exception {
    try (FakeRepository repository = history(HashAlgorithm.SHA1)) {
      ObjectId three = id(line("server", "rev-parse", "HEAD:three"));
      ObjectId two = id(line("server", "rev-parse", "HEAD:a/two"));
      repository.objects.keySet().removeAll(List.of(two, three));
      assertThatExceptionOfType(PackException.Format.class)
          .isThrownBy(() -> complete(repository))
          .withMessageContaining("2 objects are missing from pack and repository, one is blob ");
    }
  }

  @Test
  void whatIsMissingFromBothIsCountedForAPackFile() throws Exception {
    counting = true;
    try (FakeRepository repository = history(HashAlgorithm.SHA1)) {
      complete(repository);
      assertThat(missingLinks).isZero();
      ObjectId three = id(line("server", "rev-parse", "HEAD:three"));
      try (FakeRepository other = history2(repository)) {
        assertThat(other.objects.remove(three)).isNotNull();
        complete(other);
        assertThat(missingLinks).isEqualTo(1);
      }
    }
  }

  /** A blob of some size that is known by its number. */
  private static byte[] large(int number) {
    byte[] content = new byte[LARGE_BYTES];
    ByteBuffer.wrap(content).putInt(number);
    return content;
  }

  /** Has {@link #large} blobs, and makes each when it is asked for. */
  private static FakeRepository largeObjects(int count) throws Exception {
    Map<ObjectId, Integer> numbers = new HashMap<>();
    for (int i = 0; i < count; i++) {
      numbers.put(PackBytes.id(HashAlgorithm.SHA1, ObjectType.BLOB, large(i)), i);
    }
    return new FakeRepository() {
      @Override
      void answer(BaseTalk.Request request) throws Exception {
        switch (request) {
          case BaseTalk.Base m -> {
            objects.clear();
            Integer number = numbers.get(m.id());
            if (number != null) {
              objects.put(m.id(), new Content(ObjectType.BLOB, large(number)));
            }
          }
          case BaseTalk.Objects m -> {
            objects.clear();
            for (ObjectId id : m.ids()) {
              if (numbers.containsKey(id)) {
                objects.put(id, new Content(ObjectType.BLOB, new byte[0]));
              }
            }
          }
          case BaseTalk.Links _, BaseTalk.LinksEnd _, BaseTalk.ObjectsEnd _ -> {}
        }
        super.answer(request);
      }
    };
  }

  /** A pack that lacks the bases of its deltas, each of which makes four bytes. */
  private static byte[] smallDeltasOnLargeBases(int count) {
    PackBuilder pack = PackBuilder.sha1();
    for (int i = 0; i < count; i++) {
      pack.refDelta(
          PackBytes.id(HashAlgorithm.SHA1, ObjectType.BLOB, large(i)),
          DeltaBuilder.insertOnly(LARGE_BYTES, PackBytes.int32(i)));
    }
    return pack.build();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void basesFromTheRepositoryCountAsGrowth(boolean appended) throws Exception {
    limits = new PackLimits(0, 0, 1);
    int fit = (int) (Limits.GROWTH_FREE / LARGE_BYTES);
    thin = smallDeltasOnLargeBases(fit + 1);
    try (FakeRepository repository = largeObjects(fit + 1)) {
      assertThatExceptionOfType(PackException.Limit.class)
          .isThrownBy(
              () -> {
                if (appended) {
                  complete(repository);
                } else {
                  survey(repository);
                }
              })
          .withMessageContaining("over --max-growth");
    }
    // Listing reads each a second time, to build on it.
    int most = appended ? fit - 1 : fit / 2 - 1;
    thin = smallDeltasOnLargeBases(most);
    try (FakeRepository repository = largeObjects(most)) {
      if (appended) {
        counting = true;
        complete(repository);
      } else {
        survey(repository);
      }
      assertThat(result.appended()).isEqualTo(most);
    }
  }

  @Test
  void aBaseFromTheRepositoryIsHeldToTheSizeOfAnObject() throws Exception {
    limits = new PackLimits(0, LARGE_BYTES - 1, 0);
    thin = smallDeltasOnLargeBases(1);
    try (FakeRepository repository = largeObjects(1)) {
      assertThatExceptionOfType(PackException.Limit.class)
          .isThrownBy(() -> complete(repository))
          .withMessageContaining("over --max-object-size");
    }
  }

  private void survey(FakeRepository repository) throws Exception {
    Path file = Files.write(directory.resolve("ours.pack"), thin);
    try (FileChannel read = FileChannel.open(file)) {
      result =
          PackAnalysis.survey(
              PackSource.inPlace(new ByteArrayInputStream(thin), read),
              new Terms(algorithm, limits, 2),
              (_, _, _, _, _) -> {},
              repository.start());
    }
  }

  /** Once when they come, once more to be compared. */
  @Test
  void whatIsMadeToBeComparedCountsAsGrowth() throws Exception {
    limits = new PackLimits(0, 0, 1);
    int count = (int) (Limits.GROWTH_FREE / LARGE_BYTES) * 2 / 3;
    PackBuilder built = PackBuilder.sha1();
    long at = built.base(ObjectType.BLOB, large(0));
    for (int i = 1; i < count; i++) {
      byte[] delta =
          new DeltaBuilder(LARGE_BYTES, LARGE_BYTES)
              .insert(PackBytes.int32(i))
              .copyAll(4, LARGE_BYTES - 4)
              .build();
      at = built.ofsDelta(at, delta);
    }
    thin = built.build();
    tip = PackBytes.id(HashAlgorithm.SHA1, ObjectType.BLOB, large(0));
    try (FakeRepository repository = largeObjects(count)) {
      assertThatExceptionOfType(PackException.Limit.class)
          .isThrownBy(() -> complete(repository))
          .withMessageContaining("over --max-growth");
    }
    limits = new PackLimits(0, 0, 2 + Limits.GROWTH_FREE / thin.length);
    try (FakeRepository repository = largeObjects(count)) {
      complete(repository);
      assertThat(pack).isEqualTo(thin);
    }
  }

  private static FakeRepository liar(FakeRepository truth, BaseTalk.Reply... lies)
      throws Exception {
    FakeRepository made =
        new FakeRepository() {
          private boolean lied;

          @Override
          void answer(BaseTalk.Request request) throws Exception {
            if (!lied
                && (request instanceof BaseTalk.Base || request instanceof BaseTalk.LinksEnd)) {
              lied = true;
              for (BaseTalk.Reply lie : lies) {
                send(lie);
              }
            }
          }
        };
    made.objects.putAll(truth.objects);
    return made;
  }

  @Test
  void answersThatCannotBeAreRefused() throws Exception {
    BaseTalk.Reply head = new BaseTalk.BaseHead(PackEntry.Type.BLOB, 4);
    BaseTalk.Reply part = new BaseTalk.BaseBytes(ByteBuffer.wrap(new byte[5]));
    BaseTalk.Reply end = new BaseTalk.BaseEnd();
    try (FakeRepository truth = history(HashAlgorithm.SHA1)) {
      refused(truth, "more bytes than stated", head, part);
      refused(truth, "fewer bytes than stated", head, end);
      refused(truth, "another answer", new BaseTalk.LinksDone());
      refused(truth, "another answer", new BaseTalk.Missing(List.of()));
      refused(truth, "another answer", new BaseTalk.Present(List.of()));
      refused(truth, "another answer", new BaseTalk.ObjectsDone());
      byte[] revisions = (tip + "\n^" + tip + "~1\n").getBytes(StandardCharsets.US_ASCII);
      thin = git("server", revisions, "pack-objects", "-q", "--revs", "--stdout");
      refused(truth, "nobody asked about", new BaseTalk.Missing(List.of(tip)));
      refused(truth, "another answer", new BaseTalk.Present(List.of()));
      refused(truth, "another answer", new BaseTalk.NoBase());
    }
  }

  private void refused(FakeRepository truth, String why, BaseTalk.Reply... lies) throws Exception {
    try (FakeRepository lying = liar(truth, lies)) {
      assertThatExceptionOfType(RepositoryException.class)
          .isThrownBy(() -> complete(lying))
          .withMessageContaining("broke the rules: ")
          .withMessageContaining(why);
    }
  }

  @Test
  void aHelperThatEndsIsNoAnswer() throws Exception {
    try (FakeRepository repository = history(HashAlgorithm.SHA1)) {
      RepositoryPeer peer;
      try (FakeRepository gone = new FakeRepository()) {
        peer = gone.start();
      }
      assertThatExceptionOfType(RepositoryException.class)
          .isThrownBy(() -> peer.read(tip))
          .withMessageContaining("got-read-pack has ended");
      assertThat(repository.objects).isNotEmpty();
    }
  }
}
