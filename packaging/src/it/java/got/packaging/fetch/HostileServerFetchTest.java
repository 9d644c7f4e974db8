package got.packaging.fetch;

import static got.packaging.specimens.SpecimenPack.ascii;
import static got.packaging.specimens.SpecimenPack.copy;
import static got.packaging.specimens.SpecimenPack.delta;
import static got.packaging.specimens.SpecimenPack.insert;
import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.server.ScriptedServer;
import got.packaging.server.ServerWords;
import got.packaging.specimens.SpecimenHistory;
import got.packaging.specimens.SpecimenPack;
import got.packaging.support.FileTree;
import got.packaging.support.Git;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that one commit was fetched from, and that breaks a rule when more is: the status and
 * message are those of whoever saw it, and not a byte of the repository changes. With the property
 * {@code got.server=all} every case; otherwise every second one.
 */
class HostileServerFetchTest {
  private static final int SERVER = 5;
  private static final int PACK = 6;
  private static final String NOWHERE = "5".repeat(40);
  private static final String TEXT = "a line of the file\n".repeat(20);

  /** What is here from the beginning. */
  private static final SpecimenHistory OLD = new SpecimenHistory();

  private static final String OLD_BLOB = OLD.blob(TEXT);
  private static final String OLD_TREE = OLD.tree("100644", "file", OLD_BLOB);
  private static final String OLD_TIP = OLD.commit(OLD_TREE);

  /** What is new. */
  private static final SpecimenHistory NEW = new SpecimenHistory();

  private static final String NEW_BLOB = NEW.blob(TEXT + "!");
  private static final String NEW_TREE = NEW.tree("100644", "file", NEW_BLOB);
  private static final String NEW_TIP = NEW.commit(NEW_TREE, OLD_TIP);

  /** Lies around, as an object that a fetch has left which was killed; its tree is not here. */
  private static final String LITTER = new SpecimenHistory().commit("7".repeat(40));

  private static final String PLANTED = new SpecimenHistory().blob("as it should be");

  @TempDir Path work;
  private Path mirror;

  /** What the server does, and what got answers. */
  record Case(String name, int status, String complaint, ScriptedServer.Part part) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeEach
  void fetchOld() throws Exception {
    Git.run(work, "init", "-q", "--bare", "--template=", "--initial-branch=main", "it.git");
    mirror = work.resolve("it.git");
    Path pack = mirror.resolve("objects/pack/pack-" + OLD_TIP + ".pack");
    Files.write(pack, OLD.packWithout());
    Git.run(mirror, "index-pack", pack.toString());
    Git.run(mirror, "update-ref", "refs/heads/main", OLD_TIP);
    String person = "T <t@example.org> 1700000000 +0100";
    plant(
        LITTER,
        "commit",
        "tree %s\nauthor %s\ncommitter %s\n\nmessage\n".formatted("7".repeat(40), person, person));
    plant(PLANTED, "blob", "with other bytes");
  }

  /** Under an id that need not be the content's own. */
  private void plant(String id, String type, String content) throws Exception {
    Path file = mirror.resolve("objects").resolve(id.substring(0, 2)).resolve(id.substring(2));
    Files.createDirectories(file.getParent());
    Files.write(file, SpecimenPack.zlib(ascii(type + " " + content.length() + "\0" + content)));
  }

  @AfterEach
  void nothingRuns() throws Exception {
    GotProcess.assertNoneRuns();
  }

  /** Up to the pack, with what the server has of ours. */
  private static ServerWords answering(String tip) {
    return ServerWords.version2()
        .line(tip + " refs/heads/main")
        .flush()
        .line("acknowledgments")
        .line("ACK " + OLD_TIP)
        .line("ready")
        .raw("0001");
  }

  private static Case pack(String name, String complaint, String tip, byte[] pack) {
    return new Case(
        name, PACK, complaint, ScriptedServer.saying(answering(tip).packfile(pack).bytes()));
  }

  private static Case words(String name, String complaint, ServerWords words) {
    return new Case(name, SERVER, complaint, ScriptedServer.saying(words.bytes()));
  }

  /** The new objects, the blob as a delta. */
  private static SpecimenPack thin(String base, byte[] delta) {
    SpecimenPack pack = NEW.entriesWithout(NEW_BLOB);
    pack.refDelta(HexFormat.of().parseHex(base), delta);
    return pack;
  }

  private static byte[] growing(int base, String end) {
    return delta(base, TEXT.length() + end.length(), copy(0, TEXT.length()), insert(end));
  }

  private static SpecimenPack thin() {
    return thin(OLD_BLOB, growing(TEXT.length(), "!"));
  }

