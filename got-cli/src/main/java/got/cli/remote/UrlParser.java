package got.cli.remote;

import got.ipc.Limits;
import got.ipc.Remote.Transport;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes repository URLs apart.
 *
 * <pre>
 *   git://host[:port]/path
 *   ssh://[user@]host[:port]/path      also git+ssh://
 *   https://host[:port]/path           also http:// and git+https://; no ? and no # in the path
 *   [user@]host:path                   scp's form: never decoded, path relative to the home
 * </pre>
 *
 * <p>Each part is decoded once and then matched with a pattern of what is allowed, so that no part
 * can become an option of ssh(1), a second line of git-daemon(1)'s request, or an escape sequence
 * on a terminal, however it is encoded.
 */
final class UrlParser {
  /** The schemes got speaks. Every other one is an unknown protocol. */
  private static final Map<String, Transport> SCHEMES =
      Map.of(
          "git", Transport.GIT,
          "ssh", Transport.SSH,
          "git+ssh", Transport.SSH,
          "http", Transport.HTTP,
          "https", Transport.HTTP,
          "git+http", Transport.HTTP,
          "git+https", Transport.HTTP);

  /** Other names for a scheme, which git does not know. */
  private static final String PREFIX_OF_HTTP = "git+http";

  private static final String DOT_GIT = ".git";
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");

  /** The name of a Windows domain may stand before a backslash. ssh(1) takes one, but not last. */
  static final Pattern USER =
      Pattern.compile("(?:[A-Za-z0-9._+~][A-Za-z0-9._+~-]*\\\\)?[A-Za-z0-9._+~][A-Za-z0-9._+~@-]*");

  static final Pattern NAME = Pattern.compile("[A-Za-z0-9._+~][A-Za-z0-9._+~-]*");
  static final Pattern IPV6 =
      Pattern.compile("[0-9A-Fa-f]*+:[0-9A-Fa-f.]*+:[0-9A-Fa-f:.]*+(?:%[A-Za-z0-9._-]++)?");
  static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final int PORT_MAX = 65535;

  /** What ends the authority of a URL. Source: RFC 3986, 3.2. */
  private static final Pattern AUTHORITY_END = Pattern.compile("[/?#]");

  /** In scp's form, git takes this for a port. */
  private static final Pattern BRACKETED_PORT =
      Pattern.compile("\\[([A-Za-z0-9._+~][A-Za-z0-9._+~-]*):([0-9]{1,5})\\]");

  /** However wrong the rest is. */
  private static final Pattern PASSWORD =
      Pattern.compile("^[^/]*https?://[^@]*:[^@]*@", Pattern.CASE_INSENSITIVE);

  private final String text;

  private UrlParser(String text) {
    this.text = text;
  }

  static RepositoryUrl parse(String text) throws BadUrlException {
    UrlParser parser = new UrlParser(text);
    if (text.codePoints().anyMatch(UrlParser::isLost)) {
      throw parser.bad("the locale cannot express it; write the bytes as %xx");
    }
    int mark = text.indexOf("://");
    return mark < 0 ? parser.scp() : parser.url(mark);
  }

  static boolean looksLikeUrl(String text) {
    int mark = text.indexOf("://");
    return mark < 0 ? text.indexOf(':') > 0 : SCHEMES.containsKey(text.substring(0, mark));
  }

  private RepositoryUrl url(int mark) throws BadUrlException {
    String scheme = text.substring(0, mark);
    if (!SCHEME.matcher(scheme).matches()) {
      throw bad("");
    }
    int start = mark + "://".length();
    Matcher end = AUTHORITY_END.matcher(text);
    int slash = end.find(start) ? end.start() : text.length();
    String authority = text.substring(start, slash);
    int at = authority.lastIndexOf('@');
    String protocol = scheme.toLowerCase(Locale.ROOT);
    Transport transport = SCHEMES.get(protocol);
    if (at >= 0 && transport == Transport.HTTP) {
      throw new BadUrlException(
          "failed to parse uri",
          "users and passwords do not belong in a URL: others can see them; --netrc-file names a"
              + " file for them");
    }
    if (at >= 0 && authority.lastIndexOf(':', at) >= 0) {
      throw new BadUrlException(
          "failed to parse uri",
          "a password does not belong in a URL: others can see it; use a key with ssh(1)");
    }
    if (transport == null) {
      throw new BadUrlException(scheme + ": unknown protocol", "");
    }
    if (!text.startsWith("/", slash)) {
      throw bad("");
    }
    if (at >= 0 && transport != Transport.SSH) {
      throw bad("only ssh has users");
    }
    if (transport == Transport.HTTP) {
      requireNoQuery(text.substring(slash));
    }
    String place = authority.substring(at + 1);
    int colon = place.indexOf(':', Math.max(0, place.indexOf(']')));
    return checked(
        protocol.startsWith(PREFIX_OF_HTTP) ? protocol.substring("git+".length()) : protocol,
        transport,
        new Authority(
            at < 0 ? "" : user(decode(authority.substring(0, at))),
            decode(colon < 0 ? place : place.substring(0, colon)),
            colon < 0 ? 0 : port(place.substring(colon + 1))),
        decode(text.substring(slash)));
  }

  /**
   * Source: RFC 3986, 3.2.
   *
   * @param user empty for none
   * @param place name or address of the host, as it is written
   * @param port 0 for the protocol's own
   */
  private record Authority(String user, String place, int port) {}

