package got.index.pack;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.PackException;
import got.pack.digest.Digests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Appends the bases that a thin pack lacks to its file, and makes the file a pack again.
 *
 * <p>They come behind the last entry, in the order in which the deltas that need them are in the
 * pack, compressed as git compresses them. What came does not change, but for the number of objects
 * and the trailer. Most of the time goes into compressing: a thread of its own does that with small
 * bases, while the next ones are read.
 */
public final class Completion extends Supplement {
  private static final int COUNT_AT = 8;
  private static final int BUFFER_BYTES = 64 * 1024;

  /** Bytes of bases that wait to be appended, one base more or less. */
  private static final int WAITING_BYTES = 1 << 20;

  /** So many more are counted for each: one that is tiny takes this much all the same. */
  private static final int LEAST_BYTES = 512;

  private final FileChannel file;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private final Compressor large = new Compressor();
  private final Compressor small = new Compressor();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final ExecutorService beside =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("compress").factory());
  private int waitingBytes;
  private long end;

  /**
   * A base that is about to be appended.
   *
   * @param entry as it will be in the file
   */
  private record Waiting(ObjectId id, Repository.Content base, Future<Compressed> entry) {}

  /** An entry and its CRC-32. */
  private record Compressed(ByteBuffer bytes, int crc) {}

  /**
   * @param file of the pack, to write to
   */
  public Completion(FileChannel file, Repository repository) {
    super(repository);
    this.file = file;
  }

  @Override
  void begin(int rows, long packEnd) {
    end = packEnd;
  }

  @Override
  long end() {
    return end;
  }

  /** Appends it. */
  @Override
  void keep(ObjectId id, Repository.Content base, Kept kept)
      throws PackException, InterruptedException {
    if (base.bytes().length > WAITING_BYTES) {
      keepRest(kept);
      long start = end;
      int crc =
          large.compress(
              base, (part, length) -> end = write(ByteBuffer.wrap(part, 0, length), end));
      kept.kept(id, base, entry(id, base, start, crc));
      return;
    }
    waiting.add(new Waiting(id, base, beside.submit(() -> compress(base))));
    waitingBytes += cost(base);
    while (waitingBytes > WAITING_BYTES) {
      keepFirst(kept);
    }
  }

  @Override
  void keepRest(Kept kept) throws PackException, InterruptedException {
    while (!waiting.isEmpty()) {
      keepFirst(kept);
    }
  }

  private void keepFirst(Kept kept) throws PackException, InterruptedException {
    Waiting first = waiting.remove();
    waitingBytes -= cost(first.base);
    Compressed entry = result(first.entry);
    long start = end;
    end = write(entry.bytes, end);
    kept.kept(first.id, first.base, entry(first.id, first.base, start, entry.crc));
  }

  private static int cost(Repository.Content base) {
    return LEAST_BYTES + base.bytes().length;
  }

  private static Compressed result(Future<Compressed> entry) throws InterruptedException {
    try {
      return entry.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("compressing failed", e);
    }
  }

  /** In the thread beside. */
  private Compressed compress(Repository.Content base) throws PackException {
    ByteArrayOutputStream entry = new ByteArrayOutputStream(base.bytes().length / 4 + 64);
    int crc = small.compress(base, (part, length) -> entry.write(part, 0, length));
    return new Compressed(ByteBuffer.wrap(entry.toByteArray()), crc);
  }

  private Entry.Base entry(ObjectId id, Repository.Content base, long start, int crc) {
    return new Entry.Base(start, base.type(), base.bytes().length, end - start, crc, id);
  }

  private long write(ByteBuffer from, long offset) throws PackException {
    long at = offset;
    try {
      // Not pwrite(2), which the filter does not know: nobody else moves the position now.
      file.position(offset);
      while (from.hasRemaining()) {
        at += file.write(from);
      }
    } catch (IOException e) {
      throw new PackException.Output(e);
    }
    return at;
  }

  /**
   * Writes the number of objects and the trailer. Reads the whole file: what came must still have
   * the checksum that it came with.
   */
  @Override
  Sealed seal(FileChannel read, FirstPass.Summary came, EntryTable table)
      throws IOException, PackException {
    HashAlgorithm algorithm = table.algorithm();
    long cameEnd = came.bytes() - algorithm.idBytes();
    MessageDigest before = Digests.checksum(algorithm);
    MessageDigest after = Digests.checksum(algorithm);
    ByteBuffer count = ByteBuffer.allocate(Integer.BYTES).putInt(table.size()).flip();
    for (long at = 0; at < end; ) {
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - at));
      while (buffer.hasRemaining()) {
        if (read.read(buffer, at + buffer.position()) < 0) {
          throw new PackException.Format(at, "pack file changed while it was completed");
        }
      }
      buffer.flip();
      before.update(buffer.array(), 0, Math.clamp(cameEnd - at, 0, buffer.limit()));
      if (at == 0) {
        buffer.putInt(COUNT_AT, table.size());
      }
      after.update(buffer.duplicate());
      at += buffer.limit();
    }
    if (!ObjectId.copyOf(algorithm, before.digest(), 0).equals(came.checksum())) {
      throw new PackException.Format(
          PackException.NOWHERE, "pack file changed while it was completed");
    }
    byte[] trailer = after.digest();
    write(count, COUNT_AT);
    return new Sealed(write(ByteBuffer.wrap(trailer), end), ObjectId.copyOf(algorithm, trailer, 0));
  }

  @Override
  public void close() {
    beside.shutdownNow();
  }
}
