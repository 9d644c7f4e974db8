package got.packaging.server;

import static got.packaging.server.ServerWords.offering;
import static got.packaging.specimens.SpecimenPack.ascii;
import static got.packaging.specimens.SpecimenPack.delta;
import static got.packaging.specimens.SpecimenPack.insert;

import got.packaging.specimens.SpecimenHistory;
import got.packaging.specimens.SpecimenPack;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Servers whose protocol is right, and whose pack is not what was asked for. */
final class PackCases {
  private static final int PACK = 6;

  private PackCases() {}

  static Stream<ServerCase> sample() {
    SpecimenHistory history = new SpecimenHistory();
    String blob = history.blob("content");
    String tree = history.tree("100644", "file", blob);
    String root = history.commit(tree);
    String tip = history.commit(tree, root);
    String tag = history.tag("commit", tip);
    String missing = " is missing from the pack";
    SpecimenPack other = new SpecimenPack();
    other.blob("something else");
    SpecimenPack thin = new SpecimenPack();
    thin.refDelta(HexFormat.of().parseHex(tip), delta(10, 1, insert("x")));
    return Stream.of(
        refused("missing tip", "pack lacks object " + tip, tip, history.packWithout(tip, tag)),
        refused("missing parent", "commit " + root + missing, tip, history.packWithout(root)),
        refused("missing tree", "tree " + tree + missing, tip, history.packWithout(tree)),
        refused("missing blob", "blob " + blob + missing, tip, history.packWithout(blob)),
        ServerCase.of(
            "missing tagged",
            PACK,
            "commit " + tip + missing,
            ServerWords.version2()
                .line(root + " refs/heads/main")
                .line(tag + " refs/tags/v1")
                .flush()
                .packfile(history.packWithout(tip))),
        refused("branch at a blob", blob + wrong(), blob, history.packWithout()),
        refused("branch at a tree", tree + wrong(), tree, history.packWithout()),
        refused("branch at a tag", tag + wrong(), tag, history.packWithout()),
        typeConfusion(),
        refused("other objects", "pack lacks object " + tip, tip, other.build()),
        refused("empty pack", "pack lacks object " + tip, tip, new SpecimenPack().build()),
        refused("thin pack", "1 unresolved delta", tip, thin.build()),
        refused("no pack", "not a pack", tip, ascii("this is no pack, and long enough to tell")),
        refused(
            "pack of another hash",
            "checksum of the pack is wrong",
            tip,
            sha256(history.packWithout())),
        refused("bytes behind the pack", "behind the end", tip, longer(history.packWithout())),
        refused("cut pack", "ends early", tip, cut(history.packWithout())),
        entry("100644", ".git"),
        entry("100644", ".GIT"),
        entry("100644", "git~1"),
        entry("100644", ".g\u200cit"),
        entry("40000", ".."),
        entry("100644", "/x"),
        entry("100644", ""),
        nul());
  }

  static Stream<ServerCase> rest() {
    return Stream.of(
        entry("40000", ".git"),
        entry("160000", ".git"),
        entry("120000", ".git"),
        entry("100644", ".Git "),
        entry("100644", ".git."),
        entry("100644", ".git::$INDEX_ALLOCATION"),
        entry("100644", "GIT~1"),
        entry("100644", "a\\.git"),
        entry("40000", "."),
        entry("100644", "x/y"));
  }

  private static String wrong() {
    return ", which a branch points to, is no commit";
  }

  /** A commit whose tree is a commit. */
  private static ServerCase typeConfusion() {
    SpecimenHistory history = new SpecimenHistory();
    String commit = history.commit(history.tree("100644", "x", history.blob("x")));
    String tip = history.commit(commit);
    return refused(
        "commit in a tree's place", "tree " + commit + " is missing", tip, history.packWithout());
  }

  private static ServerCase refused(String name, String complaint, String tip, byte[] pack) {
    return ServerCase.of(name, PACK, complaint, offering(tip).packfile(pack));
  }

  /** A tree in the tip's place that holds a name which must not be. */
  private static ServerCase entry(String mode, String name) {
    String bytes = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    SpecimenHistory history = new SpecimenHistory();
    String blob = history.blob("x");
    String inside = mode.equals("40000") ? history.tree("100644", "x", blob) : blob;
    String tree = history.tree(mode, bytes, inside);
    String shown = name.replace("\u200c", "\\u200c");
    return refused(
        "entry '" + shown + "' of mode " + mode,
        "tree " + tree + ": ",
        history.commit(tree),
        history.packWithout());
  }

  /** An entry without a mode, a name and a NUL. */
  private static ServerCase nul() {
    SpecimenHistory history = new SpecimenHistory();
    String tree = history.add(SpecimenPack.TREE, ascii("100644 x" + "y".repeat(30)));
    return refused(
        "entry without NUL", "tree " + tree + ": ", history.commit(tree), history.packWithout());
  }

  private static byte[] sha256(byte[] pack) {
    try {
      byte[] unsigned = Arrays.copyOf(pack, pack.length - 20);
      byte[] signed = Arrays.copyOf(unsigned, unsigned.length + 32);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(unsigned);
      System.arraycopy(digest, 0, signed, unsigned.length, digest.length);
      return signed;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] longer(byte[] pack) {
    return Arrays.copyOf(pack, pack.length + 1);
  }

  private static byte[] cut(byte[] pack) {
    return Arrays.copyOf(pack, pack.length - 21);
  }
}