  static List<Case> cases() {
    List<Case> all = Stream.of(thinPacks(), packs(), protocols()).flatMap(cases -> cases).toList();
    return System.getProperty("got.server", "").equals("all")
        ? all
        : IntStream.range(0, all.size()).filter(i -> i % 2 == 0).mapToObj(all::get).toList();
  }

  private static Stream<Case> thinPacks() {
    int size = TEXT.length();
    String missing = " is missing from pack and repository";
    return Stream.of(
        pack(
            "base that is nowhere",
            "1 unresolved delta, pack is thin: base "
                + NOWHERE
                + " is neither in it nor in the repository",
            NEW_TIP,
            thin(NOWHERE, growing(size, "!")).build()),
        pack(
            "base of another size",
            "delta is for a base of another size",
            NEW_TIP,
            thin(OLD_BLOB, growing(size + 1, "!")).build()),
        pack(
            "copy from behind the base",
            "delta copies from beyond its base",
            NEW_TIP,
            thin(OLD_BLOB, delta(size, size + 1, copy(1, size), insert("!"))).build()),
        pack(
            "base that is a tree, and a tree that is none",
            "tree entry with bad mode",
            NEW_TIP,
            thin(OLD_TREE, delta(32, 33, copy(0, 32), insert("!"))).build()),
        pack(
            "another result",
            "blob " + NEW_BLOB + missing,
            NEW_TIP,
            thin(OLD_BLOB, growing(size, "?")).build()),
        pack("one entry too few", "corrupt zlib stream", NEW_TIP, thin().more(1).build()),
        pack(
            "one entry too many",
            "checksum of the pack is wrong",
            NEW_TIP,
            thin().more(-1).build()),
        pack("2^32 - 1 entries", "more than 134217728 objects", NEW_TIP, thin().more(-4).build()));
  }

  private static Stream<Case> packs() {
    String missing = " is missing from pack and repository";
    SpecimenHistory unrelated = new SpecimenHistory();
    unrelated.commit(unrelated.tree("100644", "x", unrelated.blob("x")));
    SpecimenHistory collision = new SpecimenHistory();
    String colliding =
        collision.commit(collision.tree("100644", "x", collision.blob("as it should be")), OLD_TIP);
    SpecimenHistory child = new SpecimenHistory();
    String ofLitter = child.commit(child.tree("100644", "x", child.blob("x")), LITTER);
    SpecimenHistory confused = new SpecimenHistory();
    String ofTree = confused.commit(OLD_TREE, OLD_TREE);
    String ofBlob = confused.commit(OLD_BLOB, OLD_TIP);
    return Stream.of(
        pack(
            "complete, but another",
            "pack lacks object " + NEW_TIP,
            NEW_TIP,
            unrelated.packWithout()),
        pack("commit that is nowhere", "pack lacks object " + NOWHERE, NOWHERE, NEW.packWithout()),
        pack("no objects", "pack lacks object " + NEW_TIP, NEW_TIP, new SpecimenPack().build()),
        pack("litter as tip", "pack lacks object " + LITTER, LITTER, new SpecimenPack().build()),
        pack("litter as parent", "commit " + LITTER + missing, ofLitter, child.packWithout()),
        pack(
            "tree of ours as parent",
            "commit " + OLD_TREE + missing,
            ofTree,
            confused.packWithout(ofBlob)),
        pack(
            "blob of ours as tree",
            "tree " + OLD_BLOB + missing,
            ofBlob,
            confused.packWithout(ofTree)),
        pack(
            "other bytes under an id of ours",
            "object " + PLANTED + " has other bytes than in the repository: a collision",
            colliding,
            collision.packWithout()),
        pack(
            "branch at a tree of ours",
            "branch at what is no commit: " + OLD_TREE,
            OLD_TREE,
            NEW.packWithout()));
  }

