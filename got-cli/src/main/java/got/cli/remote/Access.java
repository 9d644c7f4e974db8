package got.cli.remote;

import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.http.Authorization;
import got.ipc.http.Origin;

/** How a server is reached. */
public sealed interface Access {
  /**
   * Over TCP, as git-daemon(1) is.
   *
   * @param port 1 to 65535
   */
  record Tcp(String host, int port) implements Access {}

  /**
   * By HTTP, over TCP.
   *
   * @param path of the repository, encoded
   * @param netrc who we are
   */
  record Http(Origin origin, String path, HttpOptions options, Netrc netrc) implements Access {
    /**
     * For the origin of the URL.
     *
     * @throws Failure if there is a password, but no TLS to hide it
     */
    public Authorization authorization() throws Failure {
      int usual = Origin.defaultPort(origin.secure());
      Authorization found = netrc.find(origin.host(), origin.port(), usual);
      if (found.isPresent() && !origin.secure()) {
        throw Phrase.PASSWORD_WITHOUT_TLS.failure(origin);
      }
      return found;
    }
  }

  /** Through ssh(1), which starts git-upload-pack over there. */
  record Ssh(SshCommand command) implements Access {}
}
