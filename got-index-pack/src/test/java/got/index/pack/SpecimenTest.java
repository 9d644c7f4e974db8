package got.index.pack;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.HashAlgorithm;
import got.pack.DeltaBuilder;
import got.pack.ObjectType;
import got.pack.PackBuilder;
import got.pack.PackBytes;
import got.pack.SystemGit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Packs that are legal but odd, or odd but not legal, beside the answers of git. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpecimenTest {
  private static final byte[] A = PackBytes.ascii("0123456789");

  @TempDir Path directory;

  /** Accepted: true. */
  private final Map<String, Boolean> expected = new LinkedHashMap<>();

  private final List<byte[]> packs = new ArrayList<>();

  @Test
  void specimensGetTheAnswerOfGit() throws Exception {
    legalPacks();
    badHeaders();
    badDeltas();
    badBases();
    Path work = Files.createDirectory(directory.resolve("git"));
    List<byte[]> git = SystemGit.index(work, HashAlgorithm.SHA1, packs);
    Analyser analyser = new Analyser(directory, HashAlgorithm.SHA1);
    int i = 0;
    for (Map.Entry<String, Boolean> specimen : expected.entrySet()) {
      Verdict verdict = Verdict.of(analyser, packs.get(i));
      assertThat(verdict.accepted()).as(specimen.getKey()).isEqualTo(specimen.getValue());
      verdict.assertExplained(git.get(i), specimen.getKey());
      i++;
    }
  }

  private void legalPacks() {
    specimen("no objects", true, PackBuilder.sha1());
    byte[] large = new byte[0x10000];
    PackBuilder copy = PackBuilder.sha1();
    long base = copy.base(ObjectType.BLOB, large);
    byte[] twice = new DeltaBuilder(0x10000, 0x20000).copy(0, 0x10000).copy(0, 0x10000).build();
    copy.ofsDelta(base, twice);
    specimen("copy of size 0", true, copy);
    padded("size of nine bytes", true, 9);
    delta("padded sizes", true, PackBytes.bytes(0x8a, 0x00, 0x81, 0x80, 0x00, 1, 'x'));
    delta("empty result", true, PackBytes.bytes(0x8a, 0x80, 0x00, 0x00));
    delta("shortest delta", true, PackBytes.bytes(10, 1, 1, 'x'));
  }

  private void badHeaders() {
    for (long version : new long[] {0, 1, 3, 4}) {
      PackBuilder pack = PackBuilder.sha1().version(version);
      pack.blob("a");
      specimen("version " + version, false, pack);
    }
    for (long off : new long[] {-2, -1, 1, 0x7ffffffeL, 0xfffffffeL}) {
      PackBuilder pack = PackBuilder.sha1().countOff(off);
      pack.blob("a");
      specimen("count of 1 and " + off, false, pack);
    }
    for (int type : new int[] {0, 5}) {
      PackBuilder pack = PackBuilder.sha1();
      pack.raw(PackBytes.header(type, A.length), PackBytes.zlib(A, 6));
      specimen("type " + type, false, pack);
    }
    for (long size : new long[] {0, 9, 11, 1L << 40, 1L << 50}) {
      PackBuilder pack = PackBuilder.sha1();
      pack.base(ObjectType.BLOB, A, size);
      specimen("blob of 10 stating " + size, false, pack);
    }
    padded("size of ten bytes", false, 10);
    padded("size of twelve bytes", false, 12);
    PackBuilder pack = PackBuilder.sha1();
    pack.blob("a");
    specimen("junk before the trailer", false, pack.junk(A));
  }

  private void badDeltas() {
    delta("empty delta", false, new byte[0]);
    delta("empty result of two bytes", false, PackBytes.bytes(10, 0));
    delta("empty result of three bytes", false, PackBytes.bytes(0x8a, 0, 0));
    delta("sizes only", false, PackBytes.bytes(10, 1));
    delta("other base size", false, DeltaBuilder.insertOnly(11, A));
    delta("result too short", false, new DeltaBuilder(10, 9).copy(0, 8).build());
    delta("result too long", false, new DeltaBuilder(10, 7).copy(0, 8).build());
    delta("huge result", false, new DeltaBuilder(10, 1L << 50).copy(0, 8).build());
    delta("copy beyond the base", false, new DeltaBuilder(10, 4).copy(7, 4).build());
    delta("copy from far beyond", false, new DeltaBuilder(10, 4).copy(0xffffffffL, 4).build());
    delta("instruction 0", false, new DeltaBuilder(10, 3).copy(0, 3).raw(0).build());
    delta("trailing copy", false, new DeltaBuilder(10, 3).copy(0, 3).copy(0, 1).build());
    delta("trailing cut copy", false, new DeltaBuilder(10, 3).copy(0, 3).raw(0x91, 0).build());
    delta("insert cut off", false, new DeltaBuilder(10, 9).raw(9, 1, 2).build());
  }

  private void badBases() {
    byte[] delta = DeltaBuilder.append(A.length, A);
    for (int distance : new int[] {0, 1, 2}) {
      PackBuilder pack = PackBuilder.sha1();
      pack.base(ObjectType.BLOB, A);
      pack.ofsDelta(PackBytes.distance(distance), delta);
      specimen("base " + distance + " before the delta", false, pack);
    }
    for (int more : new int[] {1, 11, 12, 13, 1 << 20}) {
      PackBuilder pack = PackBuilder.sha1();
      long base = pack.base(ObjectType.BLOB, A);
      pack.ofsDelta(PackBytes.distance(pack.offset() - base + more), delta);
      specimen("base " + more + " before the first entry", false, pack);
    }
    PackBuilder pack = PackBuilder.sha1();
    pack.base(ObjectType.BLOB, A);
    pack.ofsDelta(PackBytes.bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f), delta);
    specimen("distance that overflows", false, pack);
    PackBuilder thin = PackBuilder.sha1();
    thin.refDelta(PackBytes.id(HashAlgorithm.SHA1, ObjectType.BLOB, A), delta);
    specimen("base elsewhere", false, thin);
  }

  private void padded(String name, boolean accepted, int headerBytes) {
    byte[] header = new byte[headerBytes];
    Arrays.fill(header, (byte) 0x80);
    header[0] = (byte) 0xba;
    header[headerBytes - 1] = 0;
    PackBuilder pack = PackBuilder.sha1();
    pack.raw(header, PackBytes.zlib(A, 6));
    specimen(name, accepted, pack);
  }

  private void delta(String name, boolean accepted, byte[] delta) {
    PackBuilder pack = PackBuilder.sha1();
    long base = pack.base(ObjectType.BLOB, A);
    pack.ofsDelta(base, delta);
    specimen("delta: " + name, accepted, pack);
  }

  private void specimen(String name, boolean accepted, PackBuilder pack) {
    expected.put(name, accepted);
    packs.add(pack.build());
  }
}
