package got.index.pack;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.ObjectType;
import got.pack.PackException;
import got.pack.digest.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Appends the bases that a thin pack lacks to its file, and makes the file a pack again.
 *
 * <p>They come behind the last entry, in the order in which the deltas that need them are in the
 * pack, compressed as git compresses them. What came does not change, but for the number of objects
 * and the trailer.
 */
public final class Completion extends Supplement {
  private static final int COUNT_AT = 8;
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int HEADER_BYTES = 10;

  private final FileChannel file;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
  private long end;

  /**
   * @param file of the pack, to write to
   */
  public Completion(FileChannel file, Repository repository) {
    super(repository);
    this.file = file;
  }

  @Override
  void begin(long packEnd) {
    end = packEnd;
  }

  @Override
  long end() {
    return end;
  }

  /** Appends it. */
  @Override
  Entry.Base keep(ObjectId id, Repository.Content base, int row) throws PackException {
    long start = end;
    int crc = write(base);
    return new Entry.Base(start, base.type(), base.bytes().length, end - start, crc, id);
  }

  /**
   * @return the entry's CRC-32
   */
  private int write(Repository.Content base) throws PackException {
    CRC32 crc = new CRC32();
    buffer.clear();
    putHeader(base.type(), base.bytes().length);
    deflater.reset();
    deflater.setInput(base.bytes());
    deflater.finish();
    while (!deflater.finished()) {
      deflater.deflate(buffer);
      if (!buffer.hasRemaining() || deflater.finished()) {
        buffer.flip();
        crc.update(buffer.duplicate());
        end = write(buffer, end);
        buffer.clear();
      }
    }
    return (int) crc.getValue();
  }

  private void putHeader(ObjectType type, int size) {
    int first = type.code() << 4 | (size & 15);
    int rest = size >>> 4;
    for (int i = 0; i < HEADER_BYTES && rest != 0; i++) {
      buffer.put((byte) (first | 0x80));
      first = rest & 0x7f;
      rest >>>= 7;
    }
    buffer.put((byte) first);
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
}
