package got.index;

import static org.assertj.core.api.Assertions.assertThat;

import got.index.object.Inspection;
import got.index.object.SkipList;
import got.index.pack.Analyser;
import got.index.pack.PackAnalysis;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.DeltaBuilder;
import got.pack.ObjectType;
import got.pack.PackBuilder;
import got.pack.PackBytes;
import got.pack.PackException;
import got.pack.SystemGit;
import got.pack.idx.IndexWriter;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small history with every bit of its pack, and bits of its objects, turned over, and every cut
 * of it, signed again by the attacker: git with {@code --strict}, which looks into objects and for
 * what they refer to, is the judge. With the property {@code got.strict=all}, every bit of the
 * objects.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StrictGitTest {
  private static final HashAlgorithm SHA1 = HashAlgorithm.SHA1;
  private static final int TRAILER = 20;
  private static final String PERSON = "A <a@b.c> 1700000000 +0100";

  /** What we refuse and git takes, in words of ours: see SECURITY.md. */
  private static final String WE_REFUSE =
      "(pack version 3 is not 2|object appears twice|object size does not fit 60 bits"
          + "|tree [0-9a-f]{40}: tree entry (with bad mode|of unknown kind)).*";

  /** What git refuses and we take, and count, in words of git's: see SECURITY.md. */
  private static final String GIT_REFUSES =
      "error: object [0-9a-f]{40}: (badDate|badDateOverflow|badEmail|badName|badTimezone"
          + "|missingEmail|missingNameBeforeEmail|missingSpaceBeforeDate|missingSpaceBeforeEmail"
          + "|nulInHeader|zeroPaddedDate|zeroPaddedFilemode|badFilemode): (?s:.*)";

  @TempDir Path directory;
  private Path git = Path.of("");

  private static final byte[] TEXT = PackBytes.ascii("0123456789abcdef");
  private static final byte[] MORE = PackBytes.ascii("0123456789abcdefg");
  private static final byte[] TREE =
      PackBytes.concat(
          PackBytes.ascii("100644 a\0"), PackBytes.binary(id(ObjectType.BLOB, TEXT)),
          PackBytes.ascii("100755 b\0"), PackBytes.binary(id(ObjectType.BLOB, MORE)));
  private static final byte[] ROOT =
      PackBytes.concat(
          TREE, PackBytes.ascii("40000 t\0"), PackBytes.binary(id(ObjectType.TREE, TREE)));
  private static final byte[] COMMIT =
      PackBytes.ascii(
          "tree "
              + id(ObjectType.TREE, ROOT)
              + "\nauthor "
              + PERSON
              + "\ncommitter "
              + PERSON
              + "\n\nm\n");
  private static final byte[] TAG =
      PackBytes.ascii(
          "object "
              + id(ObjectType.COMMIT, COMMIT)
              + "\ntype commit\ntag v1\ntagger "
              + PERSON
              + "\n\nm\n");

  private static ObjectId id(ObjectType type, byte[] content) {
    return PackBytes.id(SHA1, type, content);
  }

  @BeforeEach
  void makePlace() throws Exception {
    git = Files.createDirectory(directory.resolve("git"));
  }

  /** With a delta of each kind, and the object of each type that nothing refers to last. */
  private static byte[] history() {
    PackBuilder pack = PackBuilder.sha1();
    long blob = pack.base(ObjectType.BLOB, TEXT);
    pack.ofsDelta(blob, DeltaBuilder.append(TEXT.length, PackBytes.ascii("g")));
    pack.base(ObjectType.TREE, TREE);
    pack.refDelta(
        id(ObjectType.TREE, TREE),
        DeltaBuilder.append(TREE.length, Arrays.copyOfRange(ROOT, TREE.length, ROOT.length)));
    pack.base(ObjectType.COMMIT, COMMIT);
    pack.base(ObjectType.TAG, TAG);
    return pack.build();
  }

  /** A pack in which one object that nothing refers to is another. */
  private static byte[] with(ObjectType type, byte[] content) {
    PackBuilder pack = PackBuilder.sha1();
    pack.base(ObjectType.BLOB, TEXT);
    pack.base(ObjectType.BLOB, MORE);
    pack.base(ObjectType.TREE, TREE);
    switch (type) {
      case TREE, BLOB -> {}
      case COMMIT -> pack.base(ObjectType.TREE, ROOT);
      case TAG -> {
        pack.base(ObjectType.TREE, ROOT);
        pack.base(ObjectType.COMMIT, COMMIT);
      }
    }
    pack.base(type, content);
    return pack.build();
  }

  @Test
  void historyIsAcceptedByBoth() throws Exception {
    List<byte[]> packs = List.of(history(), with(ObjectType.TREE, ROOT), with(ObjectType.TAG, TAG));
    assertThat(compare(packs)).isEqualTo(3);
  }

  @Test
  void everyBitOfThePack() throws Exception {
    byte[] pack = history();
    List<byte[]> mutants = new ArrayList<>();
    for (int bit = 0; bit < 8 * (pack.length - TRAILER); bit++) {
      mutants.add(PackBytes.signAgain(SHA1, flipped(pack, bit)));
    }
    assertThat(compare(mutants)).isLessThan(mutants.size() / 10);
  }

  @Test
  void everyCutOfThePack() throws Exception {
    byte[] pack = history();
    List<byte[]> mutants = new ArrayList<>();
    for (int length = 0; length < pack.length - TRAILER; length++) {
      mutants.add(PackBytes.sign(SHA1, Arrays.copyOf(pack, length)));
      mutants.add(Arrays.copyOf(pack, length));
    }
    assertThat(compare(mutants)).isZero();
  }

  @Test
  void bitsOfATree() throws Exception {
    bitsOf(ObjectType.TREE, ROOT);
  }

  @Test
  void bitsOfACommit() throws Exception {
    bitsOf(ObjectType.COMMIT, COMMIT);
  }

  @Test
  void bitsOfATag() throws Exception {
    bitsOf(ObjectType.TAG, TAG);
  }

  private void bitsOf(ObjectType type, byte[] content) throws Exception {
    boolean all = System.getProperty("got.strict", "").equals("all");
    List<byte[]> mutants = new ArrayList<>();
    for (int at = 0; at < content.length; at++) {
      for (int bit = all ? 0 : at % 8; bit < (all ? 8 : at % 8 + 1); bit++) {
        mutants.add(with(type, flipped(content, 8 * at + bit)));
      }
    }
    for (int length = 0; length < content.length; length++) {
      mutants.add(with(type, Arrays.copyOf(content, length)));
    }
    assertThat(compare(mutants)).isPositive();
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / 8] ^= (byte) (1 << (bit % 8));
    return flipped;
  }

  /**
   * @return how many we take
   */
  private int compare(List<byte[]> packs) throws Exception {
    List<SystemGit.Answer> answers = SystemGit.strict(git, packs);
    int count = 0;
    for (int i = 0; i < packs.size(); i++) {
      SystemGit.Answer answer = answers.get(i);
      String reason = reason(packs.get(i));
      if (reason.isEmpty()) {
        count++;
      }
      if (reason.isEmpty() && answer.index() == null) {
        assertThat(answer.words()).as("mutant " + i).matches(GIT_REFUSES);
      } else if (!reason.isEmpty() && answer.index() != null) {
        assertThat(reason).as("mutant " + i).matches(WE_REFUSE);
      }
    }
    return count;
  }

  /** Why we refuse a pack, as got-index-pack would for a clone; empty if we do not. */
  private String reason(byte[] pack) throws Exception {
    Inspection inspection = Inspection.full(SHA1, SkipList.EMPTY, 1, 2);
    try {
      PackAnalysis.Result result =
          new Analyser(directory, SHA1).analyse(new ByteArrayInputStream(pack), inspection);
      IndexPack.requireUnique(result.table(), IndexWriter.sortedById(result.table()));
      return result.missingLinks() == 0 ? "" : result.missingLinks() + " objects are missing";
    } catch (PackException.Format | PackException.Structure | PackException.Limit e) {
      return e.reason();
    }
  }
}
