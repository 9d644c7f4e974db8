package got.index.object;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import got.ipc.HashAlgorithm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Makes trees that are prone to go wrong: names with common beginnings and bytes around the slash,
 * ids that hold pieces of entries, few different ones of both.
 */
final class RandomTrees {
  private static final String[] MODES = {"100644", "100644", "40000", "40000", "100755", "160000"};
  private static final String[] ODD_MODES = {
    "040000", "100664", "00100644", "40755", "10", "777777"
  };
  private static final String[] PARTS = {"a", "a", "b", "-", ".", "0", "a.", "100644 ", "\u00ff"};
  private static final String[] PIECES = {"100644 a\0", "40000 b\0", "\0", " ", "a", "\u0001"};

  private final int idBytes;
  private final Random random;

  RandomTrees(HashAlgorithm algorithm, Random random) {
    this.idBytes = algorithm.idBytes();
    this.random = random;
  }

  int idBytes() {
    return idBytes;
  }

  /** One entry as it stands in a tree; chars are bytes. */
  private record Entry(String mode, String name, String id) {
    String key() {
      return mode.endsWith("40000") ? name + "/" : name;
    }

    String text() {
      return mode + " " + name + "\0" + id;
    }
  }

  /** A sorted tree of at most so many entries, well formed if not odd. */
  byte[] tree(int most, boolean odd) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      Entry entry = entry(odd);
      if (odd || entries.stream().noneMatch(e -> e.name().equals(entry.name()))) {
        entries.add(entry);
      }
    }
    entries.sort(Comparator.comparing(Entry::key));
    StringBuilder text = new StringBuilder();
    entries.forEach(entry -> text.append(entry.text()));
    return text.toString().getBytes(ISO_8859_1);
  }

  /** The bytes of one entry, well formed if not odd. */
  byte[] entryBytes(boolean odd) {
    return entry(odd).text().getBytes(ISO_8859_1);
  }

  private Entry entry(boolean odd) {
    String[] modes = odd && random.nextInt(3) == 0 ? ODD_MODES : MODES;
    String name = "";
    while (name.isEmpty() || isDangerous(name)) {
      name += pick(PARTS);
    }
    while (random.nextInt(3) != 0) {
      name += pick(PARTS);
    }
    return new Entry(pick(modes), isDangerous(name) ? "c" : name, id());
  }

  private static boolean isDangerous(String name) {
    return DotGit.isDangerous(name.getBytes(ISO_8859_1), 0, name.length());
  }

  private String id() {
    StringBuilder id = new StringBuilder("\u0001");
    while (id.length() < idBytes) {
      id.append(random.nextInt(4) == 0 ? pick(PIECES) : "x");
    }
    return id.substring(0, idBytes);
  }

  private String pick(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** The tree with a byte changed, a piece left out, or a piece twice. */
  byte[] damage(byte[] tree) {
    if (tree.length == 0) {
      return tree;
    }
    int a = random.nextInt(tree.length);
    int b = a + random.nextInt(Math.min(60, tree.length - a));
    byte[] head = Arrays.copyOf(tree, a);
    return switch (random.nextInt(3)) {
      case 0 -> {
        byte[] changed = tree.clone();
        changed[a] = (byte) "\0 /.a-0\u00ff".charAt(random.nextInt(8));
        yield changed;
      }
      case 1 -> join(head, Arrays.copyOfRange(tree, b, tree.length));
      default -> join(Arrays.copyOf(tree, b), Arrays.copyOfRange(tree, a, tree.length));
    };
  }

  static byte[] join(byte[] a, byte[] b) {
    byte[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }
}
