package got.cli.remote;

/**
 * What the command line says for ssh(1); each is empty if it says nothing.
 *
 * @param identity -i: a file
 * @param jumpHost -J: a host
 * @param connectTimeout --connect-timeout: seconds, in digits. Its default is not for ssh, which
 *     has the user's own setting.
 * @param retries --retries: ssh(1) itself tries to connect again; 0 if it says nothing
 */
public record SshOptions(String identity, String jumpHost, String connectTimeout, int retries) {
  /** Nothing. */
  static final SshOptions NONE = new SshOptions("", "", "", 0);
}
