package got.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.ipc.BadValueException;
import got.ipc.Codec;
import got.ipc.ErrorKind;
import got.ipc.FromHelper;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import got.ipc.fetch.FetchTalk;
import got.pkt.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AdvertisedRefsTest {
  private final List<FetchTalk.Reply> sent = new ArrayList<>();
  private final Replies got =
      new Replies() {
        @Override
        public void send(FetchTalk.Reply message) {
          sent.add(message);
        }

        @Override
        public FetchTalk.Request next() {
          throw new AssertionError("nothing is awaited here");
        }
      };

  private static ObjectId id(HashAlgorithm algorithm, int number) {
    byte[] bytes = new byte[algorithm.idBytes()];
    ByteBuffer.wrap(bytes).putInt(4, number + 1);
    return ObjectId.copyOf(algorithm, bytes, 0);
  }

  private static RefName name(int number, int length) {
    try {
      String digits = Integer.toString(number);
      return RefName.check("refs/" + "n".repeat(length - 5 - digits.length()) + digits);
    } catch (BadValueException e) {
      throw new AssertionError(e);
    }
  }

  private static RemoteRef ref(int number) {
    return new RemoteRef.Direct(name(number, 20), id(HashAlgorithm.SHA1, number));
  }

  private static void goesOver(long limit, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProtocolException.class,
            e -> {
              assertThat(e.report().kind()).isEqualTo(ErrorKind.SERVER_LIMIT);
              assertThat(e.report().detail()).isEqualTo(limit);
            });
  }

  @Test
  void mostReferencesAndOneMore() throws Exception {
    AdvertisedRefs refs = new AdvertisedRefs(List.of(), got, 3, Long.MAX_VALUE);
    for (int i = 0; i < 3; i++) {
      refs.ref(ref(i));
    }
    goesOver(3, () -> refs.ref(ref(3)));
  }

  @Test
  void limitsAreThoseOfTheChannel() throws Exception {
    AdvertisedRefs refs = new AdvertisedRefs(List.of("none"), got);
    for (int i = 0; i < Limits.REFS; i++) {
      refs.ref(ref(i));
    }
    goesOver(Limits.REFS, () -> refs.ref(ref(Limits.REFS)));
  }

  @Test
  void referencesOutsideThePrefixesCountToo() throws Exception {
    AdvertisedRefs refs = new AdvertisedRefs(List.of("refs/heads/"), got, 1, Long.MAX_VALUE);
    refs.ref(ref(0));
    goesOver(1, () -> refs.ref(ref(1)));
    assertThat(sent).isEmpty();
  }

  @Test
  void namesAndTargetsCountTogether() throws Exception {
    RemoteRef symbolic =
        new RemoteRef.Symbolic(name(1, 20), name(2, 30), id(HashAlgorithm.SHA1, 1));
    AdvertisedRefs enough = new AdvertisedRefs(List.of(), got, 10, 70);
    enough.ref(symbolic);
    enough.ref(ref(3));
    assertThat(enough.end()).isEqualTo(new FetchTalk.RefsEnd(2));
    AdvertisedRefs tooMany = new AdvertisedRefs(List.of(), got, 10, 69);
    tooMany.ref(symbolic);
    goesOver(69, () -> tooMany.ref(ref(3)));
  }

  @Test
  void idsThatWerePassedOnAreKnown() throws Exception {
    AdvertisedRefs refs = new AdvertisedRefs(List.of("refs/"), got);
    for (int i = 0; i < 1000; i++) {
      refs.ref(ref(i));
      refs.ref(new RemoteRef.Direct(name(i, 21), id(HashAlgorithm.SHA1, i)));
    }
    refs.ref(new RemoteRef.Direct(RefName.HEAD, id(HashAlgorithm.SHA1, 5000)));
    refs.end();
    for (int i = 0; i < 1000; i++) {
      assertThat(refs.contains(id(HashAlgorithm.SHA1, i))).isTrue();
    }
    assertThat(refs.contains(id(HashAlgorithm.SHA1, 5000))).isFalse();
    assertThat(refs.contains(id(HashAlgorithm.SHA1, 1000))).isFalse();
  }

  @Test
  void whatIsLeftOutCountsTowardsTheLimits() throws Exception {
    AdvertisedRefs refs = new AdvertisedRefs(List.of("none"), got, 3, 60);
    refs.leftOut("refs/heads/a..b");
    refs.leftOut("refs/heads/a..b");
    goesOver(60, () -> refs.leftOut("refs/heads/a..b" + "x".repeat(16)));
    goesOver(3, () -> refs.leftOut("refs/heads/a..b"));
  }

  /** The worst case for a frame: whatever the lengths, what is encoded must fit it. */
  @Test
  void framesHoldWhatIsSent() throws Exception {
    Codec<FromHelper<FetchTalk.Reply>> codec = FetchTalk.PROTOCOL.replies().codec();
    for (int length : new int[] {12, 13, 100, 128, 1023, 1024}) {
      sent.clear();
      AdvertisedRefs refs = new AdvertisedRefs(List.of(), got);
      for (int i = 0; i < 5000; i++) {
        refs.ref(
            new RemoteRef.Symbolic(
                name(i, length), name(9999, length), id(HashAlgorithm.SHA256, i)));
      }
      for (int i = 0; i < 5000; i++) {
        refs.leftOut(name(i, length - 2).latin1() + "..");
      }
      refs.end();
      int largest = 0;
      int count = 0;
      for (FetchTalk.Reply message : sent) {
        int bytes = codec.encode(new FromHelper.Answer<>(message)).bytes().length;
        largest = Math.max(largest, bytes);
        count += sizeOf(message);
      }
      assertThat(largest).isBetween(Limits.FRAME / 8, Limits.FRAME / 4 + 3000);
      assertThat(count).isEqualTo(10_000);
    }
  }

  private static int sizeOf(FetchTalk.Reply message) {
    return switch (message) {
      case FetchTalk.Refs m -> m.refs().size();
      case FetchTalk.LeftOut m -> m.names().size();
      default -> throw new AssertionError(message);
    };
  }
}
