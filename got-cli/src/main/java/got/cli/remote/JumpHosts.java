package got.cli.remote;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The argument of -J: {@code [user@]host[:port]}, several of them with commas between, each perhaps
 * with {@code ssh://} before it. ssh(1) puts it into a command for a shell, so it holds nothing
 * that means something to one.
 */
public final class JumpHosts {
  private static final Pattern HOP =
      Pattern.compile(
          "(?:ssh://)?(?:%s@)?(?:%s|\\[%s\\])(?::(?<port>%s))?"
              .formatted(UrlParser.USER, UrlParser.NAME, UrlParser.IPV6, UrlParser.PORT));

  private JumpHosts() {}

  /** True if ssh(1) may have it. */
  public static boolean acceptable(String typed) {
    for (String hop : typed.split(",", -1)) {
      Matcher parts = HOP.matcher(hop);
      if (!parts.matches()) {
        return false;
      }
      String port = parts.group("port");
      if (port != null && !UrlParser.isPort(port)) {
        return false;
      }
    }
    return true;
  }
}
