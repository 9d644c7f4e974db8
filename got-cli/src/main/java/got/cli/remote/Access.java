package got.cli.remote;

/** How a server is reached. */
public sealed interface Access {
  /**
   * Over TCP, as git-daemon(1) is.
   *
   * @param port 1 to 65535
   */
  record Tcp(String host, int port) implements Access {}

  /** Through ssh(1), which starts git-upload-pack over there. */
  record Ssh(SshCommand command) implements Access {}
}
