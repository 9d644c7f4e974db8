package got.cli.remote;

import got.ipc.BadValueException;
import got.ipc.Remote.Transport;
import got.ipc.http.HttpTalk;
import got.ipc.http.Origin;
import java.nio.charset.StandardCharsets;

/**
 * The URL of a repository, taken apart and checked by {@link UrlParser}.
 *
 * @param protocol the scheme in lower case: {@code git}, {@code ssh}, {@code git+ssh}, {@code http}
 *     or {@code https}
 * @param user for ssh; empty if the URL has none
 * @param host name or address; an IPv6 address without its brackets
 * @param port 1 to 65535, or 0 if the URL has none
 * @param path decoded; starts with a slash or {@code ~}, or is relative to the user's home
 * @param name the last component of the path without {@code .git}
 */
public record RepositoryUrl(
    String protocol,
    Transport transport,
    String user,
    String host,
    int port,
    String path,
    String name) {
  /** Beside letters and digits. */
  private static final String UNENCODED = "/-._~!$&'()*+,;=:@";

  /**
   * @param text as typed
   * @throws BadUrlException if it is no URL, or none of a protocol we speak
   */
  public static RepositoryUrl parse(String text) throws BadUrlException {
    return UrlParser.parse(text);
  }

  /** True if the text may well be one, by its scheme alone: nothing is taken apart. */
  public static boolean looksLikeOne(String text) {
    return UrlParser.looksLikeUrl(text);
  }

  /**
   * Whom to speak HTTP with.
   *
   * @throws BadUrlException if a request cannot hold it
   */
  public Origin origin() throws BadUrlException {
    boolean secure = protocol.equals("https");
    try {
      HttpTalk.checkPath(encodedPath());
      return Origin.check(secure, host, port == 0 ? Origin.defaultPort(secure) : port);
    } catch (BadValueException e) {
      throw new BadUrlException("failed to parse uri: " + gitUrl(), e.reason());
    }
  }

  /** The path as a request of HTTP has it. Source: RFC 3986, 3.3. */
  public String encodedPath() {
    StringBuilder out = new StringBuilder(path.charAt(0) == '/' ? "" : "/");
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (UNENCODED.indexOf(c) >= 0 || (c < 0x80 && Character.isLetterOrDigit(c))) {
        out.append(c);
      } else {
        out.append('%').append("%02X".formatted((int) c));
      }
    }
    return out.toString();
  }

  /** The directory to clone into if none is named. */
  public String directory() {
    return name + ".git";
  }

  /** {@code host} or {@code host:port}, an IPv6 address in brackets: for git-daemon(1). */
  public String hostAndPort() {
    String bracketed = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port == 0 ? bracketed : bracketed + ":" + port;
  }

  /** {@code host} or {@code user@host}: for ssh(1) and for {@code server} in got.conf(5). */
  public String userAndHost() {
    return user.isEmpty() ? host : user + "@" + host;
  }

  /**
   * The URL as git writes it and reads it back, for config and for messages.
   *
   * <p>A path relative to the home directory has no URL; it stays in scp's form. git decodes URLs
   * but not scp's form, so only in the former is a percent sign encoded.
   */
  public String gitUrl() {
    String at = user.isEmpty() ? "" : user + "@";
    if (path.charAt(0) != '/' && path.charAt(0) != '~') {
      return at + hostAndPort() + ":" + path;
    }
    if (transport == Transport.HTTP) {
      return protocol + "://" + hostAndPort() + encodedPath();
    }
    String slash = path.charAt(0) == '/' ? "" : "/";
    return protocol + "://" + (at + hostAndPort() + slash + path).replace("%", "%25");
  }
}
