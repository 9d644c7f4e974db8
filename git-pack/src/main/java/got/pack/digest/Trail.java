package got.pack.digest;

import java.util.Arrays;

/**
 * What hashing an object in memory found out, for the digests of objects made from it.
 *
 * <p>Only a digest that ended without a {@link CollisionException} leaves a usable trail: before
 * that, and after anything else, {@link ObjectDigest} refuses it as a base. About 2.6 % of the
 * object's size; more for an object an attacker made of suspects, at most 15 %. Not thread-safe
 * while a digest writes it; any number of digests may read it afterwards. May be written again.
 */
public final class Trail {
  /** As base: there is none, or nothing is known of it. As result: nobody needs it. */
  public static final Trail NONE = new Trail();

  /** Blocks between two chaining values kept. */
  static final int STRIDE = 16;

  private boolean complete;
  private byte[] header = {};
  private int size;

  /** Five words each: what enters block 16, 32 and so on. */
  private int[] chaining = {};

  private int kept;

  /** How many there will be: no block comes after the last. */
  private int toKeep;

  /** The blocks that meet all conditions of some vector, ascending, and those vectors. */
  private int[] blocks = {};

  private int[] vectors = {};
  private int suspects;

  /** No trail yet: for a digest to write. */
  public Trail() {}

  /** Bytes of memory that it holds, for those who keep many. */
  public int heldBytes() {
    return 4 * (chaining.length + blocks.length + vectors.length) + header.length;
  }

  /** Makes the trail unusable until {@link #complete}, with room for an object of that many. */
  void start(byte[] header, int headerLength, int size, int messageBlocks) {
    complete = false;
    if (!sameHeader(header, headerLength)) {
      this.header = Arrays.copyOf(header, headerLength);
    }
    this.size = size;
    kept = 0;
    suspects = 0;
    toKeep = (messageBlocks - 1) / STRIDE;
    int words = 5 * toKeep;
    if (chaining.length < words || chaining.length > 2 * words) {
      chaining = new int[words];
    }
    int typical = messageBlocks / 16;
    if (blocks.length > 2 * typical) {
      blocks = new int[typical];
      vectors = new int[typical];
    }
  }

  /** The object was accepted. */
  void complete() {
    complete = true;
  }

  boolean isComplete() {
    return complete;
  }

  /** Appends what enters the next block whose number is a multiple of {@link #STRIDE}. */
  void keep(int[] value) {
    if (kept < toKeep) {
      System.arraycopy(value, 0, chaining, 5 * kept, 5);
      kept++;
    }
  }

  /** Appends a suspect behind the others. */
  void addSuspect(int block, int met) {
    if (suspects == blocks.length) {
      int room = Math.max(8, suspects + suspects / 2);
      blocks = Arrays.copyOf(blocks, room);
      vectors = Arrays.copyOf(vectors, room);
    }
    blocks[suspects] = block;
    vectors[suspects] = met;
    suspects++;
  }

  /** Takes over what the base's trail says of the first blocks, a multiple of the stride. */
  void copyBeginning(Trail base, int firstBlocks) {
    kept = firstBlocks / STRIDE;
    System.arraycopy(base.chaining, 0, chaining, 0, 5 * kept);
    int end = base.firstSuspect(firstBlocks);
    for (int i = 0; i < end; i++) {
      addSuspect(base.blocks[i], base.vectors[i]);
    }
  }

  boolean sameHeader(byte[] other, int otherLength) {
    return Arrays.equals(header, 0, header.length, other, 0, otherLength);
  }

  int headerLength() {
    return header.length;
  }

  /** Bytes of the object's content. */
  int size() {
    return size;
  }

  /** All chaining values kept; {@link #chainingOffset} finds one. */
  int[] chaining() {
    return chaining;
  }

  /** Where the value that enters {@code block} is, a multiple of the stride but not 0. */
  static int chainingOffset(int block) {
    return 5 * (block / STRIDE - 1);
  }

  /** Index of the first suspect at {@code block} or behind it. */
  int firstSuspect(int block) {
    int at = Arrays.binarySearch(blocks, 0, suspects, block);
    return at < 0 ? -at - 1 : at;
  }

  int suspects() {
    return suspects;
  }

  int suspectBlock(int i) {
    return blocks[i];
  }

  int suspectVectors(int i) {
    return vectors[i];
  }

  /** Whether both say the same. */
  boolean says(Trail other) {
    return complete == other.complete
        && size == other.size
        && kept == other.kept
        && sameHeader(other.header, other.header.length)
        && Arrays.equals(chaining, 0, 5 * kept, other.chaining, 0, 5 * kept)
        && Arrays.equals(blocks, 0, suspects, other.blocks, 0, other.suspects)
        && Arrays.equals(vectors, 0, suspects, other.vectors, 0, other.suspects);
  }
}
