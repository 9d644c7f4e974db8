package got.ipc.http;

import got.ipc.BadValueException;
import java.util.regex.Pattern;

/**
 * Whom a helper speaks HTTP with: scheme, host and port. Two URLs that differ in one of them have
 * different origins. Source: RFC 6454.
 *
 * @param secure https
 * @param host a name or an address in ASCII; an IPv6 address without its brackets
 * @param port 1 to 65535
 */
public record Origin(boolean secure, String host, int port) {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int PORT_MAX = 65535;

  /** What cannot end a line of a request, nor begin another part of a URL. */
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._+~:-]{1,255}");

  /**
   * @throws BadValueException if the host holds what has a meaning in a request, or the port is
   *     none
   */
  public static Origin check(boolean secure, String host, int port) throws BadValueException {
    if (!HOST.matcher(host).matches()) {
      throw new BadValueException("no host for a request");
    }
    if (port < 1 || port > PORT_MAX) {
      throw new BadValueException("port " + port);
    }
    return new Origin(secure, host, port);
  }

  /** The port of a scheme, if a URL names none. */
  public static int defaultPort(boolean secure) {
    return secure ? HTTPS_PORT : HTTP_PORT;
  }

  /** True for the same server: case means nothing in a name. Source: RFC 9110, 4.2.3. */
  public boolean isSame(Origin other) {
    return secure == other.secure && port == other.port && host.equalsIgnoreCase(other.host);
  }

  /** {@code host[:port]}, as the header Host has it. */
  public String authority() {
    return port == defaultPort(secure) ? bracketed() : hostAndPort();
  }

  /** {@code host:port}, as a proxy is asked for a connection. Source: RFC 9110, 9.3.6. */
  public String hostAndPort() {
    return bracketed() + ":" + port;
  }

  private String bracketed() {
    return host.indexOf(':') < 0 ? host : "[" + host + "]";
  }

  @Override
  public String toString() {
    return (secure ? "https://" : "http://") + authority();
  }
}
