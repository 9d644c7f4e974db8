package got.cli.remote;

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
   */
  record Http(Origin origin, String path, HttpOptions options) implements Access {}

  /** Through ssh(1), which starts git-upload-pack over there. */
  record Ssh(SshCommand command) implements Access {}
}
