package got.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.ipc.wire.Codec;
import java.util.ArrayList;
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

  static List<Class<? extends Message>> kinds() {
    return Messages.kinds();
  }

  @Test
  void everyKindOfMessageIsTested() {
    List<Class<?>> leaves = new ArrayList<>();
    leaves.addAll(Arrays.asList(Message.Request.class.getPermittedSubclasses()));
    leaves.addAll(Arrays.asList(Message.Reply.class.getPermittedSubclasses()));
    assertThat(leaves).containsExactlyInAnyOrderElementsOf(Messages.kinds());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void whatIsEncodedDecodesToTheSame(Class<? extends Message> kind) throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < ROUNDS; i++) {
      Message message = Messages.random(kind, random);
      Codec.Decoded decoded = decode(Codec.encode(message));
      assertThat(decoded.message()).as("seed %d, round %d", SEED, i).isEqualTo(message);
      assertThat(decoded.descriptors()).isEqualTo(message.descriptors());
    }
  }

  @Test
  void decodingReadsOnlyItsPartOfTheBuffer() throws Exception {
    byte[] body = Codec.encode(new Message.Fetching(77));
    byte[] buffer = new byte[body.length + 20];
    Arrays.fill(buffer, (byte) 0xff);
    System.arraycopy(body, 0, buffer, 7, body.length);
    assertThat(Codec.decode(buffer, 7, body.length).message()).isEqualTo(new Message.Fetching(77));
  }

  @Test
  void everyProperBeginningIsRefusedOrWhole() throws Exception {
    for (Class<? extends Message> kind : Messages.kinds()) {
      byte[] body = Codec.encode(Messages.some(kind));
      for (int length = 0; length < body.length; length++) {
        byte[] part = Arrays.copyOf(body, length);
        // The count comes first, so that a beginning has no body, or half of one.
        assertThatThrownBy(() -> decode(part))
            .as("%s, %d bytes", kind, length)
            .isInstanceOf(ChannelException.class);
      }
    }
  }

  @Test
  void mutatedBytesAreRefusedOrMakeAMessageThatCouldHaveBeenSent() throws Exception {
    Random random = new Random(SEED);
    List<Class<? extends Message>> kinds = Messages.kinds();
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] body = Codec.encode(Messages.random(kinds.get(i % kinds.size()), random));
      byte[] mutant = mutate(body, random);
      String what = "seed " + SEED + ", round " + i;
      try {
        Message message = decode(mutant).message();
        assertThat(decode(Codec.encode(message)).message()).as(what).isEqualTo(message);
      } catch (ChannelException e) {
        assertThat(e.reason()).as(what).isEqualTo(ChannelException.Reason.RULES);
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError(what, e);
      }
    }
    assertThat(refused).isBetween(MUTATIONS / 4, MUTATIONS - 1);
  }

  @Test
  void noiseIsRefused() {
    Random random = new Random(SEED);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      assertThatThrownBy(() -> decode(noise))
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

  private static Codec.Decoded decode(byte[] body) throws ChannelException {
    return Codec.decode(body, 0, body.length);
  }
}
