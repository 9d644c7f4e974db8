package got.packaging.bench;

import static got.packaging.bench.PackWriter.ascii;

import got.packaging.bench.PackWriter.Written;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A history in which every link leads to an object of the pack, and no object is there twice.
 *
 * <p>Each commit brings ten objects: six blobs of 200 to 400 bytes, the two trees of twelve files
 * that hold them, the tree over these two, and itself. Three of the blobs and all of the trees are
 * ofs-deltas on those of the commit before, but that every fiftieth commit starts anew: six of ten
 * objects are deltas, up to 49 deep. Held is what the last commit brought.
 */
final class LongHistory {
  static final int OBJECTS_PER_COMMIT = 10;

  private static final int DIRECTORIES = 2;
  private static final int FILES = 12;
  private static final int CHANGED_FILES = 3;
  private static final int DEEPEST = 50;
  private static final long SEED = 1;

  private final PackWriter pack;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final byte[] text = LargePack.text(random, 64 * 1024);
  private final byte[][][] files = new byte[DIRECTORIES][FILES][0];
  private final @Nullable Written[] lastBlobs = new Written[CHANGED_FILES];
  private final @Nullable Written[] lastTrees = new Written[DIRECTORIES];
  private @Nullable Written lastRoot;
  private byte[] lastCommit = {};

  LongHistory(PackWriter pack) {
    this.pack = pack;
  }

  void write(int commits) throws IOException {
    for (int commit = 0; commit < commits; commit++) {
      if (commit % DEEPEST == 0) {
        Arrays.fill(lastBlobs, null);
        Arrays.fill(lastTrees, null);
        lastRoot = null;
      }
      add(commit);
    }
  }

  private void add(int commit) throws IOException {
    for (int i = 0; i < CHANGED_FILES; i++) {
      int place = (commit * CHANGED_FILES + i) % FILES;
      lastBlobs[i] = delta(lastBlobs[i], PackWriter.Type.BLOB, edited(lastBlobs[i], commit, i));
      files[0][place] = lastBlobs[i].id();
      files[1][place] = pack.whole(PackWriter.Type.BLOB, fresh(commit, CHANGED_FILES + i)).id();
    }
    ByteArrayOutputStream root = new ByteArrayOutputStream();
    for (int i = 0; i < DIRECTORIES; i++) {
      lastTrees[i] = delta(lastTrees[i], PackWriter.Type.TREE, tree(files[i]));
      root.writeBytes(ascii("40000 directory" + i + "\0"));
      root.writeBytes(lastTrees[i].id());
    }
    lastRoot = delta(lastRoot, PackWriter.Type.TREE, root.toByteArray());
    lastCommit = pack.whole(PackWriter.Type.COMMIT, commit(lastRoot.id(), lastCommit, commit)).id();
  }

  private Written delta(@Nullable Written base, PackWriter.Type type, byte[] content)
      throws IOException {
    return base == null ? pack.whole(type, content) : pack.delta(base, content);
  }

  /** A blob with the numbers of commit and file in its first line. */
  private byte[] fresh(int commit, int file) {
    byte[] line = firstLine(commit, file);
    int size = random.nextInt(200, 400);
    byte[] content = Arrays.copyOf(line, line.length + size);
    System.arraycopy(text, random.nextInt(text.length - size), content, line.length, size);
    return content;
  }

  /** As the last one, with another first line. */
  private byte[] edited(@Nullable Written last, int commit, int file) {
    if (last == null) {
      return fresh(commit, file);
    }
    byte[] content = last.content().clone();
    byte[] line = firstLine(commit, file);
    System.arraycopy(line, 0, content, 0, line.length);
    return content;
  }

  private static byte[] firstLine(int commit, int file) {
    return ascii(String.format(Locale.ROOT, "%010d %d\n", commit, file));
  }

  /** The files that are there already. */
  private static byte[] tree(byte[][] ids) {
    ByteArrayOutputStream tree = new ByteArrayOutputStream();
    for (int i = 0; i < ids.length; i++) {
      if (ids[i].length > 0) {
        tree.writeBytes(ascii("100644 file" + (char) ('a' + i) + "\0"));
        tree.writeBytes(ids[i]);
      }
    }
    return tree.toByteArray();
  }

  /**
   * @param parent empty for the first commit
   */
  static byte[] commit(byte[] tree, byte[] parent, int number) {
    HexFormat hex = HexFormat.of();
    String person = "A U Thor <author@example.org> " + (1_000_000_000L + number) + " +0000\n";
    return ascii(
        "tree "
            + hex.formatHex(tree)
            + "\n"
            + (parent.length == 0 ? "" : "parent " + hex.formatHex(parent) + "\n")
            + "author "
            + person
            + "committer "
            + person
            + "\nNumber "
            + number
            + "\n");
  }
}
