package got.ipc;

import got.fuzz.Allocation;
import got.ipc.wire.Codec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads frames as a channel does, and makes sure that what is decoded is what could have been sent:
 * encoded and decoded again it is the same, and one direction's rules allow it.
 *
 * <p>The first byte of an input says which direction, and whether the rest is one frame's body, or
 * frames with their lengths. Only a {@link ChannelException} may come out. Memory: {@link
 * #MOST_MEMORY}, and {@link #MEMORY_PER_BYTE} for each byte of a frame, of which there are {@link
 * Limits#FRAME} at most.
 */
public final class FrameFuzz {
  private static final long MOST_MEMORY = 16 << 10;
  private static final long MEMORY_PER_BYTE = 128;

  private FrameFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    accepts(input);
  }

  static boolean accepts(byte[] input) throws Exception {
    if (input.length == 0) {
      return false;
    }
    MessageRules rules =
        switch (input[0] & 3) {
          case 0 -> MessageRules.toFetchPack();
          case 1 -> MessageRules.fromFetchPack();
          case 2 -> MessageRules.toIndexPack();
          default -> MessageRules.fromIndexPack();
        };
    boolean accepted = true;
    for (byte[] body : bodies(input)) {
      Message message;
      try {
        message =
            Allocation.within(MOST_MEMORY + MEMORY_PER_BYTE * body.length, () -> decode(body));
      } catch (ChannelException e) {
        if (e.reason() != ChannelException.Reason.RULES) {
          throw new AssertionError(e);
        }
        return false;
      }
      byte[] again = Codec.encode(message);
      if (!decode(again).equals(message)) {
        throw new AssertionError(message + " is " + decode(again) + " when it is sent again");
      }
      accepted &= rules.advance(message);
    }
    return accepted;
  }

  private static Message decode(byte[] body) throws ChannelException {
    return Codec.decode(body, 0, body.length).message();
  }

  private static List<byte[]> bodies(byte[] input) {
    if ((input[0] & 4) == 0) {
      return List.of(Arrays.copyOfRange(input, 1, input.length));
    }
    List<byte[]> bodies = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(input).position(1);
    while (in.remaining() >= 4) {
      int length = in.getInt();
      if (length < 0 || length > in.remaining()) {
        break;
      }
      byte[] body = new byte[length];
      in.get(body);
      bodies.add(body);
    }
    return bodies;
  }
}
