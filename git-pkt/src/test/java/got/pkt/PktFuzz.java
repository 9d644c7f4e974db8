package got.pkt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import got.fuzz.Allocation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts bytes into packets, and compares these with those that a slow model finds.
 *
 * <p>The first byte of an input says how many bytes each read from the network gives at most. Only
 * a {@link PktLineException} may come out. Memory: {@link #MOST_MEMORY}, which is the buffer, and
 * {@link #MEMORY_PER_BYTE} for each byte, because a packet without payload is an object too.
 */
public final class PktFuzz {
  private static final long MOST_MEMORY = 160 << 10;
  private static final long MEMORY_PER_BYTE = 64;

  private PktFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    accepts(input);
  }

  static boolean accepts(byte[] input) throws Exception {
    if (input.length == 0) {
      return false;
    }
    byte[] stream = Arrays.copyOfRange(input, 1, input.length);
    List<String> packets =
        Allocation.within(
            MOST_MEMORY + MEMORY_PER_BYTE * stream.length,
            () -> packets(new Chopped(stream, 1 + (input[0] & 0xff))));
    List<String> expected = model(new String(stream, ISO_8859_1));
    if (!packets.equals(expected)) {
      throw new AssertionError(packets + " are not " + expected);
    }
    return packets.getLast().equals("end");
  }

  private static List<String> packets(InputStream in) {
    PktReader reader = new PktReader(in, new Unwatched());
    List<String> packets = new ArrayList<>();
    try {
      while (true) {
        packets.add(
            switch (reader.next()) {
              case PktLine.Flush _ -> "0";
              case PktLine.Delim _ -> "1";
              case PktLine.ResponseEnd _ -> "2";
              case PktLine.Data data -> payload(data);
            });
      }
    } catch (PktLineException e) {
      packets.add(
          switch (e.fault()) {
            case FRAMING -> "framing " + e.offset();
            case NOT_GIT -> "no git";
            case CONNECTION -> e.reason().contains("inside") ? "cut" : "end";
          });
    }
    return packets;
  }

  private static String payload(PktLine.Data data) {
    StringBuilder text = new StringBuilder("=");
    try {
      data.writeTo((b, offset, n) -> text.append(new String(b, offset, n, ISO_8859_1)), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return text.toString();
  }

  /** Source: gitprotocol-common(5). */
  private static List<String> model(String stream) {
    List<String> packets = new ArrayList<>();
    int at = 0;
    while (at + 4 <= stream.length()) {
      String digits = stream.substring(at, at + 4);
      int length = digits.matches("[0-9a-fA-F]{4}") ? Integer.parseInt(digits, 16) : -1;
      if (length < 0 && at == 0) {
        return List.of("no git");
      }
      if (length < 0 || length == 3 || length > 65520) {
        packets.add("framing " + at);
        return packets;
      }
      if (length < 3) {
        packets.add("" + length);
        at += 4;
        continue;
      }
      if (at + length > stream.length()) {
        break;
      }
      packets.add("=" + stream.substring(at + 4, at + length));
      at += length;
    }
    String end = at == stream.length() ? "end" : "cut";
    boolean isGits = at > 0 || stream.matches("(?s)[0-9a-f]{4}.*|[0-9a-f]{0,3}");
    packets.add(isGits ? end : "no git");
    return packets;
  }

  /** Gives so many bytes at a time. */
  static final class Chopped extends InputStream {
    private final ByteArrayInputStream bytes;
    private final int most;

    Chopped(byte[] bytes, int most) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.most = most;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return bytes.read(buffer, offset, Math.min(length, most));
    }
  }
}
