package got.pack;

import got.fuzz.Corpus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes the first inputs of the targets beside it: {@code java … got.pack.EntrySeeds}. */
final class EntrySeeds {
  private static final byte[] PLACE = PackBytes.bytes(0x40, 0, 0, 0, 1, 0, 0);

  private EntrySeeds() {}

  public static void main(String[] args) throws IOException {
    Corpus.write("entry-header", headers());
    Corpus.write("delta", deltas());
  }

  private static List<byte[]> headers() {
    List<byte[]> headers = new ArrayList<>();
    byte[] id = new byte[32];
    Arrays.fill(id, (byte) 7);
    for (long size : new long[] {0, 15, 16, 3000, 1L << 40, (1L << 60) - 1, 1L << 60}) {
      headers.add(PackBytes.concat(PLACE, PackBytes.header(3, size)));
    }
    for (long distance : new long[] {0, 1, 127, 128, 16511, 65536, 65537, 1L << 40, -1L >>> 1}) {
      headers.add(PackBytes.concat(PLACE, PackBytes.header(6, 70), PackBytes.distance(distance)));
    }
    headers.add(PackBytes.concat(PLACE, PackBytes.header(7, 70), id));
    headers.add(PackBytes.concat(PackBytes.bytes(1, 0, 0, 0, 1, 0, 0, 0x7f), id));
    headers.add(PackBytes.concat(PLACE, PackBytes.bytes(0xb3, 0)));
    headers.add(PackBytes.concat(PLACE, PackBytes.bytes(0xb3, 0x80, 0x80, 0x80, 0x80)));
    headers.add(PackBytes.concat(PLACE, PackBytes.bytes(0x60, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)));
    headers.add(PackBytes.concat(PLACE, PackBytes.bytes(0x50)));
    return headers;
  }

  private static List<byte[]> deltas() {
    byte[] text = PackBytes.ascii("inserted");
    List<byte[]> deltas = new ArrayList<>();
    for (DeltaBuilder delta :
        List.of(
            new DeltaBuilder(100, 8).insert(text),
            new DeltaBuilder(100, 108).copy(0, 100).insert(text),
            new DeltaBuilder(65536, 65536).copy(0, 65536),
            new DeltaBuilder(65536, 208).copy(65436, 100).insert(text).copy(0x0102, 100),
            new DeltaBuilder(65536, 131072).copyStating(0, 0).copyStating(0, 0),
            new DeltaBuilder(1L << 25, 300).copy(0x1234567, 300),
            new DeltaBuilder(1L << 40, 256).copy(0xfffffff0L, 256),
            new DeltaBuilder(300, 300).copy(1, 300),
            new DeltaBuilder(10, 8).insert(text).raw(0),
            new DeltaBuilder(10, 0).raw(),
            new DeltaBuilder(10, 3).raw(0xff, 1, 2),
            new DeltaBuilder(0, 300).insert(new byte[300]),
            new DeltaBuilder(-1L >>> 1, 8).insert(text))) {
      deltas.add(PackBytes.concat(new byte[1], delta.build()));
    }
    return deltas;
  }
}
