package got.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.ipc.base.BaseTalk;
import got.ipc.fetch.FetchTalk;
import got.ipc.http.HttpTalk;
import got.ipc.index.IndexTalk;
import got.ipc.read.ReadTalk;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodecTest {
  private static final long SEED = 20261121;
  private static final int ROUNDS = 300;
  private static final int MUTATIONS = 30_000;

  static List<Messages.Kind<?>> kinds() {
    return Messages.kinds();
  }

  @Test
  void everyKindOfMessageIsTested() {
    for (Class<?> sealed :
        List.of(
            FetchTalk.Request.class,
            FetchTalk.Reply.class,
            IndexTalk.Request.class,
            IndexTalk.Reply.class,
            HttpTalk.Request.class,
            HttpTalk.Reply.class,
            ReadTalk.Request.class,
            ReadTalk.Reply.class,
            BaseTalk.Request.class,
            BaseTalk.Reply.class)) {
      assertThat(Messages.kinds())
          .extracting(Messages.Kind::type)
          .contains(sealed.getPermittedSubclasses());
    }
    assertThat(Messages.kinds()).hasSize(7 + 2 + 11 + 10 + 2 + 5 + 4 + 2 + 5 + 15 + 2 + 8 + 5 + 8);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  <M> void whatIsEncodedDecodesToTheSame(Messages.Kind<M> kind) throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < ROUNDS; i++) {
      M message = kind.random(random);
      byte[] envelope = Envelopes.of(kind.direction(), message);
      assertThat(Envelopes.decode(kind.direction(), envelope))
          .as("seed %d, round %d", SEED, i)
          .isEqualTo(message);
      assertThat(
              kind.direction().codec().kind(Envelope.read(envelope, 0, envelope.length).number()))
          .isEqualTo(kind.type());
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void protocolBuffersReadAndWriteOurEnvelopes(Messages.Kind<?> kind) throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] envelope = kind.envelope(random);
      com.google.protobuf.Message read = Wires.envelope(kind.direction(), envelope);
      assertThat(read.toByteArray()).as("seed %d, round %d", SEED, i).isEqualTo(envelope);
      assertThat(read.getField(read.getDescriptorForType().findFieldByNumber(1)))
          .isEqualTo(Envelope.read(envelope, 0, envelope.length).descriptors());
    }
  }

  @Test
  void decodingReadsOnlyItsPartOfTheBuffer() throws Exception {
    Direction<FromHelper<FetchTalk.Reply>> replies = FetchTalk.PROTOCOL.replies();
    FromHelper<FetchTalk.Reply> message = new FromHelper.Answer<>(new FetchTalk.Fetching(77));
    byte[] envelope = Envelopes.of(replies, message);
    byte[] buffer = new byte[envelope.length + 20];
    Arrays.fill(buffer, (byte) 0xff);
    System.arraycopy(envelope, 0, buffer, 7, envelope.length);
    assertThat(Envelopes.decode(replies, buffer, 7, envelope.length)).isEqualTo(message);
  }

  @Test
  void everyProperBeginningIsRefused() {
    for (Messages.Kind<?> kind : Messages.kinds()) {
      byte[] envelope = kind.envelope(new Random(1));
      for (int length = 0; length < envelope.length; length++) {
        byte[] part = Arrays.copyOf(envelope, length);
        assertThatThrownBy(() -> Envelopes.decode(kind.direction(), part))
            .as("%s, %d bytes", kind, length)
            .isInstanceOf(ChannelException.class);
      }
    }
  }

  @Test
  void mutatedBytesAreRefusedOrMakeAMessageThatCouldHaveBeenSent() {
    Random random = new Random(SEED);
    List<Messages.Kind<?>> kinds = Messages.kinds();
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      Messages.Kind<?> kind = kinds.get(i % kinds.size());
      byte[] mutant = mutate(kind.envelope(random), random);
      refused += isRefused(kind.direction(), mutant, "seed " + SEED + ", round " + i) ? 1 : 0;
    }
    assertThat(refused).isBetween(MUTATIONS / 4, MUTATIONS - 1);
  }

  /** What is taken is, but for text that is cleaned on arrival, what encoding makes of it. */
  private static <M> boolean isRefused(Direction<M> direction, byte[] mutant, String what) {
    try {
      M message = Envelopes.decode(direction, mutant);
      byte[] again = Envelopes.of(direction, message);
      assertThat(Envelopes.decode(direction, again)).as(what).isEqualTo(message);
      return false;
    } catch (ChannelException e) {
      assertThat(e.reason()).as(what).isEqualTo(ChannelException.Reason.RULES);
      return true;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
  }

  @Test
  void noiseIsRefused() {
    Random random = new Random(SEED);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      Direction<?> direction = Messages.kinds().get(i % Messages.kinds().size()).direction();
      assertThatThrownBy(() -> Envelopes.decode(direction, noise))
          .as("seed %d, round %d", SEED, i)
          .isInstanceOf(ChannelException.class);
    }
  }

  private static byte[] mutate(byte[] body, Random random) {
    int at = random.nextInt(body.length + 1);
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(body, at);
      case 1 -> splice(body, at, at, new byte[] {(byte) random.nextInt()});
      case 2 -> splice(body, at, Math.min(at + 1, body.length), new byte[0]);
      default ->
          splice(
              body,
              at,
              Math.min(at + 1, body.length),
              new byte[] {(byte) (1 << random.nextInt(8))});
    };
  }

  private static byte[] splice(byte[] body, int from, int to, byte[] with) {
    byte[] out = Arrays.copyOf(body, from + with.length + body.length - to);
    System.arraycopy(with, 0, out, from, with.length);
    System.arraycopy(body, to, out, from + with.length, body.length - to);
    return out;
  }
}
