package got.caches;

import got.caches.Pack.Written;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * A history as a server sends it, with what real ones have: trees, deltas in chains, a tag, a
 * submodule. The same every time.
 *
 * @param head the commit of the one branch, in hexadecimal
 * @param tags the objects of the tags
 * @param pack all of it. Source: gitformat-pack(5)
 */
record History(String head, List<String> tags, byte[] pack) {
  private static final int COMMITS = 400;

  /** What a fetch finds new. */
  private static final int NEW_COMMITS = 400;

  private static final int LINES = 300;
  private static final int DIRECTORIES = 7;

  /** A commit of another repository. */
  private static final byte[] SUBMODULE = HexFormat.of().parseHex("1234567890".repeat(4));

  /** So many that a list of all is compressed before it is sent over http. */
  private static final int FILES = 1_400;

  private static final int FILE_BYTES = 1_000;

  private static final String PERSON = "A <a@example.org> ";
  private static final int START = 1_000_000_000;

  static History standard() {
    Branch branch = new Branch(new Pack());
    branch.grow(COMMITS);
    branch.tag("v1");
    return branch.now();
  }

  /** The standard one some time later: of what is new, in a thin pack. */
  static History later() {
    Branch branch = new Branch(new Pack());
    branch.grow(COMMITS);
    branch.tag("v1");
    branch.pack = new Pack();
    branch.grow(NEW_COMMITS);
    branch.tag("v2");
    return branch.now();
  }

  /** A branch that grows by one commit after the other. */
  private static final class Branch {
    /** Where what is new goes; deltas may be of what is in the one before. */
    private Pack pack;

    private final Random random = new Random(1);
    private final List<String> lines = new ArrayList<>();
    private final Written[] directories = new Written[DIRECTORIES];
    private final List<Written> blobs = new ArrayList<>();
    private final List<Written> roots = new ArrayList<>();
    private final List<Written> commits = new ArrayList<>();
    private final List<Written> tags = new ArrayList<>();

    Branch(Pack pack) {
      this.pack = pack;
      for (int i = 0; i < LINES; i++) {
        lines.add("line " + i + " " + Long.toHexString(random.nextLong()) + "\n");
      }
    }

    void grow(int more) {
      int after = commits.size() + more;
      for (int i = commits.size() + 1; i <= after; i++) {
        commit(i);
      }
    }

    private void commit(int i) {
      lines.set(random.nextInt(LINES), "changed by " + i + "\n");
      blobs.add(pack.write(Pack.Type.BLOB, bytes(String.join("", lines)), last(blobs)));
      directories[i % DIRECTORIES] =
          pack.write(Pack.Type.TREE, entry("100644 file", blobs.getLast().id()), List.of());
      roots.add(pack.write(Pack.Type.TREE, root(directories), last(roots)));
      String parent = commits.isEmpty() ? "" : "parent " + commits.getLast().hex() + "\n";
      String who = PERSON + (START + i) + " +0000\n";
      commits.add(
          pack.write(
              Pack.Type.COMMIT,
              bytes(
                  "tree %s\n%sauthor %scommitter %s\nmessage %d\n"
                      .formatted(roots.getLast().hex(), parent, who, who, i)),
              List.of()));
    }

    /** Tags the last commit. */
    void tag(String name) {
      tags.add(
          pack.write(
              Pack.Type.TAG,
              bytes(
                  "object %s\ntype commit\ntag %s\ntagger %s%d +0000\n\ntag\n"
                      .formatted(commits.getLast().hex(), name, PERSON, START + commits.size())),
              List.of()));
    }

    /** With the pack that is not finished yet. */
    History now() {
      return new History(
          commits.getLast().hex(), tags.stream().map(Written::hex).toList(), pack.finished());
    }
  }

  /** One commit of files that cannot be compressed, each of which has a tag. */
  static History manyTags() {
    Pack pack = new Pack();
    Random random = new Random(2);
    byte[] content = new byte[FILE_BYTES];
    ByteArrayOutputStream tree = new ByteArrayOutputStream();
    List<String> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      random.nextBytes(content);
      Written file = pack.write(Pack.Type.BLOB, content, List.of());
      tree.writeBytes(entry("100644 file%04d".formatted(i), file.id()));
      files.add(file.hex());
    }
    String root = pack.write(Pack.Type.TREE, tree.toByteArray(), List.of()).hex();
    String who = PERSON + START + " +0000\n";
    String text = "tree " + root + "\nauthor " + who + "committer " + who + "\nlarge\n";
    String head = pack.write(Pack.Type.COMMIT, bytes(text), List.of()).hex();
    return new History(head, files, pack.finished());
  }

  private static List<Written> last(List<Written> all) {
    return all.isEmpty() ? List.of() : all.subList(all.size() - 1, all.size());
  }

  /** Names in git's order: {@code directory-N} before {@code submodule}. */
  private static byte[] root(Written[] directories) {
    ByteArrayOutputStream tree = new ByteArrayOutputStream();
    for (int i = 0; i < directories.length; i++) {
      if (directories[i] != null) {
        tree.writeBytes(entry("40000 directory-" + i, directories[i].id()));
      }
    }
    tree.writeBytes(entry("160000 submodule", SUBMODULE));
    return tree.toByteArray();
  }

  private static byte[] entry(String modeAndName, byte[] id) {
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    entry.writeBytes(bytes(modeAndName));
    entry.write(0);
    entry.writeBytes(id);
    return entry.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
