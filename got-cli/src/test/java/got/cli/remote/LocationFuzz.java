package got.cli.remote;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.fuzz.Allocation;
import got.ipc.BadValueException;
import got.ipc.Limits;
import got.ipc.http.HttpTalk;
import got.ipc.http.Origin;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Follows a redirect, of which the input is the location: from https and from http.
 *
 * <p>Only a {@link Failure} may come out. What is followed names a repository without a user, can
 * be connected to and asked for, and is where {@link URI} finds it too. From https it is https.
 * Memory: {@link #MOST_MEMORY}, and {@link #MEMORY_PER_BYTE} for each byte.
 */
public final class LocationFuzz {
  private static final long MOST_MEMORY = 16 << 10;
  private static final long MEMORY_PER_BYTE = 256;
  private static final String TAIL = "/info/refs?service=git-upload-pack";
  private static final int REDIRECTS = 1;

  private LocationFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    accepts(input);
  }

  public static boolean accepts(byte[] input) throws Exception {
    String text = new String(input, ISO_8859_1);
    String location;
    try {
      location = HttpTalk.checkLocation(text);
    } catch (BadValueException e) {
      return false;
    }
    boolean followed = follows("https://[::1]:7/x", location);
    boolean fromHttp = follows("http://h/x", location);
    if (followed && !fromHttp) {
      throw new AssertionError("followed from https only: " + location);
    }
    return followed;
  }

  private static boolean follows(String from, String location) throws Exception {
    long most = MOST_MEMORY + MEMORY_PER_BYTE * location.length();
    Redirects redirects = Allocation.within(most, () -> follow(from, location));
    if (redirects == null) {
      return false;
    }
    RepositoryUrl url = redirects.url();
    Origin origin = url.origin();
    require(url.user().isEmpty(), "a user", location);
    require(location.endsWith(TAIL), "without the end", location);
    require(!from.startsWith("https:") || origin.secure(), "to http", location);
    require(url.equals(RepositoryUrl.parse(url.gitUrl())), "another when read again", location);
    HttpTalk.checkPath(url.encodedPath());
    compare(from, origin, location);
    return true;
  }

  private static @Nullable Redirects follow(String from, String location) throws Failure {
    Redirects redirects = new Redirects(RepositoryUrl.parse(from), REDIRECTS);
    try {
      redirects.follow(location);
      return redirects;
    } catch (Failure e) {
      require(e.exitCode() == ExitCode.SERVER, "somebody else's fault", location);
      require(e.text().length() <= Limits.LINE + 1, "long words", location);
      require(redirects.url().gitUrl().equals(from), "elsewhere all the same", location);
      return null;
    }
  }

  private static void compare(String from, Origin origin, String location) throws Failure {
    URI there;
    try {
      there = new URI(from).resolve(new URI(location));
    } catch (URISyntaxException e) {
      // It is stricter, of characters in paths.
      return;
    }
    if (there.getHost() == null) {
      // Its names are those of domains only.
      return;
    }
    String host = there.getHost().replaceAll("[\\[\\]]", "");
    boolean secure = there.getScheme().toLowerCase(Locale.ROOT).equals("https");
    int port = there.getPort() < 0 ? Origin.defaultPort(secure) : there.getPort();
    require(
        origin.equals(new Origin(secure, host, port)), origin + " instead of " + there, location);
  }

  private static void require(boolean holds, String what, String location) {
    if (!holds) {
      throw new AssertionError(what + ": " + location);
    }
  }
}