  private static Stream<Case> protocols() {
    ServerWords asked = ServerWords.version2().line(NEW_TIP + " refs/heads/main").flush();
    byte[] before = asked.bytes();
    ServerWords rounds = ServerWords.version2().line(NEW_TIP + " refs/heads/main").flush();
    for (int i = 0; i < 1000; i++) {
      rounds.line("acknowledgments").line("ACK " + OLD_TIP).flush();
    }
    return Stream.of(
        words(
            "acknowledgement of what was not offered",
            "acknowledges " + NOWHERE + ", which was not offered",
            ServerWords.version2()
                .line(NEW_TIP + " refs/heads/main")
                .flush()
                .line("acknowledgments")
                .line("ACK " + NOWHERE)
                .line("ready")
                .raw("0001")
                .packfile(NEW.packWithout())),
        words(
            "in version 0",
            "acknowledges " + NOWHERE + ", which was not offered",
            ServerWords.version0(
                    NEW_TIP, "multi_ack_detailed no-done side-band-64k ofs-delta thin-pack")
                .line("ACK " + NOWHERE + " common")
                .line("NAK")),
        words("rounds without end", "the section packfile", rounds),
        new Case(
            "acknowledgements without end",
            SERVER,
            "the server acknowledges without end",
            client -> {
              OutputStream out = client.getOutputStream();
              out.write(before);
              out.write(new ServerWords().line("acknowledgments").bytes());
              byte[] line = new ServerWords().line("ACK " + OLD_TIP).bytes();
              while (true) {
                out.write(line);
              }
            }),
        words(
            "ready, but no pack",
            "the section packfile",
            ServerWords.version2()
                .line(NEW_TIP + " refs/heads/main")
                .flush()
                .line("acknowledgments")
                .line("ready")
                .flush()),
        words(
            "shallow history",
            "shallow",
            answering(NEW_TIP).line("shallow-info").line("shallow " + OLD_TIP).raw("0001")));
  }

  private Result run(ScriptedServer.Part part) throws Exception {
    try (ScriptedServer server = new ScriptedServer(part)) {
      String config =
          "[core]\nrepositoryformatversion = 0\nbare = true\n"
              + "[remote \"origin\"]\nurl = %s\nfetch = +refs/*:refs/*\nmirror = true\n"
                  .formatted(GitDaemon.url(server.port(), "it.git"));
      Files.writeString(mirror.resolve("config"), config);
      Map<String, String> before = FileTree.snapshot(mirror);
      Result result = GotProcess.run(work, "fetch", "-q", "-r", "it.git");
      if (result.status() != 0) {
        assertThat(FileTree.snapshot(mirror)).as(result.toString()).isEqualTo(before);
      }
      return result;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nothingChanges(Case server) throws Exception {
    Result result = run(server.part());

    assertThat(result.status()).as(result.err()).isEqualTo(server.status());
    assertThat(result.err()).startsWith("got: ").contains(server.complaint());
    assertThat(result.complaints()).filteredOn(l -> !l.startsWith("got: hint: ")).hasSize(1);
    assertThat(result.out()).isEmpty();
  }

  /** So the cases above fail for what they do wrong. */
  @Test
  void honestServersAreBelieved() throws Exception {
    Result result = run(ScriptedServer.saying(answering(NEW_TIP).packfile(thin().build()).bytes()));

    assertThat(result).isEqualTo(new Result(0, "", ""));
    assertThat(Git.run(mirror, "rev-parse", "refs/heads/main")).isEqualTo(NEW_TIP + "\n");
    assertThat(Git.run(mirror, "rev-list", "--objects", "refs/heads/main").lines()).hasSize(6);
    assertThat(Git.run(mirror, "cat-file", "blob", NEW_BLOB)).isEqualTo(TEXT + "!");
  }

  /** Nothing is missing, only the type is wrong. */
  @Test
  void aBranchDoesNotGetWhatOnlyATagHas() throws Exception {
    Git.run(mirror, "update-ref", "refs/tags/tree", OLD_TREE);
    ServerWords words =
        ServerWords.version2()
            .line(OLD_TREE + " refs/heads/main")
            .line(OLD_TREE + " refs/tags/tree")
            .flush();

    Result result = run(ScriptedServer.saying(words.bytes()));

    assertThat(result.status()).as(result.err()).isEqualTo(PACK);
    assertThat(result.err()).contains("branch at what is no commit: " + OLD_TREE);
  }

  /** A few names are written to files, many to packed-refs, which could hold both. */
  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void namesThatExcludeOneAnotherAreNotTaken(int more) throws Exception {
    ServerWords words = ServerWords.version2().line(OLD_TIP + " refs/heads/main");
    for (int i = 0; i < more; i++) {
      words.line(OLD_TIP + " refs/heads/more" + i);
    }
    words.line(OLD_TIP + " refs/heads/new").line(OLD_TIP + " refs/heads/new/x").flush();

    Result result = run(ScriptedServer.saying(words.bytes()));

    assertThat(result.status()).as(result.err()).isEqualTo(SERVER);
    assertThat(result.err()).contains("exclude one another: refs/heads/new and refs/heads/new/x");
  }

  @Test
  void whatNobodyAskedForIsNotTaken() throws Exception {
    byte[] words = answering(OLD_TIP).packfile(NEW.packWithout()).bytes();
    Map<String, String> objects = FileTree.snapshot(mirror.resolve("objects"));

    assertThat(run(ScriptedServer.saying(words))).isEqualTo(new Result(0, "", ""));
    assertThat(FileTree.snapshot(mirror.resolve("objects"))).isEqualTo(objects);
  }
}
