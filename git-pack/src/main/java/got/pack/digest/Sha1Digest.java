package got.pack.digest;

import java.util.Arrays;
import java.util.Objects;

/**
 * SHA-1 with collision detection: hashes runs of blocks, and halts at those that may be an attack.
 *
 * <p>Up to 32 blocks are gathered, so that a small object is checked and hashed in one go and a
 * large one in full batches; a large update is read where it is and not copied.
 */
final class Sha1Digest implements ObjectDigest {
  private static final int LENGTH = 20;
  private static final int BLOCK = BlockHash.BLOCK_BYTES;

  /** Objects of fewer bytes are hashed sooner than looked up in a trail. */
  private static final int SMALL = 1024;

  /**
   * Recompressions done one by one, at a microsecond more for each, before many are done at once:
   * compiling the loops for that takes C2 a quarter of a second, which small packs do not win back.
   */
  private static final int SINGLE_RECOMPRESSIONS = 100_000;

  private static final int BATCH_BLOCKS = LaneCheck.LANES;
  private static final int BATCH = BATCH_BLOCKS * BLOCK;

  private final BlockHash hash;
  private final LaneCheck lanes = new LaneCheck();
  private final RecompressionLanes recompression = new RecompressionLanes(SINGLE_RECOMPRESSIONS);
  private final ObjectHash object;

  /** Bytes not yet hashed, and room for the padding. */
  private final byte[] buffer = new byte[BATCH + 2 * BLOCK];

  private int buffered;
  private long length;

  Sha1Digest(BlockHash hash) {
    this.hash = hash;
    object = new ObjectHash(hash, lanes, recompression);
    hash.start();
  }

  @Override
  public void update(byte[] data, int off, int len) {
    Objects.checkFromIndexSize(off, len, data.length);
    length += len;
    int at = off;
    int end = off + len;
    if (len >= BATCH - buffered) {
      int fill = -buffered & (BLOCK - 1);
      System.arraycopy(data, at, buffer, buffered, fill);
      at += fill;
      int mine = (buffered + fill) / BLOCK;
      buffered = 0;
      while (end - at >= BATCH - mine * BLOCK) {
        int theirs = BATCH_BLOCKS - mine;
        absorb(mine, data, at, theirs);
        at += theirs * BLOCK;
        mine = 0;
      }
    }
    System.arraycopy(data, at, buffer, buffered, end - at);
    buffered += end - at;
  }

  @Override
  public void digest(byte[] out, int off) throws CollisionException {
    Objects.checkFromIndexSize(off, LENGTH, out.length);
    pad();
    int blocks = buffered / BLOCK;
    int first = Math.min(blocks, BATCH_BLOCKS);
    absorb(first, buffer, first * BLOCK, 0);
    if (blocks > first) {
      System.arraycopy(buffer, first * BLOCK, buffer, 0, (blocks - first) * BLOCK);
      absorb(blocks - first, buffer, 0, 0);
    }
    finish(out, off);
  }

  @Override
  public void digest(ObjectMessage message, Trail out, byte[] id, int idOffset)
      throws CollisionException {
    Objects.checkFromIndexSize(idOffset, LENGTH, id.length);
    if (length != 0) {
      throw new IllegalStateException("a message has begun");
    }
    Trail base = message.base;
    if (base != Trail.NONE) {
      if (!base.isComplete() || base == out) {
        throw new IllegalStateException("the base's trail is not complete");
      }
      message.copies.check(base.size(), message.size);
    }
    if (message.size < SMALL && out == Trail.NONE) {
      update(message.header, 0, message.headerLength);
      update(message.content, message.start, message.size);
      digest(id, idOffset);
      return;
    }
    object.run(message, out);
    finish(id, idOffset);
    if (out != Trail.NONE) {
      out.complete();
    }
  }

  /** The verdict, then the id, and ready for the next message. */
  private void finish(byte[] out, int off) throws CollisionException {
    boolean collision = recompression.foundCollision();
    byte[] id = collision ? new byte[LENGTH] : out;
    int at = collision ? 0 : off;
    int[] chaining = hash.chainingValue();
    for (int i = 0; i < LENGTH; i++) {
      id[at + i] = (byte) (chaining[i / 4] >>> (24 - 8 * (i % 4)));
    }
    reset();
    if (collision) {
      throw new CollisionException(id);
    }
  }

  @Override
  public void reset() {
    hash.start();
    buffered = 0;
    length = 0;
    recompression.reset();
  }

  @Override
  public int length() {
    return LENGTH;
  }

  /** One bit 1, then zeros, then the length in bits in 8 bytes up to the end of a block. */
  private void pad() {
    int end = (buffered + 8) / BLOCK * BLOCK + BLOCK;
    Arrays.fill(buffer, buffered, end, (byte) 0);
    buffer[buffered] = (byte) 0x80;
    long bits = length << 3;
    for (int i = 1; i <= 8; i++) {
      buffer[end - i] = (byte) bits;
      bits >>>= 8;
    }
    buffered = end;
  }

  /**
   * Checks and hashes up to 32 blocks: the first {@code mine} of the buffer, then {@code theirs} of
   * {@code data} from {@code off} on.
   */
  private void absorb(int mine, byte[] data, int off, int theirs) {
    int blocks = mine + theirs;
    lanes.load(buffer, 0, mine, 0);
    lanes.load(data, off, theirs, mine);
    lanes.run();
    int hashed = 0;
    for (int block = 0; block < blocks; block++) {
      if (lanes.suspected(block) == 0) {
        continue;
      }
      int vectors = lanes.vectorsMet(block);
      if (vectors != 0) {
        compress(mine, data, off, hashed, block);
        System.arraycopy(hash.chainingValue(), 0, recompression.nextBefore(), 0, 5);
        compress(mine, data, off, block, block + 1);
        lanes.message(block, recompression.nextWords());
        recompression.add(vectors, hash.chainingValue());
        hashed = block + 1;
      }
    }
    compress(mine, data, off, hashed, blocks);
  }

  /** Hashes the blocks from {@code from} up to {@code to} of a batch as in {@link #absorb}. */
  private void compress(int mine, byte[] data, int off, int from, int to) {
    if (from < mine) {
      hash.compress(buffer, from * BLOCK, Math.min(to, mine) - from);
    }
    if (to > mine) {
      int start = Math.max(from, mine);
      hash.compress(data, off + (start - mine) * BLOCK, to - start);
    }
  }
}
