package got.cli.remote;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hosts that are reached without a proxy: a list with commas or blanks between its words.
 *
 * <pre>
 *   *                  nothing else in the list: every host
 *   example.org        this host and all below it; .example.org means the same
 *   192.0.2.7          this address; also 2001:db8::1
 *   192.0.2.0/24       all addresses that begin with the same 24 bits; also 2001:db8::/32
 * </pre>
 *
 * <p>A host in a URL is compared as it is written there: no name is looked up. A port in the list
 * matches nothing. Source: curl(1), "--noproxy", of version 7.86 and later; lib/noproxy.c.
 */
final class NoProxy {
  private static final Pattern BETWEEN = Pattern.compile("[, \\t]+");

  /** {@code address}, {@code address/bits}. */
  private static final Pattern NETWORK =
      Pattern.compile("\\[?([0-9A-Fa-f:.]+)\\]?(?:/([0-9]{1,3}))?");

  /** As curl reads an address in the list: four numbers, or with colons. */
  private static final Pattern ADDRESS = Pattern.compile("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}|.*:.*");

  private NoProxy() {}

  /**
   * @param host as an origin has it
   */
  static boolean matches(String list, String host) {
    if (list.equals("*")) {
      return true;
    }
    boolean isAddress = Addresses.isLiteral(host);
    for (String word : BETWEEN.split(list, -1)) {
      if (isAddress ? isInside(host, word) : isBelow(host, word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBelow(String host, String word) {
    String name = withoutDot(host);
    String end = withoutDot(word);
    String domain = end.startsWith(".") ? end.substring(1) : end;
    int before = name.length() - domain.length();
    return !domain.isEmpty()
        && before >= 0
        && (before == 0 || name.charAt(before - 1) == '.')
        && name.regionMatches(true, before, domain, 0, domain.length());
  }

  private static String withoutDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static boolean isInside(String host, String word) {
    Matcher network = NETWORK.matcher(word);
    if (!network.matches() || !ADDRESS.matcher(network.group(1)).matches()) {
      return false;
    }
    byte[] address;
    byte[] base;
    try {
      address = InetAddress.ofLiteral(host).getAddress();
      base = InetAddress.ofLiteral(network.group(1)).getAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
    int all = Byte.SIZE * address.length;
    int said = network.group(2) == null ? 0 : Integer.parseInt(network.group(2));
    // No bits at all means each of them.
    int bits = said == 0 ? all : said;
    return base.length == address.length && bits <= all && begin(address, base, bits);
  }

  private static boolean begin(byte[] one, byte[] other, int bits) {
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % Byte.SIZE);
      if (((one[i / Byte.SIZE] ^ other[i / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
