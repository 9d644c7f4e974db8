package got.index.pack;

import got.fuzz.Corpus;
import got.ipc.HashAlgorithm;
import got.pack.DeltaBuilder;
import got.pack.ObjectType;
import got.pack.PackBuilder;
import got.pack.PackBytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes the first inputs of the targets beside it: {@code java … got.index.pack.PackSeeds}. */
final class PackSeeds {
  private static final HashAlgorithm SHA1 = HashAlgorithm.SHA1;

  private PackSeeds() {}

  public static void main(String[] args) throws IOException {
    Corpus.write("pack", packs());
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
