package got.index.object;

import got.fuzz.Allocation;
import got.ipc.HashAlgorithm;
import got.pack.ObjectType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks a tree as what a delta made of another tree, and compares the verdict with that of the
 * same tree on its own: skipping what was copied must not hide anything.
 *
 * <p>The first byte of an input says which ids there are; two say how long the base is, which comes
 * next. Then follow instructions: up to 127, so many bytes to insert; 128 and more, a copy, with
 * two bytes that say from where and two how much. Only an {@link ObjectFormatException} may come
 * out. Memory: {@link #MOST_MEMORY}, and {@link #MEMORY_PER_BYTE} for each byte of the tree.
 */
public final class TreeDeltaFuzz {
  private static final int MOST_BYTES = 1 << 16;
  private static final long MOST_MEMORY = 32 << 10;
  private static final long MEMORY_PER_BYTE = 64;

  private TreeDeltaFuzz() {}

  /** A tree and how it was made. */
  private record Made(byte[] tree, CopyList copies) {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    accepts(input);
  }

  static boolean accepts(byte[] input) throws Exception {
    if (input.length < 3) {
      return false;
    }
    ByteBuffer in = ByteBuffer.wrap(input);
    HashAlgorithm algorithm = (in.get() & 1) == 0 ? HashAlgorithm.SHA1 : HashAlgorithm.SHA256;
    byte[] base = new byte[Math.min(in.getShort() & 0xffff, in.remaining())];
    in.get(base);
    Verdict ofBase = Verdict.of(algorithm, ObjectType.TREE, base);
    if (ofBase.isFatal()) {
      return false;
    }
    Made made = make(base, in);
    byte[] tree = made.tree;
    Verdict full = Verdict.of(algorithm, ObjectType.TREE, tree);
    TreeLayout baseLayout = layout(algorithm, base);
    TreeLayout layout = new TreeLayout();
    Verdict derived =
        Allocation.within(
            MOST_MEMORY + MEMORY_PER_BYTE * tree.length,
            () ->
                Verdict.of(
                    algorithm,
                    check ->
                        check.derivedTree(
                            new TreeOrigin(baseLayout, made.copies),
                            tree,
                            0,
                            tree.length,
                            layout)));
    if (derived.isFatal() != full.isFatal()) {
      throw new AssertionError(derived + " is not " + full);
    }
    if (full.isFatal()) {
      return false;
    }
    Set<String> known = new HashSet<>(ofBase.links());
    known.addAll(derived.links());
    boolean isSame =
        known.containsAll(full.links())
            && full.links().containsAll(derived.links())
            && derived.findings().equals(full.findings())
            && starts(layout).equals(starts(layout(algorithm, tree)));
    if (!isSame) {
      throw new AssertionError(derived + " is not " + full);
    }
    return true;
  }

  private static Made make(byte[] base, ByteBuffer program) {
    ByteBuffer tree = ByteBuffer.allocate(MOST_BYTES);
    CopyList copies = new CopyList();
    while (program.hasRemaining()) {
      int op = program.get();
      if (op < 0 && program.remaining() >= 4) {
        int from = Math.min(program.getShort() & 0xffff, base.length);
        int most = Math.min(base.length - from, tree.remaining());
        int count = Math.min(program.getShort() & 0xffff, most);
        if (count > 0) {
          copies.add(from, tree.position(), count);
          tree.put(base, from, count);
        }
      } else {
        byte[] inserted =
            new byte[Math.min(op & 0x7f, Math.min(program.remaining(), tree.remaining()))];
        program.get(inserted);
        tree.put(inserted);
      }
    }
    return new Made(Arrays.copyOf(tree.array(), tree.position()), copies);
  }

  private static TreeLayout layout(HashAlgorithm algorithm, byte[] tree)
      throws ObjectFormatException {
    TreeLayout layout = new TreeLayout();
    new ObjectCheck(algorithm, (source, offset, type) -> {}).tree(tree, 0, tree.length, layout);
    return layout;
  }

  private static List<Integer> starts(TreeLayout layout) {
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i <= layout.entries(); i++) {
      starts.add(layout.start(i));
    }
    return starts;
  }
}
