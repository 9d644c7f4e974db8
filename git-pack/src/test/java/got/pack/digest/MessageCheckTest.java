package got.pack.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bit conditions: the lanes against the table, the table against JGit's. */
final class MessageCheckTest {
  private static final long SEED = 20170223;
  private static final List<BitCondition> TABLE = BitConditions.ALL;

  private final Random random = new Random(SEED);
  private final ConditionCheck exact = new ConditionCheck(new boolean[TABLE.size()]);
  private final LaneCheck check = new LaneCheck();
  private final int[] words = new int[80];

  /** The slow reference: one condition after the other, as the table states it. */
  private static int vectorsMet(int[] words) {
    int met = -1;
    for (BitCondition condition : TABLE) {
      if (!condition.holds(words)) {
        met &= ~condition.vectors();
      }
    }
    return met;
  }

  @Test
  void lanesAndTableAgreeOnTwoMillionRandomBlocks() {
    assertAgreement(Messages.random(random, 1 << 20), 128, "random");
  }

  @Test
  void lanesAndTableAgreeOnStructuredBlocks() {
    byte[] text = new byte[1 << 20];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) (i % 61 == 0 ? '\n' : ' ' + random.nextInt(random.nextInt(94) + 1));
    }
    assertAgreement(text, 16, "text");
    assertAgreement(new byte[1 << 16], 1, "zeros");
    for (String name : Messages.COLLISIONS) {
      assertAgreement(Messages.published(name), 1, name);
    }
  }

  /** Every round changes all blocks in one bit. */
  private void assertAgreement(byte[] data, int rounds, String kind) {
    for (int round = 0; round < rounds; round++) {
      for (int off = 0; off < data.length; off += 64 * LaneCheck.LANES) {
        int blocks = Math.min(LaneCheck.LANES, (data.length - off) / 64);
        check.load(data, off, blocks, 0);
        check.run();
        for (int lane = 0; lane < blocks; lane++) {
          int[] expanded = Messages.expanded(data, off + 64 * lane);
          int expected = vectorsMet(expanded);
          if ((expected & ~check.suspected(lane)) != 0
              || check.vectorsMet(lane) != expected
              || exact.vectorsMet(-1, expanded, 1, 0) != expected) {
            throw new AssertionError(
                "%s block %d, round %d, seed %d: table %08x, lanes %08x, suspected %08x"
                    .formatted(
                        kind,
                        off / 64 + lane,
                        round,
                        SEED,
                        expected,
                        check.vectorsMet(lane),
                        check.suspected(lane)));
          }
          data[off + 64 * lane + random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
        }
      }
    }
  }

  @Test
  void aLaneHoldsItsWholeExpandedMessage() {
    byte[] data = Messages.random(random, 64 * LaneCheck.LANES);
    check.load(data, 0, 10, 0);
    check.load(data, 640, LaneCheck.LANES - 10, 10);
    check.run();
    for (int lane = 0; lane < LaneCheck.LANES; lane++) {
      check.message(lane, words);
      assertThat(words)
          .as("lane %d, seed %d", lane, SEED)
          .isEqualTo(Messages.expanded(data, 64 * lane));
    }
  }

  /** More suspects than that would say that a pass has no effect. */
  @Test
  void tenOfAHundredRandomBlocksAreSuspectsAndOneInTwentyMeetsAllConditions() {
    byte[] data = Messages.random(random, 64 << 16);
    int suspects = 0;
    int met = 0;
    for (int off = 0; off < data.length; off += 64 * LaneCheck.LANES) {
      check.load(data, off, LaneCheck.LANES, 0);
      check.run();
      for (int lane = 0; lane < LaneCheck.LANES; lane++) {
        suspects += check.suspected(lane) != 0 ? 1 : 0;
        met += check.vectorsMet(lane) != 0 ? 1 : 0;
      }
    }
    double blocks = data.length / 64.0;
    assertThat(suspects / blocks).as("suspects, seed %d", SEED).isBetween(0.08, 0.098);
    assertThat(met / blocks).as("met, seed %d", SEED).isBetween(0.044, 0.052);
  }

  @Test
  void theTableIsThatOfJGitOnTwoMillionRandomBlocks() throws Throwable {
    MethodHandle peer = jgit();
    for (int i = 0; i < 2_000_000; i++) {
      // The check reads words 35 to 64, any sixteen of which fix the others.
      int[] expanded = Messages.expanded(Messages.random(random, 64), 0);
      int theirs = (int) peer.invokeExact(expanded);
      assertSame(theirs, vectorsMet(expanded), i);
    }
  }

  /** Random words find a vector's last condition in one of 2^15 cases; these, in half of them. */
  @Test
  void theTableIsThatOfJGitOnBlocksThatMeetAllConditionsButOne() throws Throwable {
    MethodHandle peer = jgit();
    ConditionSolver solver = new ConditionSolver(random);
    for (int vector = 0; vector < 32; vector++) {
      int bit = 1 << vector;
      List<BitCondition> conditions = TABLE.stream().filter(c -> (c.vectors() & bit) != 0).toList();
      for (BitCondition broken : conditions) {
        for (int i = 0; i < 20; i++) {
          int[] expanded = Messages.expanded(solver.block(conditions, broken), 0);
          int theirs = (int) peer.invokeExact(expanded);
          assertThat(theirs & bit).as("%s, seed %d", broken, SEED).isZero();
          assertSame(theirs, vectorsMet(expanded), i);
        }
      }
    }
  }

  @Test
  void everyVectorIsReportedForBlocksMadeToMeetItsConditions() {
    ConditionSolver solver = new ConditionSolver(random);
    ByteBuffer blocks = ByteBuffer.allocate(64 * LaneCheck.LANES);
    for (int vector = 0; vector < 32; vector++) {
      int bit = 1 << vector;
      List<BitCondition> conditions = TABLE.stream().filter(c -> (c.vectors() & bit) != 0).toList();
      blocks.clear();
      while (blocks.hasRemaining()) {
        blocks.put(solver.block(conditions, null));
      }
      check.load(blocks.array(), 0, LaneCheck.LANES, 0);
      check.run();
      for (int lane = 0; lane < LaneCheck.LANES; lane++) {
        assertThat(check.vectorsMet(lane) & bit)
            .as("%s in lane %d, seed %d", DisturbanceVector.ALL.get(vector), lane, SEED)
            .isEqualTo(bit);
      }
    }
  }

  private static void assertSame(int theirs, int ours, int i) {
    if (theirs != ours) {
      throw new AssertionError(
          "block %d, seed %d: JGit %08x, ours %08x".formatted(i, SEED, theirs, ours));
    }
  }

  private static MethodHandle jgit() throws ReflectiveOperationException {
    Class<?> peer = Class.forName("org.eclipse.jgit.util.sha1.UbcCheck");
    Method check = peer.getDeclaredMethod("check", int[].class);
    check.setAccessible(true);
    return MethodHandles.lookup()
        .unreflect(check)
        .asType(MethodType.methodType(int.class, int[].class));
  }
}
