package got.packaging.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An authority of its own, and certificates that it gives to servers; made by openssl(1). */
record Certificates(Path directory) {
  /** A certificate and its key, both in PEM. */
  record Pair(Path certificate, Path key) {}

  static Certificates in(Path directory) throws IOException, InterruptedException {
    Certificates made = new Certificates(directory);
    made.openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem"
            + " -subj /CN=authority -days 30");
    return made;
  }

  Path authority() {
    return directory.resolve("ca.pem");
  }

  /**
   * @param names as in a configuration of openssl, with commas between: {@code DNS:localhost}
   */
  Pair server(String file, String names) throws IOException, InterruptedException {
    return server(file, names, "-days", "30");
  }

  /**
   * @param validity options of openssl-x509(1)
   */
  Pair server(String file, String names, String... validity)
      throws IOException, InterruptedException {
    openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=server -keyout "
            + (file + ".key -out " + file + ".csr"));
    Files.writeString(directory.resolve(file + ".ext"), "subjectAltName=" + names + "\n");
    List<String> words = new ArrayList<>(List.of("x509", "-req", "-in", file + ".csr"));
    words.addAll(List.of("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"));
    words.addAll(List.of("-out", file + ".pem", "-extfile", file + ".ext"));
    words.addAll(List.of(validity));
    openssl(words);
    return new Pair(directory.resolve(file + ".pem"), directory.resolve(file + ".key"));
  }

  private void openssl(String words) throws IOException, InterruptedException {
    openssl(Arrays.asList(words.split(" ", -1)));
  }

  private void openssl(List<String> words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(words);
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new AssertionError(command + ": " + Files.readString(directory.resolve("output")));
    }
  }
}
