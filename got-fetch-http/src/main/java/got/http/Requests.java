package got.http;

import got.ipc.http.Authorization;
import got.ipc.http.Origin;
import got.ipc.http.Via;

/**
 * The heads of the requests for one repository. Source: gitprotocol-http(5), RFC 9112.
 *
 * @param path of the repository, encoded
 * @param authorization goes with every request, so that no server has to ask for it
 * @param via a proxy learns by the whole URL where an http request goes, and needs to know no more
 *     than host and port of a server of https
 */
record Requests(Origin origin, String path, Authorization authorization, Via via) {
  /** What a URL of the list of references ends in. */
  static final String TAIL = "/info/refs?service=git-upload-pack";

  /** Some servers answer Git only, and know it by the beginning of this. */
  private static final String AGENT = "git/2 (got)";

  /** Asks what the server speaks, and in versions 0 and 1 what it has. */
  String discovery() {
    return head("GET " + base() + TAIL) + "Accept: */*\r\n\r\n";
  }

  /**
   * Hands over a request of Git's protocol.
   *
   * @param length bytes of the body
   */
  String upload(long length, boolean gzip) {
    return head("POST " + base() + "/git-upload-pack")
        + "Content-Type: application/x-git-upload-pack-request\r\n"
        + "Accept: application/x-git-upload-pack-result\r\n"
        + (gzip ? "Content-Encoding: gzip\r\n" : "")
        + ("Content-Length: " + length + "\r\n\r\n");
  }

  /** Asks a proxy for a connection to the server. Source: RFC 9110, 9.3.6. */
  String tunnel() {
    String target = origin.hostAndPort();
    return ("CONNECT " + target + " HTTP/1.1\r\n")
        + ("Host: " + target + "\r\n")
        + ("User-Agent: " + AGENT + "\r\n")
        + forProxy()
        + "\r\n";
  }

  private String base() {
    String site = asksProxy() ? origin.toString() : "";
    return site + (path.equals("/") ? "" : path);
  }

  /** True if the proxy reads the requests: behind TLS it does not. */
  private boolean asksProxy() {
    return via.proxy() && !origin.secure();
  }

  private String forProxy() {
    return via.authorization().isPresent()
        ? "Proxy-Authorization: Basic " + via.authorization().words() + "\r\n"
        : "";
  }

  private String head(String line) {
    return line
        + " HTTP/1.1\r\nHost: "
        + origin.authority()
        + "\r\nUser-Agent: "
        + AGENT
        + "\r\nAccept-Encoding: identity\r\nGit-Protocol: version=2\r\n"
        + (authorization.isPresent()
            ? "Authorization: Basic " + authorization.words() + "\r\n"
            : "")
        + (asksProxy() ? forProxy() : "");
  }
}
