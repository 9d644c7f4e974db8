package got.index.object;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import got.fuzz.Corpus;
import got.ipc.HashAlgorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Makes the first inputs of the targets beside it: {@code java … got.index.object.ObjectSeeds}. */
final class ObjectSeeds {
  private static final String ID = "1234567890123456789012345678901234567890";
  private static final String WHO = "A U Thor <a@example.org> 1112911993 +0200\n";
  private static final String ENDS = "author " + WHO + "committer " + WHO;

  private static final List<String> COMMITS =
      List.of(
          "tree " + ID + "\n" + ENDS + "\nmessage\n",
          "tree " + ID + "\nparent " + ID + "\nparent " + ID + "\n" + ENDS + "encoding x\n\nm\0",
          "tree " + ID + "\nauthor " + WHO + ENDS,
          "tree " + ID.toUpperCase(Locale.ROOT).replace('1', 'F') + "\n" + ENDS + "\n",
          "tree " + ID + "\nauthor <> 0 -0000\ncommitter x <a<b> 00 +2500\n",
          "tree " + ID + "\nauthor a\0\ncommitter > 18446744073709551616 +0\n\n",
          "tree " + ID + "\n" + ENDS + "gpgsig -----BEGIN\n x\n\nmessage");

  private static final List<String> TAGS =
      List.of(
          "object " + ID + "\ntype commit\ntag v1.0\ntagger " + WHO + "\nmessage\n",
          "object " + ID + "\ntype tree\ntag \ntagger \n",
          "object " + ID + "\ntype blob\ntag a..b\n\n",
          "object " + ID + "\ntype tag\ntag x.lock\nx\n");

  private static final List<String> TREES =
      List.of(
          "",
          "100644 a\0" + "x".repeat(20),
          "100644 a\0" + "x".repeat(20) + "40000 a\0" + "y".repeat(20),
          "100644 a\0"
              + "x".repeat(20)
              + "100644 a.c\0"
              + "z".repeat(20)
              + "40000 a\0yyyyyyyyyyyyyyyyyyyy",
          "100644 .git\0" + "x".repeat(20),
          "100644 GIT~1\0" + "x".repeat(20),
          "100644 .g\u00e2\u0080\u008cit\0" + "x".repeat(20),
          "100644 .git::$INDEX_ALLOCATION\0" + "x".repeat(20),
          "100644 ..\0" + "x".repeat(20),
          "00160000 s\0" + "x".repeat(20),
          "120000 l\0" + "\0".repeat(20));

  private ObjectSeeds() {}

  public static void main(String[] args) throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    COMMITS.forEach(text -> inputs.add(input(0, text.getBytes(ISO_8859_1))));
    TAGS.forEach(text -> inputs.add(input(1, text.getBytes(ISO_8859_1))));
    TREES.forEach(text -> inputs.add(input(2, text.getBytes(ISO_8859_1))));
    inputs.add(
        input(4, COMMITS.getFirst().replace(ID, ID + ID.substring(16)).getBytes(ISO_8859_1)));
    Random random = new Random(20261121);
    List<byte[]> deltas = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      HashAlgorithm algorithm = i % 5 == 0 ? HashAlgorithm.SHA256 : HashAlgorithm.SHA1;
      RandomTrees trees = new RandomTrees(algorithm, random);
      inputs.add(input(i % 5 == 0 ? 6 : 2, trees.tree(8, i % 3 == 0)));
      deltas.add(delta(i % 5 == 0 ? 1 : 0, trees, random));
    }
    Corpus.write("object", inputs);
    Corpus.write("tree-delta", deltas);
  }

  private static byte[] input(int control, byte[] content) {
    return RandomTrees.join(new byte[] {(byte) control}, content);
  }

  /** A tree, copied but for one place where an entry may be put, left out, or twice. */
  private static byte[] delta(int control, RandomTrees trees, Random random) {
    byte[] base = trees.tree(1 + random.nextInt(10), false);
    byte[] entry = trees.entryBytes(false);
    int entryBytes = base.length / 3;
    int cut = random.nextInt(base.length + 1);
    ByteBuffer out = ByteBuffer.allocate(2 * base.length + 300);
    out.put((byte) control).putShort((short) base.length).put(base);
    out.put((byte) 0x80).putShort((short) 0).putShort((short) cut);
    if (random.nextBoolean()) {
      out.put((byte) entry.length).put(entry);
    }
    int resume = random.nextBoolean() ? cut : Math.min(base.length, cut + entryBytes);
    out.put((byte) 0x80).putShort((short) resume).putShort((short) (base.length - resume));
    return Arrays.copyOf(out.array(), out.position());
  }
}
