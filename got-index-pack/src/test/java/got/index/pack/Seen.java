package got.index.pack;

import got.ipc.HashAlgorithm;
import got.ipc.PackLimits;
import got.pack.PackException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Flushable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a first pass told.
 *
 * @param stated count of objects in the header
 * @param contents of the entries; empty for those too large to be handed over
 * @param copy of the pack
 */
record Seen(
    int stated,
    List<Entry> entries,
    List<byte[]> contents,
    FirstPass.Summary summary,
    byte[] copy) {
  static Seen in(byte[] pack) throws IOException, PackException, InterruptedException {
    return in(new ByteArrayInputStream(pack), HashAlgorithm.SHA1);
  }

  static Seen in(InputStream pack, HashAlgorithm algorithm)
      throws IOException, PackException, InterruptedException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    Collector collector = new Collector();
    FirstPass.Summary summary =
        FirstPass.run(pack, copy, algorithm, new LimitGuard(PackLimits.NONE), collector);
    return new Seen(
        collector.stated, collector.entries, collector.contents, summary, copy.toByteArray());
  }

  private static final class Collector implements FirstPass.Sink {
    private final List<Entry> entries = new ArrayList<>();
    private final List<byte[]> contents = new ArrayList<>();
    private int stated = -1;

    @Override
    public void begin(int objects, Flushable copied) {
      stated = objects;
    }

    @Override
    public void entry(Entry entry, byte[] inflated) {
      entries.add(entry);
      contents.add(
          entry.size() > FirstPass.WHOLE_BYTES
              ? inflated
              : Arrays.copyOf(inflated, (int) entry.size()));
    }
  }
}
