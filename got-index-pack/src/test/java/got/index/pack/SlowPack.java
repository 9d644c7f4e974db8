package got.index.pack;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.DeltaFuzz;
import got.pack.EntryHeaderFuzz;
import got.pack.ObjectType;
import got.pack.PackBytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * What is in a pack, found out as plainly as can be: everything in memory, zlib itself, and deltas
 * tried again and again until none is resolved any more. For small packs.
 */
final class SlowPack {
  private final HashAlgorithm algorithm;
  private final ByteBuffer in;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<Long, Entry> byOffset = new TreeMap<>();

  private static final class Entry {
    final EntryHeaderFuzz.Answer header;
    final byte[] inflated;
    int type;
    byte @Nullable [] content;
    @Nullable ObjectId id;

    Entry(EntryHeaderFuzz.Answer header, byte[] inflated) {
      this.header = header;
      this.inflated = inflated;
    }
  }

  private SlowPack(HashAlgorithm algorithm, byte[] unsigned) {
    this.algorithm = algorithm;
    this.in = ByteBuffer.wrap(unsigned);
  }

  /**
   * @param unsigned the pack without its trailer
   * @return the id at each offset; null if the pack is to be refused
   */
  static @Nullable Map<Long, ObjectId> ids(HashAlgorithm algorithm, byte[] unsigned) {
    SlowPack pack = new SlowPack(algorithm, unsigned);
    try {
      pack.read();
      pack.resolve();
    } catch (Refused | BufferUnderflowException | DataFormatException e) {
      return null;
    }
    Map<Long, ObjectId> ids = new TreeMap<>();
    for (Map.Entry<Long, Entry> entry : pack.byOffset.entrySet()) {
      ObjectId id = entry.getValue().id;
      if (id == null) {
        return null;
      }
      ids.put(entry.getKey(), id);
    }
    return ids;
  }

  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
  }

  private void read() throws Refused, DataFormatException {
    if (in.getInt() != 0x5041434b || in.getInt() != 2) {
      throw new Refused();
    }
    int count = in.getInt();
    if (count < 0) {
      throw new Refused();
    }
    for (int i = 0; i < count; i++) {
      readEntry();
    }
    if (in.hasRemaining()) {
      throw new Refused();
    }
  }

  private void readEntry() throws Refused, DataFormatException {
    int start = in.position();
    byte[] rest = Arrays.copyOfRange(in.array(), start, in.limit());
    EntryHeaderFuzz.Answer header = EntryHeaderFuzz.model(rest, start, algorithm.idBytes());
    if (header == null || header.size().bitLength() > 24) {
      throw new Refused();
    }
    in.position((int) header.end());
    byte[] inflated = new byte[header.size().intValueExact()];
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(in.array(), in.position(), in.remaining());
      int n = inflater.inflate(inflated);
      if (n != inflated.length || inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
        throw new Refused();
      }
      in.position(in.limit() - inflater.getRemaining());
    }
    Entry entry = new Entry(header, inflated);
    if (header.type() < PackBytes.OFS_DELTA) {
      complete(entry, header.type(), inflated);
    }
    entries.add(entry);
    byOffset.put((long) start, entry);
  }

  private void complete(Entry entry, int type, byte[] content) {
    entry.type = type;
    entry.content = content;
    entry.id = PackBytes.id(algorithm, ObjectType.of(type), content);
  }

  private void resolve() throws Refused {
    for (boolean more = true; more; ) {
      more = false;
      for (Entry entry : entries) {
        Entry base = entry.id == null ? base(entry) : null;
        byte[] content = base == null ? null : base.content;
        if (base != null && content != null) {
          complete(entry, base.type, result(entry.inflated, content));
          more = true;
        }
      }
    }
  }

  private static byte[] result(byte[] delta, byte[] base) throws Refused {
    DeltaFuzz.Model model = DeltaFuzz.Model.of(delta);
    if (model == null
        || model.baseSize().bitLength() > 31
        || model.baseSize().intValueExact() != base.length) {
      throw new Refused();
    }
    return model.result(base, 0);
  }

  private @Nullable Entry base(Entry delta) throws Refused {
    if (delta.header.type() == PackBytes.OFS_DELTA) {
      Entry base = byOffset.get(delta.header.baseOffset().longValueExact());
      if (base == null) {
        throw new Refused();
      }
      return base;
    }
    ObjectId id = ObjectId.copyOf(algorithm, delta.header.baseId().array(), 0);
    for (Entry entry : entries) {
      ObjectId other = entry.id;
      if (other != null && other.equals(id)) {
        return entry;
      }
    }
    return null;
  }
}
