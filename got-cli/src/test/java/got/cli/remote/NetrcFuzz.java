package got.cli.remote;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.fuzz.Allocation;
import got.ipc.http.Authorization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a netrc file.
 *
 * <p>Only a {@link Failure} may come out, in words that are known before: none of the file's. Who
 * is found for a host is found for no other port, and a file that does not name a host lets us in
 * nowhere. Memory: {@link #MOST_MEMORY}, and {@link #MEMORY_PER_BYTE} for each byte.
 */
public final class NetrcFuzz {
  private static final long MOST_MEMORY = 32 << 10;
  private static final long MEMORY_PER_BYTE = 512;
  private static final int HTTPS = 443;
  private static final int OTHER = 444;

  /** The host that the first inputs name. */
  private static final String HOST = "h";

  private static final Pattern WORDS = Pattern.compile("n: (?:line [0-9]+: )?(.*)");

  private static final Set<String> KNOWN =
      Set.of(
          "not UTF-8",
          "no name of a host",
          "an entry needs a login and a password",
          "a port is a number from 1 to 65535",
          "a second entry for the same host",
          "a login holds no colon",
          "no user and password for a header",
          "default would give a password to any host",
          "macros are not run",
          "an unknown word",
          "the file ends inside an entry",
          "a word of more than 1000 characters",
          "a control character",
          "a quoted word does not end in its line");

  private NetrcFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    accepts(input);
  }

  public static boolean accepts(byte[] input) throws Exception {
    long most = MOST_MEMORY + MEMORY_PER_BYTE * input.length;
    Netrc netrc = Allocation.within(most, () -> parse(input));
    if (netrc == null) {
      return false;
    }
    Authorization usual = netrc.find(HOST, HTTPS, HTTPS);
    Authorization named = netrc.find(HOST, OTHER, HTTPS);
    String text = new String(input, StandardCharsets.UTF_8);
    require(!usual.isPresent() || text.toLowerCase(Locale.ROOT).contains(HOST), "host");
    require(!named.isPresent() || text.contains(Integer.toString(OTHER)), "port");
    require(!netrc.find("", HTTPS, HTTPS).isPresent(), "nobody's host");
    require(!usual.toString().contains(usual.words()) || !usual.isPresent(), "shown");
    return true;
  }

  private static @Nullable Netrc parse(byte[] input) {
    try {
      return Netrc.parse(Path.of("n"), input);
    } catch (Failure e) {
      Matcher words = WORDS.matcher(e.text());
      require(words.matches() && KNOWN.contains(words.group(1)), e.text());
      require(e.exitCode() == ExitCode.FAILED, "somebody else's fault");
      return null;
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
