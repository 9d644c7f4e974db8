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

  /** What a fetch finds new: so much that tables grow and what is hot in real packs is hot. */
  private static final int NEW_COMMITS = 2_000;

  private static final int LINES = 300;
  private static final int DIRECTORIES = 7;

  /** Beside those of every kind. */
  private static final int FILES_EACH = 12;

  private static final int WORDS = 400;

  /** Of a file that is larger than what a delta copies at once. */
  private static final int LARGE_LINES = 2_500;

  /** One commit in so many changes the large file, and the one that cannot be compressed. */
  private static final int SELDOM = 20;

  private static final int MOST_BINARY_BYTES = 20_000;

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
    private final List<String> words = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final List<String> large = new ArrayList<>();
    private final List<Written> larges = new ArrayList<>();
    private final Written[] directories = new Written[DIRECTORIES];
    private final List<Written> blobs = new ArrayList<>();
    private final List<Written> trees = new ArrayList<>();
    private final List<Written> roots = new ArrayList<>();
    private final List<Written> commits = new ArrayList<>();
    private final List<Written> tags = new ArrayList<>();
    private byte[] binary = {};

    Branch(Pack pack) {
      this.pack = pack;
      for (int i = 0; i < WORDS; i++) {
        words.add(word());
      }
      for (int i = 0; i < LINES; i++) {
        lines.add(line());
      }
      for (int i = 0; i < LARGE_LINES; i++) {
        large.add(line());
      }
    }

    /** Some letters are frequent, others rare, as in any language. */
    private String word() {
      StringBuilder word = new StringBuilder();
      for (int length = 1 + random.nextInt(9); length > 0; length--) {
        word.append((char) ('a' + low(26)));
      }
      return word.toString();
    }

    /** Below the bound; most often near 0. */
    private int low(int bound) {
      return random.nextInt(1 + random.nextInt(bound));
    }

    /** So are words; and here and there is a character that is hardly anywhere else. */
    private String line() {
      StringBuilder line = new StringBuilder();
      for (int count = random.nextInt(10); count >= 0; count--) {
        line.append(words.get(low(WORDS))).append(' ');
      }
      if (random.nextInt(8) == 0) {
        line.append((char) ('!' + random.nextInt(90)));
      }
      return line.append('\n').toString();
    }

    void grow(int more) {
      int after = commits.size() + more;
      for (int i = commits.size() + 1; i <= after; i++) {
        commit(i);
      }
    }

    private void commit(int i) {
      for (int changes = i % 5; changes >= 0; changes--) {
        lines.set(random.nextInt(LINES), i + "." + changes + " " + line());
      }
      if (i % SELDOM == 0) {
        large.set(random.nextInt(LARGE_LINES), i + " " + line());
        larges.add(pack.write(Pack.Type.BLOB, bytes(String.join("", large)), last(larges)));
      }
      if (i % SELDOM == 1) {
        byte[] content = new byte[random.nextInt(MOST_BINARY_BYTES)];
        random.nextBytes(content);
        binary = pack.write(Pack.Type.BLOB, content, List.of()).id();
      }
      blobs.add(pack.write(Pack.Type.BLOB, bytes(String.join("", lines)), last(blobs)));
      List<Written> before = trees.size() < DIRECTORIES ? List.of() : List.of(trees.removeFirst());
      Written tree = pack.write(Pack.Type.TREE, directory(blobs.getLast().id(), i), before);
      trees.add(tree);
      directories[i % DIRECTORIES] = tree;
      roots.add(pack.write(Pack.Type.TREE, root(directories), last(roots)));
      StringBuilder parents = new StringBuilder();
      // Every so often a merge of two commits that are there.
      for (int back = 1; back <= commits.size() && back <= (i % 9 == 0 ? 2 : 1); back++) {
        parents.append("parent ").append(commits.get(commits.size() - back).hex()).append('\n');
      }
      String who = PERSON + (START + i) + (i % 2 == 0 ? " +0000\n" : " -0730\n");
      commits.add(
          pack.write(
              Pack.Type.COMMIT,
              bytes(
                  "tree %s\n%sauthor %scommitter %s\nmessage %d\n"
                      .formatted(roots.getLast().hex(), parents, who, who, i)),
              List.of()));
    }

    /** Every kind of entry, and names of which one is the beginning of the other. */
    private byte[] directory(byte[] text, int i) {
      ByteArrayOutputStream tree = new ByteArrayOutputStream();
      tree.writeBytes(entry("100644 .c", text));
      tree.writeBytes(entry("100644 .gitignore", text));
      tree.writeBytes(entry("100644 Makefile", i % 11 == 0 ? text : binary));
      tree.writeBytes(entry("100644 a", text));
      tree.writeBytes(entry("100755 a-b", binary));
      tree.writeBytes(entry("100664 a.c", binary));
      for (int j = 0; j < FILES_EACH; j++) {
        tree.writeBytes(entry("100644 file-of-many-" + (char) ('a' + j), binary));
      }
      tree.writeBytes(entry("100644 g", text));
      tree.writeBytes(entry("100644 git.c", larges.isEmpty() ? text : larges.getLast().id()));
      tree.writeBytes(entry("120000 link", i % 4 == 0 ? text : binary));
      return tree.toByteArray();
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

  /** Names in git's order, in which a directory's name ends in a slash. */
  private static byte[] root(Written[] directories) {
    ByteArrayOutputStream tree = new ByteArrayOutputStream();
    tree.writeBytes(entry("160000 directory-0.c", SUBMODULE));
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
