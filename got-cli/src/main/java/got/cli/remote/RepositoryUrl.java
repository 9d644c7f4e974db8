package got.cli.remote;

import got.ipc.Remote.Transport;

/**
 * The URL of a repository, taken apart and checked by {@link UrlParser}.
 *
 * @param protocol the scheme in lower case: {@code git}, {@code ssh} or {@code git+ssh}
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
    String slash = path.charAt(0) == '/' ? "" : "/";
    return protocol + "://" + (at + hostAndPort() + slash + path).replace("%", "%25");
  }
}
