package got.index.pack;

import got.fuzz.Corpus;
import got.index.object.ObjectType;
import got.ipc.HashAlgorithm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes the first inputs of the targets beside it: {@code java … got.index.pack.PackSeeds}. */
final class PackSeeds {
  private static final HashAlgorithm SHA1 = HashAlgorithm.SHA1;
  private static final byte[] PLACE = PackBytes.bytes(0x40, 0, 0, 0, 1, 0, 0);

  private PackSeeds() {}

  public static void main(String[] args) throws IOException {
    Corpus.write("entry-header", headers());
    Corpus.write("delta", deltas());
    Corpus.write("pack", packs());
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

  private static List<byte[]> packs() {
    List<byte[]> packs = new ArrayList<>();
    packs.add(input(0, PackBuilder.sha1().build()));
    packs.add(input(0, everything()));
    packs.add(input(6, objects()));
    packs.add(
        PackBytes.concat(
            PackBytes.bytes(8, 3, 5),
            PackBytes.ascii("hello"),
            PackBytes.bytes(6, 1, 9, 5, 10, 0x90, 5, 5),
            PackBytes.ascii("hello"),
            PackBytes.bytes(7, 0, 9, 5, 6, 0x90, 5, 1, 'x', 0x80, 0)));
    packs.add(PackBytes.bytes(12, 7, 1, 5, 1, 3, 1, 'x', 'y', 3, 1, 'z', 11, 2, 200, 'a', 'b'));
    for (int seed = 0; packs.size() < 20; seed++) {
      byte[] pack = RandomPack.make(SHA1, seed);
      if (pack.length < 2000) {
        packs.add(input(packs.size() % 2 == 0 ? 0 : 4, pack));
      }
    }
    byte[] noise = new byte[60];
    new Random(1).nextBytes(noise);
    // The base of the second entry lies within the first.
    packs.add(
        PackBytes.concat(
            PackBytes.bytes(8, 3, noise.length),
            noise,
            PackBytes.bytes(6, 40, 5, 60, 2, 2, 'a', 'b')));
    return packs;
  }

  private static byte[] input(int options, byte[] pack) {
    byte[] unsigned = Arrays.copyOf(pack, pack.length - SHA1.idBytes());
    return PackBytes.concat(PackBytes.bytes(options), unsigned);
  }

  /** Each kind of entry, and a ref-delta before its base. */
  static byte[] everything() {
    PackBuilder pack = PackBuilder.sha1();
    byte[] text = PackBytes.ascii("tree of nothing\n");
    byte[] longer = PackBytes.concat(text, PackBytes.ascii("x"));
    pack.refDelta(
        PackBytes.id(SHA1, ObjectType.COMMIT, longer), DeltaBuilder.append(longer.length, text));
    long commit = pack.base(ObjectType.COMMIT, text);
    pack.ofsDelta(commit, DeltaBuilder.append(text.length, PackBytes.ascii("x")));
    pack.base(ObjectType.TREE, new byte[0]);
    pack.level(0).base(ObjectType.BLOB, PackBytes.ascii("stored"));
    pack.base(ObjectType.TAG, PackBytes.ascii("tag"));
    return pack.build();
  }

  /** Objects that are what their types require, refer to one another, and lack nothing. */
  private static byte[] objects() {
    PackBuilder pack = PackBuilder.sha1();
    byte[] blob = PackBytes.ascii("content\n");
    byte[] entry =
        PackBytes.concat(
            PackBytes.ascii("100644 a\0"),
            PackBytes.binary(PackBytes.id(SHA1, ObjectType.BLOB, blob)));
    byte[] more =
        PackBytes.concat(
            PackBytes.ascii("40000 b\0"),
            PackBytes.binary(PackBytes.id(SHA1, ObjectType.TREE, entry)));
    String who = "A U Thor <a@example.org> 1112911993 +0200\n";
    byte[] both = PackBytes.concat(entry, more);
    byte[] commit =
        PackBytes.ascii(
            "tree %s\nauthor %scommitter %s\nmessage\n"
                .formatted(PackBytes.id(SHA1, ObjectType.TREE, both), who, who));
    byte[] tag =
        PackBytes.ascii(
            "object %s\ntype commit\ntag v1\ntagger %s\nmessage\n"
                .formatted(PackBytes.id(SHA1, ObjectType.COMMIT, commit), who));
    pack.base(ObjectType.TAG, tag);
    pack.base(ObjectType.COMMIT, commit);
    long tree = pack.base(ObjectType.TREE, entry);
    pack.ofsDelta(tree, DeltaBuilder.append(entry.length, more));
    pack.base(ObjectType.BLOB, blob);
    return pack.build();
  }
}
