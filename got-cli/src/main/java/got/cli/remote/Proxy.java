package got.cli.remote;

import got.cli.say.Failure;
import got.cli.say.Phrase;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A proxy of HTTP that leads to servers.
 *
 * @param host name or address; an IPv6 address without its brackets
 * @param port 1 to 65535
 * @param source who named it: an option, or a variable of the environment
 */
public record Proxy(String host, int port, String source) {
  /** Of a proxy that names none. Source: curl(1), "--proxy". */
  private static final int USUAL_PORT = 1080;

  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*");

  private static final Pattern PLACE =
      Pattern.compile(
          "(?:(?i:http)://)?(?:\\[([^\\[\\]@/]+)\\]|([^:@/\\[\\]]+))(?::([0-9]{0,5}))?/?");

  private static final String FORM = "a proxy is written http://host:port";

  /**
   * No message shows the text: it may hold a password.
   *
   * @throws Failure if it names no proxy that we can speak with
   */
  static Proxy parse(String text, String source) throws Failure {
    Matcher scheme = SCHEME.matcher(text);
    if (scheme.matches() && !scheme.group(1).equalsIgnoreCase("http")) {
      String name = scheme.group(1).toLowerCase(Locale.ROOT);
      throw Phrase.BAD_PROXY.withHint(FORM, source, "no proxy is spoken to by " + name);
    }
    if (text.indexOf('@') >= 0) {
      throw Phrase.BAD_PROXY.withHint(
          "others can see it there; --netrc-file names a file for it",
          source,
          "a user or a password does not belong in the URL of a proxy");
    }
    Matcher place = PLACE.matcher(text);
    if (!place.matches() || !isHost(place)) {
      throw Phrase.BAD_PROXY.withHint(FORM, source, "no URL of a proxy");
    }
    String host = place.group(1) == null ? place.group(2) : place.group(1);
    return new Proxy(host, port(place.group(3), source), source);
  }

  private static boolean isHost(Matcher place) {
    return place.group(1) == null
        ? UrlParser.NAME.matcher(place.group(2)).matches()
        : UrlParser.IPV6.matcher(place.group(1)).matches();
  }

  private static int port(@Nullable String digits, String source) throws Failure {
    if (digits == null || digits.isEmpty()) {
      return USUAL_PORT;
    }
    if (!UrlParser.isPort(digits)) {
      throw Phrase.BAD_PROXY.withHint("", source, "a port is a number from 1 to 65535");
    }
    return Integer.parseInt(digits);
  }

  /** {@code host:port}, an IPv6 address in brackets: as a netrc file has it. */
  public String hostAndPort() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  /** As {@code -v} shows it. */
  @Override
  public String toString() {
    return "http://" + hostAndPort();
  }
}
