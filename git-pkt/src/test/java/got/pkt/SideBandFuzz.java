package got.pkt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import got.fuzz.Allocation;
import got.ipc.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.Callable;

/**
 * Takes bands apart, and compares what each carried with what a slow model finds.
 *
 * <p>The first byte of an input says how many bytes each read gives at most, and if the rest is
 * packets or their payloads: then each has a byte of length before it, and a flush packet comes
 * last. Only a {@link ProtocolException} that blames the server may come out. Memory: {@link
 * #MOST_MEMORY}, the buffers in both directions, and {@link #MEMORY_PER_BYTE} for each byte; what
 * the bands carry is passed on in the reader's buffer.
 */
public final class SideBandFuzz {
  static final long MOST_MEMORY = 224 << 10;
  private static final long MEMORY_PER_BYTE = 64;

  private SideBandFuzz() {}

  /** What came on bands 1 and 2, and how it ended. */
  private record Bands(String data, String progress, String end) {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    accepts(input);
  }

  static boolean accepts(byte[] input) throws Exception {
    if (input.length == 0) {
      return false;
    }
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    byte[] stream = (input[0] & 1) == 0 ? rest : packets(rest);
    Callable<Bands> demultiplex =
        () -> bands(new PktFuzz.Chopped(stream, 1 + (input[0] & 0xff) / 2));
    Bands bands = Allocation.within(MOST_MEMORY + MEMORY_PER_BYTE * stream.length, demultiplex);
    Bands expected = model(new String(stream, ISO_8859_1));
    if (!bands.equals(expected)) {
      throw new AssertionError(bands + " are not " + expected);
    }
    return bands.end.equals("flush");
  }

  private static byte[] packets(byte[] payloads) {
    StringBuilder out = new StringBuilder();
    String text = new String(payloads, ISO_8859_1);
    for (int at = 0; at < text.length(); ) {
      int length = Math.min(text.charAt(at), text.length() - at - 1);
      out.append("%04x".formatted(length + 4)).append(text, at + 1, at + 1 + length);
      at += 1 + length;
    }
    return out.append("0000").toString().getBytes(ISO_8859_1);
  }

  private static Bands bands(InputStream in) throws IOException {
    StringBuilder data = new StringBuilder();
    StringBuilder progress = new StringBuilder();
    SideBand.Bands collector =
        new SideBand.Bands() {
          @Override
          public void data(byte[] buffer, int offset, int length) {
            data.append(new String(buffer, offset, length, ISO_8859_1));
          }

          @Override
          public void progress(byte[] buffer, int offset, int length) {
            progress.append(new String(buffer, offset, length, ISO_8859_1));
          }
        };
    String end = "flush";
    try {
      SideBand.demultiplex(
          new Server(in, OutputStream.nullOutputStream(), new Unwatched()), collector);
    } catch (ProtocolException e) {
      ErrorKind kind = e.report().kind();
      boolean isServers =
          kind == ErrorKind.CONNECTION
              || kind == ErrorKind.PROTOCOL
              || kind == ErrorKind.NOT_GIT
              || kind == ErrorKind.REFUSED;
      if (!isServers) {
        throw new AssertionError(e);
      }
      end = kind.toString();
    }
    return new Bands(data.toString(), progress.toString(), end);
  }

  private static Bands model(String stream) {
    StringBuilder data = new StringBuilder();
    StringBuilder progress = new StringBuilder();
    String end = stream.matches("(?s)[0-9a-f]{4}.*|[0-9a-f]{0,3}") ? "CONNECTION" : "NOT_GIT";
    for (int at = 0; at + 4 <= stream.length(); ) {
      String digits = stream.substring(at, at + 4);
      int length = digits.matches("[0-9a-fA-F]{4}") ? Integer.parseInt(digits, 16) : -1;
      if (length == 0) {
        end = "flush";
        break;
      }
      if (length < 4 || length > 65520) {
        end = length < 0 && at == 0 ? "NOT_GIT" : "PROTOCOL";
        break;
      }
      if (at + length > stream.length()) {
        break;
      }
      String payload = stream.substring(at + 4, at + length);
      at += length;
      end = "CONNECTION";
      if (payload.startsWith("ERR ") || payload.startsWith("\3")) {
        end = "REFUSED";
        break;
      }
      if (payload.startsWith("\1")) {
        data.append(payload, 1, payload.length());
      } else if (payload.startsWith("\2")) {
        progress.append(payload, 1, payload.length());
      } else {
        end = "PROTOCOL";
        break;
      }
    }
    return new Bands(data.toString(), progress.toString(), end);
  }
}