  private void requireNoQuery(String rawPath) throws BadUrlException {
    if (rawPath.indexOf('?') >= 0 || rawPath.indexOf('#') >= 0) {
      throw bad("in a path, ? is written %3F and # is written %23");
    }
  }

  private RepositoryUrl scp() throws BadUrlException {
    int colon = text.indexOf(':');
    int open = text.indexOf('[');
    if (open == 0 || (open > 0 && open < colon && text.charAt(open - 1) == '@')) {
      colon = text.indexOf(':', Math.max(0, text.indexOf(']')));
    }
    int slash = text.indexOf('/');
    if (colon < 0 || (slash >= 0 && slash < colon)) {
      throw bad("");
    }
    int at = text.lastIndexOf('@', colon);
    String place = text.substring(at + 1, colon);
    String path = text.substring(colon + 1);
    refuseOtherReadings(at, place, path);
    Authority authority = new Authority(at < 0 ? "" : user(text.substring(0, at)), place, 0);
    return checked("ssh", Transport.SSH, authority, path);
  }

  /**
   * Refuses what git reads otherwise, or what its user meant otherwise. {@code name::path} is git's
   * name of a program to run: {@code git-remote-name}.
   */
  private void refuseOtherReadings(int at, String place, String path) throws BadUrlException {
    Matcher port = BRACKETED_PORT.matcher(place);
    if (port.matches()) {
      String user = text.substring(0, at + 1);
      String slash = path.startsWith("/") ? "" : "/";
      throw bad(
          "for a port write ssh://" + user + port.group(1) + ":" + port.group(2) + slash + path);
    }
    String rest = text.substring(at + 1);
    String address = rest.substring(0, rest.lastIndexOf(':'));
    if (!place.startsWith("[") && IPV6.matcher(address).matches()) {
      throw bad("an IPv6 address stands in brackets: [" + address + "]");
    }
    if (path.startsWith(":")) {
      throw bad("the path starts with a colon");
    }
  }

  /** The URL, if its decoded host and path are acceptable. */
  private RepositoryUrl checked(
      String protocol, Transport transport, Authority authority, String rawPath)
      throws BadUrlException {
    String host = host(authority.place());
    String path = path(rawPath);
    // A work tree's repository is named after the work tree.
    String named = path.length() > DOT_GIT.length() ? withoutEnd(path, "/" + DOT_GIT) : path;
    String name = withoutEnd(named.substring(named.lastIndexOf('/') + 1), DOT_GIT);
    if (name.isEmpty()) {
      throw bad("");
    }
    return new RepositoryUrl(
        protocol, transport, authority.user(), host, authority.port(), path, name);
  }

  private static String withoutEnd(String text, String end) {
    return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
  }

  private String user(String user) throws BadUrlException {
    if (!USER.matcher(user).matches()) {
      throw bad(
          "a user name holds letters, digits and ._+~@-, perhaps after a domain and a backslash,"
              + " and starts with no -");
    }
    return user;
  }

  private String host(String place) throws BadUrlException {
    if (place.startsWith("[") && place.endsWith("]")) {
      String address = place.substring(1, place.length() - 1);
      if (IPV6.matcher(address).matches()) {
        return address;
      }
    } else if (NAME.matcher(place).matches()) {
      return place;
    }
    throw bad(place.isEmpty() ? "" : "a host holds letters, digits and ._+~- and starts with no -");
  }

  private int port(String digits) throws BadUrlException {
    if (!isPort(digits)) {
      throw bad("a port is a number from 1 to " + PORT_MAX);
    }
    return Integer.parseInt(digits);
  }

  static boolean isPort(String digits) {
    int port = PORT.matcher(digits).matches() ? Integer.parseInt(digits) : 0;
    return port >= 1 && port <= PORT_MAX;
  }

  private String path(String decoded) throws BadUrlException {
    if (decoded.codePoints().anyMatch(Character::isISOControl)) {
      throw bad("the path holds a control character");
    }
    if (decoded.getBytes(StandardCharsets.UTF_8).length > Limits.PATH) {
      throw bad("the path is longer than " + Limits.PATH + " bytes");
    }
    String path = decoded.replaceAll("/+", "/");
    if (path.startsWith("/~")) {
      path = path.substring(1);
    }
    if (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    if (path.isEmpty()) {
      throw bad("");
    }
    if (path.contains("@[")) {
      // Wherever git finds it, an address in brackets starts for it.
      throw bad("the path holds @[");
    }
    if (path.startsWith("-")) {
      throw bad("a path starts with no -");
    }
    return path;
  }

  /**
   * What Java makes of an argument whose bytes do not fit the locale. Taken as it is, it would name
   * another repository.
   */
  private static boolean isLost(int c) {
    return c == '\ufffd' || Character.getType(c) == Character.SURROGATE;
  }

  /** Replaces each %xx by the byte it means, once; the bytes together must be UTF-8. */
  private String decode(String encoded) throws BadUrlException {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        out.put(bytes[i]);
        continue;
      }
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw bad("a percent sign is written %25");
      }
      out.put((byte) (high << 4 | low));
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
    } catch (CharacterCodingException e) {
      throw bad("the decoded URL is not UTF-8");
    }
  }

  /** A URL that may hold a password is not shown. */
  private BadUrlException bad(String hint) {
    boolean hidden = text.isEmpty() || PASSWORD.matcher(text).find();
    return new BadUrlException(
        hidden ? "failed to parse uri" : "failed to parse uri: " + text, hint);
  }
}
