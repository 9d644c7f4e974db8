package got.pack.digest;

import java.util.Arrays;

/**
 * Hashes and checks an object in memory, and leaves out what its base's {@link Trail} answers.
 *
 * <p>Collisions are detected exactly as if every block were checked:
 *
 * <ul>
 *   <li>Whether a block meets the conditions of a vector depends on its 64 bytes alone. A block
 *       that was copied as a whole from a block of the base's message has the base's answer. All
 *       other blocks are looked at: those with a header, padding or any byte not copied, those
 *       copied from another place relative to the blocks, and those across two copies.
 *   <li>A suspect is recompressed with the chaining value of this object, whoever found it.
 *   <li>Where both messages begin with the same blocks, header included, the chaining values are
 *       the same as well, and so is the outcome of every recompression. The base was accepted, or
 *       there would be no complete trail; so nothing is to be found in those blocks.
 * </ul>
 *
 * <p>The last block of a message has its length, so it is never copied as a whole.
 */
final class ObjectHash {
  private static final int BLOCK = BlockHash.BLOCK_BYTES;

  /** Blocks checked before they are hashed: 64 KiB, which the processor still has at hand. */
  private static final int WINDOW = 1024;

  /** So many are checked faster one by one than in lanes. */
  private static final int FEW = 3;

  private final BlockHash hash;
  private final LaneCheck lanes;
  private final RecompressionLanes recompression;
  private final ConditionCheck exact = new ConditionCheck(new boolean[BitConditions.ALL.size()]);
  private final int[] words = new int[Sha1Steps.STEPS];
  private final MessageBlocks message = new MessageBlocks();
  private final CopiedBlocks copied = new CopiedBlocks();

  /** Blocks that wait for a check. */
  private final int[] fresh = new int[LaneCheck.LANES];

  private int waiting;

  /** The suspects of a window, a bit each, and the vectors of each; those of others are stale. */
  private final long[] suspects = new long[WINDOW / 64];

  private final int[] vectors = new int[WINDOW];
  private int windowStart;
  private int hashed;

  ObjectHash(BlockHash hash, LaneCheck lanes, RecompressionLanes recompression) {
    this.hash = hash;
    this.lanes = lanes;
    this.recompression = recompression;
  }

  /**
   * Leaves the message's hash in the {@link BlockHash}, and its suspects in the recompression; the
   * caller asks that for the verdict. Parameters as in {@link ObjectDigest#digest}, checked.
   */
  void run(ObjectMessage object, Trail out) {
    byte[] header = object.header;
    int headerLength = object.headerLength;
    Trail base = object.base;
    message.set(header, headerLength, object.content, object.start, object.size);
    int count = message.count();
    hash.start();
    recompression.reset();
    waiting = 0;
    hashed = 0;
    if (out != Trail.NONE) {
      out.start(header, headerLength, object.size, count);
    }
    if (base != Trail.NONE && base.sameHeader(header, headerLength)) {
      hashed = commonBeginning(headerLength, object.copies);
      if (hashed > 0) {
        hash.resume(base.chaining(), Trail.chainingOffset(hashed));
        if (out != Trail.NONE) {
          out.copyBeginning(base, hashed);
        }
      }
    }
    copied.set(base, object.copies, headerLength);
    for (windowStart = hashed; windowStart < count; windowStart += WINDOW) {
      int end = Math.min(count, windowStart + WINDOW);
      check(end, base);
      hash(end, out);
    }
    message.clear();
  }

  /** Blocks that the message has in common with one of the same header: a multiple of 16. */
  private static int commonBeginning(int headerLength, Copies copies) {
    if (copies.size() == 0 || copies.from(0) != 0 || copies.to(0) != 0) {
      return 0;
    }
    long same = headerLength + (long) copies.count(0);
    return (int) (same / BLOCK) / Trail.STRIDE * Trail.STRIDE;
  }

  /** Finds the suspects of the window up to {@code end}. */
  private void check(int end, Trail base) {
    Arrays.fill(suspects, 0);
    int block = windowStart;
    while (block < end) {
      boolean more = copied.find(block);
      int from = more ? Math.min(end, copied.from()) : end;
      for (; block < from; block++) {
        fresh[waiting++] = block;
        if (waiting == fresh.length) {
          checkWaiting();
        }
      }
      if (more) {
        int to = Math.min(end, copied.to());
        inherit(block, to, base, copied.shift());
        block = Math.max(block, to);
      }
    }
    checkWaiting();
  }

  private void inherit(int from, int to, Trail base, int shift) {
    for (int i = base.firstSuspect(from + shift); i < base.suspects(); i++) {
      int block = base.suspectBlock(i) - shift;
      if (block >= to) {
        return;
      }
      suspect(block, base.suspectVectors(i));
    }
  }

  private void suspect(int block, int met) {
    int at = block - windowStart;
    suspects[at / 64] |= 1L << at;
    vectors[at] = met;
  }

  private void checkWaiting() {
    if (waiting <= FEW) {
      for (int i = 0; i < waiting; i++) {
        expand(fresh[i], words);
        int met = exact.vectorsMet(-1, words, 1, 0);
        if (met != 0) {
          suspect(fresh[i], met);
        }
      }
    } else {
      checkInLanes();
    }
    waiting = 0;
  }

  private void checkInLanes() {
    for (int lane = 0; lane < waiting; ) {
      int block = fresh[lane];
      int limit = message.runEnd(block, block + waiting - lane);
      int run = 1;
      while (block + run < limit && fresh[lane + run] == block + run) {
        run++;
      }
      lanes.load(message.array(block), message.offset(block), run, lane);
      lane += run;
    }
    lanes.run();
    for (int lane = 0; lane < waiting; lane++) {
      if (lanes.suspected(lane) != 0) {
        int met = lanes.vectorsMet(lane);
        if (met != 0) {
          suspect(fresh[lane], met);
        }
      }
    }
  }

  private void expand(int block, int[] target) {
    Sha1Steps.load(message.array(block), message.offset(block), target);
    Sha1Steps.expand(target, 16);
  }

  /** Hashes the window up to {@code end}, and halts at its suspects. */
  private void hash(int end, Trail out) {
    for (int i = 0; 64 * i < end - windowStart; i++) {
      for (long rest = suspects[i]; rest != 0; rest &= rest - 1) {
        int at = 64 * i + Long.numberOfTrailingZeros(rest);
        int block = windowStart + at;
        compress(block, out);
        System.arraycopy(hash.chainingValue(), 0, recompression.nextBefore(), 0, 5);
        expand(block, recompression.nextWords());
        compress(block + 1, out);
        recompression.add(vectors[at], hash.chainingValue());
        if (out != Trail.NONE) {
          out.addSuspect(block, vectors[at]);
        }
      }
    }
    compress(end, out);
  }

  private void compress(int end, Trail out) {
    while (hashed < end) {
      int to = message.runEnd(hashed, end);
      if (out != Trail.NONE) {
        to = Math.min(to, (hashed | (Trail.STRIDE - 1)) + 1);
      }
      hash.compress(message.array(hashed), message.offset(hashed), to - hashed);
      hashed = to;
      if (out != Trail.NONE && hashed % Trail.STRIDE == 0) {
        out.keep(hash.chainingValue());
      }
    }
  }
}
