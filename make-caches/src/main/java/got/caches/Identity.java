package got.caches;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Whom a server on this machine is, by the word of an authority that is made for it and thrown
 * away: keytool of the run-time image makes both.
 *
 * @param authority its certificate
 * @param server shows the server's certificate, and has the key
 */
public record Identity(Certificate authority, SSLContext server) {
  private static final String PASSWORD = "for-the-training";

  private static final String NAMES = "san=dns:localhost,ip:127.0.0.1";

  /** Since yesterday: clocks are set. */
  private static final List<String> DATES = List.of("-startdate", "-1d", "-validity", "30");

  /** What the programs here are run by. */
  public interface Runner {
    void run(List<String> command) throws IOException, InterruptedException;
  }

  /**
   * @param key algorithm and size of both keys, as options of keytool
   * @param store where keytool may write; removed
   */
  public static Identity make(Path keytool, String key, Path store, Runner runner)
      throws IOException, InterruptedException {
    List<String> authority = List.of("-alias", "ca", "-dname", "CN=training", "-ext", "bc:c");
    List<String> server =
        List.of("-alias", "server", "-dname", "CN=server", "-signer", "ca", "-ext", NAMES);
    for (List<String> who : List.of(authority, server)) {
      // Nothing of the virtual machine's in the directory for temporary files.
      List<String> command =
          new ArrayList<>(List.of(keytool.toString(), "-J-XX:-UsePerfData", "-genkeypair"));
      command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
      command.addAll(List.of(key.split(" ")));
      command.addAll(who);
      command.addAll(DATES);
      runner.run(command);
    }
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore both = KeyStore.getInstance("PKCS12");
      both.load(in, PASSWORD.toCharArray());
      return new Identity(both.getCertificate("ca"), context(both));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    } finally {
      Files.deleteIfExists(store);
    }
  }

  private static SSLContext context(KeyStore both) throws GeneralSecurityException, IOException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry(
        "server",
        both.getKey("server", PASSWORD.toCharArray()),
        PASSWORD.toCharArray(),
        both.getCertificateChain("server"));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** The authority in PEM, as a system has its own. */
  public String pem() throws IOException {
    try {
      byte[] line = "\n".getBytes(StandardCharsets.US_ASCII);
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, line).encodeToString(authority.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }
}
