package got.pack.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Digests with a base find what digests without one find: id, verdict and trail. */
final class TrailTest {
  private static final long SEED = 20170412;
  private static final byte[] ATTACK = Messages.published("shattered-1-first-320-bytes.bin");
  private static final Copies NOTHING = new Copies();

  private final Random random = new Random(SEED);
  private final ObjectDigest plain = ObjectDigest.sha1(Sha1Engine.JAVA);
  private final ObjectDigest full = ObjectDigest.sha1(Sha1Engine.HARDWARE);

  private record Derivation(Trail base, Copies copies) {}

  /** What became of an object; the id is that of the exception if it collides. */
  private record Outcome(boolean collides, String id) {}

  private static Outcome of(
      ObjectDigest digest, byte[] header, byte[] content, Derivation from, Trail out) {
    byte[] id = new byte[27];
    // Not at the beginning of its array.
    byte[] array = new byte[content.length + 5];
    System.arraycopy(content, 0, array, 3, content.length);
    try {
      ObjectMessage message = message(header, header.length);
      message.set(header.length, array, 3, content.length);
      message.derive(from.base(), from.copies());
      digest.digest(message, out, id, 4);
    } catch (CollisionException e) {
      assertThat(id).as("nothing is written").isEqualTo(new byte[27]);
      return new Outcome(true, e.sha1());
    }
    return new Outcome(false, hex(Arrays.copyOfRange(id, 4, 24)));
  }

  private static ObjectMessage message(byte[] header, int length) {
    ObjectMessage message = new ObjectMessage();
    System.arraycopy(header, 0, message.header(), 0, length);
    return message;
  }

