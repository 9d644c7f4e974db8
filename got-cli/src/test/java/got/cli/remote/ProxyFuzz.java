package got.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.fuzz.Allocation;
import got.ipc.BadValueException;
import got.ipc.http.Origin;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the proxy of a server: the input is the server's host, the proxy's URL and the list of
 * hosts that need none, a line each.
 *
 * <p>Only a {@link Failure} about the command line may come out, in words that show neither the URL
 * nor the list. A proxy that is accepted is the same one when it is read again. A server that is
 * reached directly is so too if the list is longer. Memory: {@link #MOST_MEMORY}, and {@link
 * #MEMORY_PER_BYTE} for each byte.
 */
public final class ProxyFuzz {
  private static final long MOST_MEMORY = 32 << 10;
  private static final long MEMORY_PER_BYTE = 512;
  private static final int HTTPS = 443;

  /** All that may be said, but for the name of a scheme. */
  private static final Pattern WORDS =
      Pattern.compile(
          "https_proxy: (?:no proxy is spoken to by [a-z0-9+.?…-]+|no URL of a proxy"
              + "|a user or a password does not belong in the URL of a proxy"
              + "|a port is a number from 1 to 65535)");

  private static final Pattern PLACE = Pattern.compile("[A-Za-z0-9._+~:%\\[\\]-]+:[0-9]{1,5}");

  private ProxyFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    accepts(input);
  }

  public static boolean accepts(byte[] input) throws Exception {
    String[] lines = new String(input, UTF_8).split("\n", 3);
    if (lines.length < 3) {
      return false;
    }
    Origin origin;
    try {
      origin = Origin.check(true, lines[0], HTTPS);
    } catch (BadValueException e) {
      return false;
    }
    long most = MOST_MEMORY + MEMORY_PER_BYTE * input.length;
    List<Proxy> found = Allocation.within(most, () -> find(lines[1], lines[2], origin));
    if (found == null) {
      return false;
    }
    require(direct("*", origin), "a star does not match", lines);
    if (!found.isEmpty()) {
      Proxy proxy = found.getFirst();
      require(PLACE.matcher(proxy.hostAndPort()).matches(), "the place", lines);
      require(proxy.equals(Proxy.parse(proxy.toString(), proxy.source())), "read again", lines);
      require(!NoProxy.matches(lines[2], lines[0]), "a proxy in spite of the list", lines);
    } else if (!lines[2].equals("*") && !lines[1].isEmpty()) {
      require(direct("x," + lines[2] + ",y", origin), "a longer list", lines);
    }
    return true;
  }

  private static boolean direct(String list, Origin origin) {
    return NoProxy.matches(list, origin.host());
  }

  private static @Nullable List<Proxy> find(String url, String list, Origin origin) {
    try {
      return Proxies.of(Map.of(), Map.of("https_proxy", url, "no_proxy", list))
          .find(origin)
          .stream()
          .toList();
    } catch (Failure e) {
      if (e.exitCode() != ExitCode.USAGE || !WORDS.matcher(e.text()).matches()) {
        throw new AssertionError(e.text(), e);
      }
      return null;
    }
  }

  private static void require(boolean holds, String what, String... lines) {
    if (!holds) {
      throw new AssertionError(what + ": " + String.join(" | ", lines));
    }
  }
}
