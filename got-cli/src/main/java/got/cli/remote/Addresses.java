package got.cli.remote;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which addresses anybody can reach, and which only those can who are where we are: this machine,
 * its network, its provider. A server out there must not send us to them.
 */
final class Addresses {
  private static final int V4_BYTES = 4;

  /** This machine, for whoever looks it up. Source: RFC 6761, 6.3. */
  private static final String LOCAL = "localhost";

  /** Some read such a number of an IPv4 address as octal, Java does not. */
  private static final Pattern OCTAL = Pattern.compile("^(?:[0-9]+\\.)*0[0-9]");

  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9A-Fa-f]*");

  private Addresses() {}

  /** A network: the first {@code bits} bits of an address. */
  private record Network(int bits, int... bytes) {
    boolean contains(byte[] address) {
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> (i % 8);
        int at = i / 8;
        int ours = at < bytes.length ? bytes[at] : 0;
        if ((address[at] & mask) != (ours & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Source: RFC 6890, and the registry that it made. */
  private static final Network[] V4 = {
    new Network(8, 0),
    new Network(8, 10),
    new Network(10, 100, 64),
    new Network(8, 127),
    new Network(16, 169, 254),
    new Network(12, 172, 16),
    new Network(24, 192, 0, 0),
    new Network(24, 192, 0, 2),
    new Network(16, 192, 168),
    new Network(15, 198, 18),
    new Network(24, 198, 51, 100),
    new Network(24, 203, 0, 113),
    new Network(4, 224),
    new Network(4, 240)
  };

  private static final Network[] V6 = {
    new Network(127),
    new Network(96),
    new Network(48, 0, 0x64, 0xff, 0x9b, 0, 1),
    new Network(64, 1, 0),
    new Network(32, 0x20, 1, 0x0d, 0xb8),
    new Network(7, 0xfc),
    new Network(10, 0xfe, 0x80),
    new Network(10, 0xfe, 0xc0),
    new Network(8, 0xff)
  };

  /** Within these, bytes of an IPv4 address follow: NAT64, 6to4. */
  private static final Network NAT64 = new Network(96, 0, 0x64, 0xff, 0x9b);

  private static final int NAT64_AT = 12;
  private static final Network SIX_TO_FOUR = new Network(16, 0x20, 2);
  private static final int SIX_TO_FOUR_AT = 2;

  /** True if anybody can reach it. */
  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return Arrays.stream(V4).noneMatch(network -> network.contains(bytes));
    }
    if (NAT64.contains(bytes)) {
      return isPublic(inner(bytes, NAT64_AT));
    }
    if (SIX_TO_FOUR.contains(bytes)) {
      return isPublic(inner(bytes, SIX_TO_FOUR_AT));
    }
    return Arrays.stream(V6).noneMatch(network -> network.contains(bytes));
  }

  /**
   * True if a host is an address, in whatever form: as in URLs of the web, its last label is a
   * number then. Source: the URL standard, "ends in a number".
   */
  static boolean isLiteral(String host) {
    String name = withoutDot(host);
    String last = name.substring(name.lastIndexOf('.') + 1);
    return name.indexOf(':') >= 0 || NUMBER.matcher(last).matches();
  }

  /** True if anybody can reach a host, as far as it can be said without looking it up. */
  static boolean isPublicHost(String host) {
    String name = withoutDot(host).toLowerCase(Locale.ROOT);
    if (!isLiteral(name)) {
      return !name.equals(LOCAL) && !name.endsWith("." + LOCAL);
    }
    if (OCTAL.matcher(name).find()) {
      return false;
    }
    try {
      return isPublic(InetAddress.ofLiteral(name));
    } catch (IllegalArgumentException e) {
      // Others may read it as an address.
      return false;
    }
  }

  private static String withoutDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static InetAddress inner(byte[] bytes, int at) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, at, at + V4_BYTES));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
