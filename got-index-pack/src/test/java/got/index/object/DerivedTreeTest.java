package got.index.object;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.HashAlgorithm;
import got.pack.ObjectType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A delta's result is judged from its base as it is on its own. */
class DerivedTreeTest {
  private static final int ROUNDS = 60_000;

  private final CopyList copies = new CopyList();

  /** What a delta does: copy from the base, or insert bytes. */
  private sealed interface Step {
    record Copy(int from, int count) implements Step {}

    record Insert(byte[] bytes) implements Step {}
  }

  @ParameterizedTest
  @CsvSource({"SHA1, 1", "SHA1, 2", "SHA256, 3"})
  void derivedJudgesAsFull(HashAlgorithm algorithm, long seed) throws ObjectFormatException {
    Random random = new Random(seed);
    RandomTrees trees = new RandomTrees(algorithm, random);
    int accepted = 0;
    long reported = 0;
    long all = 0;
    byte[] base = {};
    TreeLayout layout = new TreeLayout();
    Set<String> baseLinks = Set.of();
    for (int round = 0; round < ROUNDS; round++) {
      if (base.length == 0 || random.nextInt(8) == 0) {
        byte[] fresh = trees.tree(random.nextInt(20), random.nextInt(10) == 0);
        Verdict verdict = Verdict.of(algorithm, ObjectType.TREE, fresh);
        if (verdict.isFatal() || fresh.length == 0) {
          continue;
        }
        base = fresh;
        baseLinks = verdict.distinctLinks();
        new ObjectCheck(algorithm, (source, offset, type) -> {}).tree(base, 0, base.length, layout);
      }
      List<Step> program = program(base, trees, random);
      byte[] result = apply(program, base);
      TreeLayout kept = layout.copy();
      TreeLayout resultLayout = new TreeLayout();
      byte[] amid = RandomTrees.join(new byte[] {'a', '/', 0}, result);
      Verdict derived =
          Verdict.of(
              algorithm,
              check ->
                  check.derivedTree(
                      new TreeOrigin(kept, copies), amid, 3, result.length, resultLayout));
      Verdict full = Verdict.of(algorithm, ObjectType.TREE, result);
      String what =
          "seed %d, round %d: %s of %s"
              .formatted(seed, round, new String(result, ISO_8859_1), new String(base, ISO_8859_1));
      assertThat(derived.isFatal()).as(what).isEqualTo(full.isFatal());
      assertThat(full.isFatal())
          .as(what)
          .isEqualTo(SlowTreeCheck.check(algorithm, result).isFatal());
      if (full.isFatal()) {
        continue;
      }
      accepted++;
      reported += derived.links().size();
      all += full.links().size();
      Set<String> known = new HashSet<>(baseLinks);
      known.addAll(derived.links());
      assertThat(known).as(what).containsAll(full.links());
      assertThat(full.links()).as(what).containsAll(derived.links());
      assertThat(derived.findings()).as(what).isEqualTo(full.findings());
      assertThat(starts(resultLayout)).as(what).isEqualTo(starts(layoutOf(algorithm, result)));
      if (random.nextBoolean()) {
        base = result;
        layout = resultLayout;
        baseLinks = full.distinctLinks();
      }
    }
    assertThat(accepted).isBetween(ROUNDS / 5, ROUNDS * 4 / 5);
    assertThat(reported).isLessThan(all / 2);
  }

  private static TreeLayout layoutOf(HashAlgorithm algorithm, byte[] tree)
      throws ObjectFormatException {
    TreeLayout layout = new TreeLayout();
    new ObjectCheck(algorithm, (source, offset, type) -> {}).tree(tree, 0, tree.length, layout);
    return layout;
  }

