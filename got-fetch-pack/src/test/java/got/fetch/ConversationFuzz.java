package got.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import got.fuzz.Allocation;
import got.ipc.ErrorKind;
import got.ipc.Limits;
import got.ipc.Text;
import got.ipc.fetch.FetchTalk;
import got.script.Script;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A whole conversation with a server that says the input: references, and a pack of what it lists.
 *
 * <p>The first byte of an input says if the rest is what the server sends, or lines to make it of:
 * then {@code #} alone is a flush packet, and every other line a packet. Only a failure that blames
 * the server may come out, what got is told is text that was cleaned, and of the pack as much as
 * was passed on. Memory: {@link #MOST_MEMORY}, which is the buffers, and {@link #MEMORY_PER_BYTE}
 * for each byte.
 */
public final class ConversationFuzz {
  private static final long MOST_MEMORY = 256 << 10;
  private static final long MEMORY_PER_BYTE = 512;

  private static final Set<ErrorKind> OF_THE_SERVER =
      EnumSet.of(
          ErrorKind.CONNECTION,
          ErrorKind.REFUSED,
          ErrorKind.PROTOCOL,
          ErrorKind.NOT_GIT,
          ErrorKind.SERVER_LIMIT);

  private ConversationFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    accepts(input);
  }

  static boolean accepts(byte[] input) throws Exception {
    if (input.length == 0) {
      return false;
    }
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    byte[] server = (input[0] & 1) == 0 ? rest : packets(rest);
    Exchange exchange =
        Allocation.within(
            MOST_MEMORY + MEMORY_PER_BYTE * server.length,
            () ->
                (input[0] & 2) == 0
                    ? Exchange.fetch(server)
                    : Exchange.list(Exchange.OVER_GIT, new ByteArrayInputStream(server)));
    for (FetchTalk.Reply message : exchange.messages()) {
      check(message);
    }
    if (exchange.failed()) {
      if (!OF_THE_SERVER.contains(exchange.error().kind())) {
        throw new AssertionError(exchange.error());
      }
      requireClean(exchange.error().text());
      requireClean(exchange.error().serverText());
      return false;
    }
    FetchTalk.Reply last = exchange.messages().getLast();
    if (!(last instanceof FetchTalk.RefsEnd)
        && !last.equals(new FetchTalk.Fetched(exchange.packBytes().length))) {
      throw new AssertionError(last);
    }
    return true;
  }

  private static byte[] packets(byte[] lines) {
    Script script = new Script();
    for (String line : new String(lines, ISO_8859_1).split("\n", -1)) {
      if (line.equals("#")) {
        script.flush();
      } else {
        script.line(line);
      }
    }
    return script.bytes();
  }

  private static void check(FetchTalk.Reply message) {
    switch (message) {
      case FetchTalk.ServerText m -> requireClean(m.text());
      case FetchTalk.Packet m -> requireClean(m.text());
      case FetchTalk.Advertisement _,
          FetchTalk.Refs _,
          FetchTalk.LeftOut _,
          FetchTalk.RefsEnd _,
          FetchTalk.HavesWanted _,
          FetchTalk.Common _,
          FetchTalk.Heard _,
          FetchTalk.Fetching _,
          FetchTalk.Fetched _ -> {
        // Numbers and names.
      }
    }
  }

  private static void requireClean(String text) {
    if (!Text.clean(text, Limits.LINE).equals(text)) {
      throw new AssertionError("'" + text + "' is not clean");
    }
  }
}
