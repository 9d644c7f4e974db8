package got.ipc;

import got.fuzz.Allocation;
import got.ipc.base.BaseTalk;
import got.ipc.fetch.FetchTalk;
import got.ipc.http.HttpTalk;
import got.ipc.index.IndexTalk;
import got.ipc.read.ReadTalk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads frames as a channel does, and makes sure that what is decoded is what could have been sent:
 * encoded and decoded again it is the same, and that only what may come now is decoded.
 *
 * <p>The first byte of an input says which direction, and whether the rest is one frame's envelope,
 * which may come at any time, or frames with their lengths, in their order. Only a {@link
 * ChannelException} may come out. Memory: {@link #MOST_MEMORY}, and {@link #MEMORY_PER_BYTE} for
 * each byte of a frame, of which there are {@link Limits#FRAME} at most.
 */
public final class FrameFuzz {
  private static final long MOST_MEMORY = 16 << 10;
  private static final long MEMORY_PER_BYTE = 128;

  /** Bit of the first byte. */
  static final int IN_ORDER = 0x80;

  /** Of which the first byte tells one; new ones come last. */
  static final List<Direction<?>> DIRECTIONS =
      List.of(
          FetchTalk.PROTOCOL.requests(),
          FetchTalk.PROTOCOL.replies(),
          IndexTalk.PROTOCOL.requests(),
          IndexTalk.PROTOCOL.replies(),
          HttpTalk.PROTOCOL.requests(),
          HttpTalk.PROTOCOL.replies(),
          ReadTalk.PROTOCOL.requests(),
          ReadTalk.PROTOCOL.replies(),
          BaseTalk.REQUESTS,
          BaseTalk.REPLIES);

  private FrameFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    accepts(input);
  }

  static boolean accepts(byte[] input) throws Exception {
    if (input.length == 0) {
      return false;
    }
    return accepts(DIRECTIONS.get((input[0] & ~IN_ORDER & 0xff) % DIRECTIONS.size()), input);
  }

  private static <M> boolean accepts(Direction<M> direction, byte[] input) throws Exception {
    boolean inOrder = (input[0] & IN_ORDER) != 0;
    Turns<M> turns = new Turns<>(direction);
    for (byte[] bytes : bodies(input)) {
      M message;
      try {
        message =
            Allocation.within(
                MOST_MEMORY + MEMORY_PER_BYTE * bytes.length,
                () ->
                    inOrder
                        ? turns.read(bytes, 0, bytes.length).message()
                        : Envelopes.decode(direction, bytes));
      } catch (ChannelException e) {
        if (e.reason() != ChannelException.Reason.RULES) {
          throw new AssertionError(e);
        }
        return false;
      }
      M again = Envelopes.decode(direction, Envelopes.of(direction, message));
      if (!again.equals(message)) {
        throw new AssertionError(message + " is " + again + " when it is sent again");
      }
    }
    return true;
  }

  private static List<byte[]> bodies(byte[] input) {
    if ((input[0] & IN_ORDER) == 0) {
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