  private static int[] starts(TreeLayout layout) {
    int[] starts = new int[layout.entries() + 1];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = layout.start(i);
    }
    return starts;
  }

  private byte[] apply(List<Step> program, byte[] base) {
    copies.clear();
    byte[] result = {};
    for (Step step : program) {
      switch (step) {
        case Step.Copy copy -> {
          copies.add(copy.from(), result.length, copy.count());
          result =
              RandomTrees.join(
                  result, Arrays.copyOfRange(base, copy.from(), copy.from() + copy.count()));
        }
        case Step.Insert insert -> result = RandomTrees.join(result, insert.bytes());
      }
    }
    return result;
  }

  private static List<Step> program(byte[] base, RandomTrees trees, Random random) {
    List<Step> program =
        new ArrayList<>(
            switch (random.nextInt(4)) {
              case 0 -> pieces(base, random);
              case 1 -> encode(trees.damage(base), base, random);
              case 2 -> encode(edit(base, trees, random), base, random);
              default -> encode(twoEdits(base, trees, random), base, random);
            });
    if (random.nextInt(4) == 0) {
      disturb(program, base, random);
    }
    return program;
  }

  /** Copies of anything, in any order. */
  private static List<Step> pieces(byte[] base, Random random) {
    List<Step> program = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int from = random.nextInt(base.length);
      program.add(new Step.Copy(from, 1 + random.nextInt(base.length - from)));
    }
    return program;
  }

  /**
   * Finds a delta for a result: takes at each place one of the stretches of the base that go on
   * alike, not the best, and not whole. So copies begin and end anywhere in entries and come from
   * the wrong ones.
   */
  private static List<Step> encode(byte[] result, byte[] base, Random random) {
    List<Step> program = new ArrayList<>();
    int at = 0;
    while (at < result.length) {
      int from = random.nextInt(4) == 0 ? random.nextInt(base.length) : at % base.length;
      int best = 0;
      int bestFrom = 0;
      for (int i = 0; i < base.length && best < 24; i++) {
        int candidate = (from + i) % base.length;
        int alike = Arrays.mismatch(base, candidate, base.length, result, at, result.length);
        int count = alike < 0 ? base.length - candidate : alike;
        if (count > best) {
          best = count;
          bestFrom = candidate;
        }
      }
      if (best > 3) {
        int count = random.nextInt(3) == 0 ? 1 + random.nextInt(best) : best;
        program.add(new Step.Copy(bestFrom, count));
        at += count;
      } else {
        int count = Math.min(result.length - at, 1 + random.nextInt(3));
        program.add(new Step.Insert(Arrays.copyOfRange(result, at, at + count)));
        at += count;
      }
    }
    return program;
  }

  private static byte[] twoEdits(byte[] base, RandomTrees trees, Random random) {
    return edit(edit(base, trees, random), trees, random);
  }

  /** Puts in, takes out or replaces an entry, mostly where it keeps the order. */
  private static byte[] edit(byte[] tree, RandomTrees trees, Random random) {
    byte[] entry = trees.entryBytes(random.nextInt(10) == 0);
    int[] starts = starts(tree, trees.idBytes());
    int place = random.nextInt(starts.length);
    if (random.nextInt(4) != 0) {
      place = placeOf(entry, tree, starts);
    }
    byte[] head = Arrays.copyOf(tree, starts[place]);
    int tailStart = starts[Math.min(starts.length - 1, place + random.nextInt(2))];
    byte[] tail = Arrays.copyOfRange(tree, tailStart, tree.length);
    return random.nextInt(4) == 0
        ? RandomTrees.join(head, tail)
        : RandomTrees.join(RandomTrees.join(head, entry), tail);
  }

  private static int[] starts(byte[] tree, int idBytes) {
    List<Integer> starts = new ArrayList<>(List.of(0));
    int at = 0;
    while (at < tree.length) {
      while (tree[at] != 0) {
        at++;
      }
      at += 1 + idBytes;
      starts.add(at);
    }
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int placeOf(byte[] entry, byte[] tree, int[] starts) {
    int place = 0;
    while (place < starts.length - 1 && key(tree, starts[place]).compareTo(key(entry, 0)) < 0) {
      place++;
    }
    return place;
  }

  private static String key(byte[] bytes, int start) {
    String text = new String(bytes, start, bytes.length - start, ISO_8859_1);
    String name = text.substring(text.indexOf(' ') + 1, text.indexOf('\0'));
    return text.startsWith("4") ? name + "/" : name;
  }

  /** Moves the end of a copy, or a whole one, or swaps two steps, or repeats one. */
  private static void disturb(List<Step> program, byte[] base, Random random) {
    if (program.isEmpty()) {
      return;
    }
    int i = random.nextInt(program.size());
    int j = random.nextInt(program.size());
    Step step = program.get(i);
    switch (random.nextInt(3)) {
      case 0 -> {
        program.set(i, program.get(j));
        program.set(j, step);
      }
      case 1 -> program.add(j, step);
      default -> {
        if (step instanceof Step.Copy(int from, int count)) {
          int moved = Math.clamp(from + random.nextInt(5) - 2L, 0, base.length - 1);
          program.set(i, new Step.Copy(moved, Math.min(count, base.length - moved)));
        }
      }
    }
  }
}
