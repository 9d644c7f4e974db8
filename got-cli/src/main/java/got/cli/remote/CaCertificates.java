package got.cli.remote;

import got.cli.say.Failure;
import got.cli.say.Phrase;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The file of those who may vouch for a server. got opens it, and got-fetch-http reads it. */
public final class CaCertificates {
  /** Names a file, as for other programs that speak TLS. */
  static final String VARIABLE = "SSL_CERT_FILE";

  /** Debian's and its kin's, OpenBSD's and Alpine's, Fedora's and its kin's. */
  private static final List<String> USUAL =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt",
          "/etc/ssl/cert.pem",
          "/etc/pki/tls/certs/ca-bundle.crt");

  /** For http, where nobody is verified. */
  private static final String NOBODY = "/dev/null";

  private CaCertificates() {}

  /**
   * Opens the file.
   *
   * @param named on the command line, or empty
   * @param needed if a server is to be verified; if not, a file that is missing is none
   * @throws Failure if it cannot be read
   */
  public static FileInputStream open(String named, boolean needed, Map<String, String> environment)
      throws Failure {
    String file = file(named, environment);
    try {
      return new FileInputStream(!needed && !Files.exists(Path.of(file)) ? NOBODY : file);
    } catch (IOException e) {
      throw Phrase.NO_CA_CERTIFICATES.failure(e.getMessage());
    }
  }

  static String file(String named, Map<String, String> environment) {
    if (!named.isEmpty()) {
      return named;
    }
    String variable = environment.getOrDefault(VARIABLE, "");
    if (!variable.isEmpty()) {
      return variable;
    }
    return USUAL.stream()
        .filter(file -> Files.exists(Path.of(file)))
        .findFirst()
        .orElse(USUAL.getFirst());
  }
}