  private Outcome plainly(byte[] header, byte[] content) {
    byte[] id = new byte[20];
    plain.update(header, 0, header.length);
    plain.update(content, 0, content.length);
    try {
      plain.digest(id, 0);
    } catch (CollisionException e) {
      return new Outcome(true, e.sha1());
    }
    return new Outcome(false, hex(id));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] blobHeader(int size) {
    return ("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII);
  }

  /** Blocks that meet all conditions of some vector, for all vectors. */
  private byte[] suspects(int count) {
    ConditionSolver solver = new ConditionSolver(random);
    ByteBuffer blocks = ByteBuffer.allocate(64 * count);
    for (int i = 0; i < count; i++) {
      int bit = 1 << random.nextInt(32);
      List<BitCondition> met =
          BitConditions.ALL.stream().filter(c -> (c.vectors() & bit) != 0).toList();
      blocks.put(solver.block(met, null));
    }
    return blocks.array();
  }

  /** An object as random as its parts: noise, and suspects where blocks begin. */
  private byte[] object(int size, int headerLength, byte[] suspects) {
    byte[] content = Messages.random(random, size);
    int dense = random.nextInt(1, 20);
    for (int at = 64 - headerLength; at + 64 <= size; at += 64) {
      if (random.nextInt(dense) == 0) {
        System.arraycopy(suspects, 64 * random.nextInt(suspects.length / 64), content, at, 64);
      }
    }
    return content;
  }

  @ParameterizedTest
  @EnumSource
  void chainsOfDeltasGiveWhatFullDigestsGive(Sha1Engine engine) {
    ObjectDigest digest = ObjectDigest.sha1(engine);
    byte[] suspects = suspects(64);
    for (int chain = 0; chain < 150; chain++) {
      byte[] content = object(random.nextInt(1 << random.nextInt(1, 18)), 11, suspects);
      Trail trail = new Trail();
      Trail next = new Trail();
      of(digest, blobHeader(content.length), content, new Derivation(Trail.NONE, NOTHING), trail);
      for (int i = 0; i < 20; i++) {
        int at = 64 * random.nextInt(suspects.length / 64);
        byte[] special = Arrays.copyOfRange(suspects, at, suspects.length);
        int headerLength = blobHeader(content.length).length;
        Edit edit = Edit.random(content, special, headerLength, random);
        content = edit.result();
        byte[] header = blobHeader(content.length);
        Outcome expected = plainly(header, content);
        Trail expectedTrail = new Trail();
        String what = "object %d of chain %d, %d bytes, seed %d";
        assertThat(of(full, header, content, new Derivation(Trail.NONE, NOTHING), expectedTrail))
            .as(what, i, chain, content.length, SEED)
            .isEqualTo(expected);
        assertThat(of(digest, header, content, new Derivation(trail, edit.copies), Trail.NONE))
            .as(what, i, chain, content.length, SEED)
            .isEqualTo(expected);
        assertThat(of(digest, header, content, new Derivation(trail, edit.copies), next))
            .as(what, i, chain, content.length, SEED)
            .isEqualTo(expected);
        assertThat(next.says(expectedTrail)).as(what, i, chain, content.length, SEED).isTrue();
        Trail last = trail;
        trail = next;
        next = last;
      }
    }
  }

  /** The trail itself, against the table of conditions and the Java hash, block by block. */
  @Test
  void aTrailHasTheSuspectsAndEverySixteenthChainingValue() {
    ConditionCheck exact = new ConditionCheck(new boolean[BitConditions.ALL.size()]);
    byte[] suspects = suspects(32);
    for (int i = 0; i < 300; i++) {
      byte[] content = object(random.nextInt(1 << random.nextInt(1, 17)), 11, suspects);
      byte[] header = blobHeader(content.length);
      Trail trail = new Trail();
      of(full, header, content, new Derivation(Trail.NONE, NOTHING), trail);
      int blocks = (header.length + content.length + 8) / 64 + 1;
      byte[] message = Arrays.copyOf(header, 64 * blocks);
      System.arraycopy(content, 0, message, header.length, content.length);
      message[header.length + content.length] = (byte) 0x80;
      ByteBuffer.wrap(message).putLong(message.length - 8, 8L * (header.length + content.length));
      Trail expected = new Trail();
      expected.start(header, header.length, content.length, blocks);
      JavaBlockHash hash = new JavaBlockHash();
      for (int block = 0; block < blocks; block++) {
        if (block % 16 == 0 && block > 0) {
          expected.keep(hash.chainingValue());
        }
        hash.compress(message, 64 * block, 1);
        int met = exact.vectorsMet(-1, Messages.expanded(message, 64 * block), 1, 0);
        if (met != 0) {
          expected.addSuspect(block, met);
        }
      }
      expected.complete();
      assertThat(trail.says(expected)).as("%d bytes, seed %d", content.length, SEED).isTrue();
    }
  }

  /**
   * The attack starts at the message's beginning, so its first bytes are the header. One bit is
   * wrong in the base; a delta rights it, and leaves or changes everything else.
   */
  @ParameterizedTest
  @EnumSource
  void anAttackCompletedByADeltaIsDetected(Sha1Engine engine) {
    ObjectDigest digest = ObjectDigest.sha1(engine);
    byte[] suspects = suspects(16);
    int collisions = 0;
    for (int i = 0; i < 3000; i++) {
      int headerLength = random.nextInt(65);
      byte[] header = Arrays.copyOf(ATTACK, headerLength);
      byte[] attack = Arrays.copyOfRange(ATTACK, headerLength, ATTACK.length);
      int rest = random.nextInt(1 << random.nextInt(14));
      byte[] tail = object(rest, 64, suspects);
      byte[] content = Arrays.copyOf(attack, attack.length + tail.length);
      System.arraycopy(tail, 0, content, attack.length, tail.length);
      int wrong = random.nextInt(attack.length);
      content[wrong] ^= (byte) (1 << random.nextInt(8));
      // The attack's last blocks once more, where blocks begin: a delta may take them from there.
      int spare = attack.length + 64 * random.nextInt(20);
      content = Arrays.copyOf(content, Math.max(content.length, spare + 128));
      System.arraycopy(ATTACK, 192, content, spare, 128);
      Trail base = new Trail();
      assertThat(of(digest, header, content, new Derivation(Trail.NONE, NOTHING), base))
          .as("round %d, seed %d", i, SEED)
          .isEqualTo(plainly(header, content));

      Edit edit = new Edit(content);
      int place = attack.length - 128;
      switch (random.nextInt(4)) {
        case 0 -> edit.replace(wrong, 1, new byte[] {attack[wrong]});
        case 1 -> {
          edit.insert(attack);
          edit.copy(attack.length, content.length - attack.length);
        }
        case 2 -> {
          // Whole if the wrong bit is in the last two blocks.
          edit.copy(0, place);
          edit.copy(spare, 128);
          edit.copy(attack.length, random.nextInt(content.length - attack.length + 1));
        }
        default -> {
          edit.copy(0, Math.max(0, wrong & -64));
          edit.insert(Arrays.copyOfRange(attack, Math.max(0, wrong & -64), attack.length));
          edit.insert(Messages.random(random, random.nextInt(3000)));
        }
      }
      byte[] result = edit.result();
      Outcome expected = plainly(header, result);
      collisions += expected.collides ? 1 : 0;
      Trail out = new Trail();
      assertThat(of(digest, header, result, new Derivation(base, edit.copies), out))
          .as("round %d, bit in byte %d, seed %d", i, wrong, SEED)
          .isEqualTo(expected);
      assertThat(out.isComplete()).isEqualTo(!expected.collides);
    }
    assertThat(collisions).as("seed %d", SEED).isGreaterThan(2000);
  }

  @Test
  void theTrailOfACollisionIsRefusedAsABase() {
    Trail out = new Trail();
    of(full, new byte[0], new byte[5000], new Derivation(Trail.NONE, NOTHING), out);
    assertThat(of(full, new byte[0], ATTACK, new Derivation(Trail.NONE, NOTHING), out).collides)
        .isTrue();
    assertThatThrownBy(
            () -> of(full, new byte[0], ATTACK, new Derivation(out, NOTHING), Trail.NONE))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> of(full, new byte[0], ATTACK, new Derivation(new Trail(), NOTHING), Trail.NONE))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aTrailIsNotItsOwnBase() {
    Trail trail = new Trail();
    of(full, new byte[0], new byte[5000], new Derivation(Trail.NONE, NOTHING), trail);
    assertThatThrownBy(
            () -> of(full, new byte[0], new byte[1], new Derivation(trail, NOTHING), trail))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void copiesBeyondBaseOrResultAreRefused() {
    Trail base = new Trail();
    of(full, new byte[0], new byte[5000], new Derivation(Trail.NONE, NOTHING), base);
    for (int[] copy : new int[][] {{4901, 0, 100}, {0, 4901, 100}, {5001, 0, 0}}) {
      Copies copies = new Copies();
      copies.add(copy[0], copy[1], copy[2]);
      assertThatThrownBy(
              () -> of(full, new byte[0], new byte[5000], new Derivation(base, copies), Trail.NONE))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void copiesAscendAndAreNotNegative() {
    Copies copies = new Copies();
    copies.add(0, 100, 100);
    int most = Integer.MAX_VALUE;
    for (int[] bad : new int[][] {{0, 199, 5}, {-1, 300, 5}, {0, 300, -1}, {0, most, 1}}) {
      assertThatThrownBy(() -> copies.add(bad[0], bad[1], bad[2]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** An attacker's delta of many tiny copies must not fill the memory. */
  @ParameterizedTest
  @ValueSource(ints = {1, 63})
  void copiesShorterThanABlockAreNotKept(int count) {
    Copies copies = new Copies();
    for (int i = 0; i < 1000; i++) {
      copies.add(7, count * i, count);
    }
    assertThat(copies.size()).isEqualTo(1);
    copies.clear();
    for (int i = 0; i < 1000; i++) {
      copies.add(count * i, count * i, count);
    }
    assertThat(copies.size()).isEqualTo(1);
    assertThat(copies.count(0)).as("neighbours are one copy").isEqualTo(1000 * count);
  }

  @Test
  void aTrailTakesThreeHundredthsOfItsObjectEvenIfItHeldALargeOne() {
    Trail trail = new Trail();
    of(
        full,
        new byte[0],
        Messages.random(random, 1 << 22),
        new Derivation(Trail.NONE, NOTHING),
        trail);
    assertThat(trail.heldBytes()).isLessThan((1 << 22) * 3 / 100);
    of(
        full,
        new byte[0],
        Messages.random(random, 1 << 14),
        new Derivation(Trail.NONE, NOTHING),
        trail);
    assertThat(trail.heldBytes()).isLessThan((1 << 14) * 4 / 100);
  }

  @Test
  void sha256IgnoresTheBase() throws Exception {
    ObjectDigest digest = ObjectDigest.sha256();
    byte[] content = Messages.random(random, 1000);
    byte[] id = new byte[32];
    ObjectMessage message = message(new byte[2], 2);
    message.set(2, content, 1, 900);
    digest.digest(message, new Trail(), id, 0);
    byte[] expected = new byte[32];
    digest.update(new byte[3], 0, 2);
    digest.update(content, 1, 900);
    digest.digest(expected, 0);
    assertThat(id).isEqualTo(expected);
  }
}
