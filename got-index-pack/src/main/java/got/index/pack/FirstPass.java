package got.index.pack;

import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.pack.Delta;
import got.pack.EntryHeader;
import got.pack.ObjectType;
import got.pack.PackException;
import got.pack.digest.CollisionException;
import got.pack.digest.Digests;
import got.pack.digest.ObjectDigest;
import got.pack.inflate.ZlibReader;
import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Reads a pack once, from its first byte to its last, without seeking.
 *
 * <p>Per entry it learns offset, sizes, CRC-32 and kind. Of large base objects it computes the id
 * while their bytes arrive; small ones are identified beside it, by the threads of their {@link
 * Window}. Memory is bounded by the bytes received, never by a number in them: an object is held
 * whole only up to {@link #WHOLE_BYTES} and otherwise digested piece by piece.
 *
 * <p>Does no I/O of its own: the caller gives the stream, and where the bytes are copied to.
 */
final class FirstPass {
  /** Inflated bytes up to which an entry is handed to the sink whole. */
  static final int WHOLE_BYTES = Limits.STRUCTURE_BYTES;

  /** Up to this size the id of a base object is left to the sink. */
  static final int LEFT_BYTES = Window.CHUNK_BYTES;

  private static final int MAGIC = 0x5041434b; // "PACK"
  private static final int VERSION = 2;
  private static final int FIRST_BYTES = 128 * 1024;
  private static final byte[] NOT_WHOLE = {};

  private final HashAlgorithm algorithm;
  private final ObjectDigest digest;
  private final PackStream in;
  private final LimitGuard guard;
  private final Sink sink;
  private final byte[] objectHeader = new byte[ObjectType.longestHeader()];
  private final byte[] id;
  private byte[] inflated = new byte[FIRST_BYTES];

  /** Receives what the pass learns, in the order of the pack. */
  interface Sink {
    /**
     * @param objects as the pack's header states; not to size anything by
     * @param copied flushing it copies everything up to the end of the last entry
     */
    void begin(int objects, Flushable copied);

    /**
     * @param inflated the object, or the delta, in its first {@code entry.size()} bytes, valid
     *     during the call; empty if it is larger than {@link #WHOLE_BYTES}
     */
    void entry(Entry entry, byte[] inflated)
        throws IOException, PackException, InterruptedException;
  }

  /**
   * @param bytes of the pack, trailer included
   * @param checksum the trailer
   */
  record Summary(int objects, long bytes, ObjectId checksum) {}

  private FirstPass(
      InputStream in, OutputStream copy, HashAlgorithm algorithm, LimitGuard guard, Sink sink) {
    this.algorithm = algorithm;
    this.in = new PackStream(in, copy, Digests.checksum(algorithm));
    this.guard = guard;
    this.digest = Digests.forObjects(algorithm);
    this.sink = sink;
    this.id = new byte[algorithm.idBytes()];
  }

  /**
   * Runs the pass.
   *
   * @param in the pack; read to its end, not closed
   * @param copy gets every byte of the pack, trailer included; not closed
   * @throws PackException if the pack is invalid as far as this pass can tell, carries a collision,
   *     ends early, goes on behind its trailer, or is over a limit; or if {@code copy} failed
   * @throws IOException if {@code in} failed
   */
  static Summary run(
      InputStream in, OutputStream copy, HashAlgorithm algorithm, LimitGuard guard, Sink sink)
      throws IOException, PackException, InterruptedException {
    try {
      return new FirstPass(in, copy, algorithm, guard, sink).run();
    } catch (OutputException e) {
      throw new PackException.Output(e.failure());
    }
  }

  private Summary run() throws IOException, PackException, InterruptedException {
    int objects = readPackHeader();
    sink.begin(objects, in);
    for (int i = 0; i < objects; i++) {
      readEntry();
    }
    guard.pack(in.offset() + algorithm.idBytes());
    ObjectId checksum = ObjectId.copyOf(algorithm, in.readTrailer(), 0);
    return new Summary(objects, in.offset(), checksum);
  }

  private int readPackHeader() throws IOException, PackException {
    if (readInt() != MAGIC) {
      throw new PackException.Format(0, "not a pack");
    }
    int version = readInt();
    if (version != VERSION) {
      throw new PackException.Format(
          4, "pack version " + Integer.toUnsignedString(version) + " is not 2");
    }
    int objects = readInt();
    if (objects < 0 || objects > Limits.OBJECTS) {
      throw new PackException.Limit(Limits.OBJECTS, "more than " + Limits.OBJECTS + " objects");
    }
    return objects;
  }

  private int readInt() throws IOException, PackException.Format {
    return in.read() << 24 | in.read() << 16 | in.read() << 8 | in.read();
  }

  private void readEntry() throws IOException, PackException, InterruptedException {
    long offset = in.offset();
    in.beginEntry();
    EntryHeader header = EntryHeader.read(in, algorithm);
    guard.object(header.size());
    in.beginInflate();
    boolean whole = header.size() <= WHOLE_BYTES;
    if (whole) {
      inflateWhole((int) header.size());
    }
    boolean isBase = header instanceof EntryHeader.Base;
    boolean identify = isBase && header.size() > LEFT_BYTES;
    if (identify && header instanceof EntryHeader.Base base) {
      int length = base.type().writeHeader(base.size(), objectHeader);
      digest.update(objectHeader, 0, length);
      if (whole) {
        digest.update(inflated, 0, (int) base.size());
      }
    }
    long result = isBase || !whole ? 0 : statedResult((int) header.size());
    if (!whole) {
      result = inflateInPieces(header.size(), isBase);
    }
    guard.made(header.size(), result, in.offset());
    int crc = in.endEntry();
    long packedSize = in.offset() - offset;
    Entry entry =
        switch (header) {
          case EntryHeader.Base base -> {
            ObjectId known = identify ? finishId(offset) : null;
            yield new Entry.Base(offset, base.type(), base.size(), packedSize, crc, known);
          }
          case EntryHeader.OfsDelta delta ->
              new Entry.OfsDelta(offset, delta.baseOffset(), delta.size(), packedSize, crc);
          case EntryHeader.RefDelta delta ->
              new Entry.RefDelta(offset, delta.baseId(), delta.size(), packedSize, crc);
        };
    sink.entry(entry, whole ? inflated : NOT_WHOLE);
  }

  private ObjectId finishId(long offset) throws PackException.Collision {
    try {
      digest.digest(id, 0);
    } catch (CollisionException e) {
      throw new PackException.Collision(offset, e.sha1());
    }
    return ObjectId.copyOf(algorithm, id, 0);
  }

  /** Doubles the buffer only when it is full of bytes that did arrive. */
  private void inflateWhole(int size) throws IOException, PackException.Format {
    for (int n = 0; !in.inflated(); ) {
      n = in.inflate(inflated, n);
      requireSize(n, size);
      if (!in.inflated()) {
        int room = Math.min(2 * inflated.length, WHOLE_BYTES + ZlibReader.SLACK);
        inflated = Arrays.copyOf(inflated, room);
      }
    }
  }

  /**
   * @return the size of the object that a delta makes; 0 of a base
   */
  private long inflateInPieces(long size, boolean isBase) throws IOException, PackException {
    long result = 0;
    int end = 0;
    for (long n = 0; !in.inflated(); ) {
      int start = end;
      end = in.inflate(inflated, start);
      n += end - start;
      requireSize(n, size);
      guard.pack(in.offset());
      if (isBase) {
        digest.update(inflated, start, end - start);
      } else if (start == 0) {
        result = statedResult(end);
      }
      int past = end - ZlibReader.HISTORY;
      if (past > 0) {
        System.arraycopy(inflated, past, inflated, 0, ZlibReader.HISTORY);
        in.movedTarget(past);
        end = ZlibReader.HISTORY;
      }
    }
    return result;
  }

  /** 0 if the delta states nothing: such a one is never applied. */
  private long statedResult(int length) {
    return Math.max(0, Delta.statedResult(inflated, length));
  }

  private void requireSize(long inflatedBytes, long size) throws PackException.Format {
    if (inflatedBytes > size) {
      throw new PackException.Format(in.offset(), "object is longer than stated");
    }
    if (inflatedBytes < size && in.inflated()) {
      throw new PackException.Format(in.offset(), "object is shorter than stated");
    }
  }
}
