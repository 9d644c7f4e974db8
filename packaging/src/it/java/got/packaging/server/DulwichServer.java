package got.packaging.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The server of dulwich, as Debian has it, on loopback. It speaks version 0 of the protocol and
 * hangs up on whoever does not ask for side-band-64k, thin-pack and ofs-delta.
 */
final class DulwichServer implements AutoCloseable {
  private static final String PROGRAM =
      """
      import sys
      from dulwich.repo import Repo
      from dulwich.server import DictBackend, TCPGitServer
      server = TCPGitServer(DictBackend({b"/it.git": Repo(sys.argv[1])}), "127.0.0.1", 0)
      print(server.server_address[1], flush=True)
      server.serve_forever()
      """;

  private final Process process;
  private final int port;

  /**
   * @param repository is served as it.git
   */
  DulwichServer(Path repository) throws IOException {
    process =
        new ProcessBuilder("/usr/bin/python3", "-c", PROGRAM, repository.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.US_ASCII);
    String line = out.readLine();
    if (line == null) {
      throw new IOException("dulwich does not serve; is python3-dulwich installed?");
    }
    port = Integer.parseInt(line);
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
