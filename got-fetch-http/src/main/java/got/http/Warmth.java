package got.http;

import got.ipc.confine.Confinement;
import got.ipc.confine.ConfinementException;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.security.cert.CertificateFactory;
import java.util.Date;
import javax.crypto.Cipher;
import javax.net.ssl.SNIHostName;

/**
 * What TLS reads from the run-time image, or makes with calls that the filter refuses, done before
 * the filter. Each line is there because something does not work, or is weak, without it, and the
 * order matters: what draws random numbers comes after the provider of random numbers.
 */
final class Warmth {
  private static final String DISABLED = "jdk.certpath.disabledAlgorithms";

  private Warmth() {}

  /**
   * @throws ConfinementException if this virtual machine does not have what is needed
   */
  @SuppressWarnings("JavaUtilDate") // what certificates have
  static void prepare() throws ConfinementException {
    try {
      if (Confinement.platform() == Confinement.Platform.LINUX) {
        Security.insertProviderAt(new RandomProvider(), 1);
      }
      // "jdkCA" is who is in the JDK's own list of authorities, which we do not have.
      Security.setProperty(DISABLED, withoutOwnList(Security.getProperty(DISABLED)));
      // Their configuration is a file.
      int _ = Security.getProviders().length;
      // The directory of policies is listed.
      Cipher.getInstance("AES/GCM/NoPadding");
      // The superclass of a TLS socket makes a pair of sockets once.
      new Socket().close();
      // Time zones, for what is said of an expired certificate.
      String _ = new Date(0).toString();
      // A list of certificates that nobody must trust, and one that only has to be missing.
      Class.forName("sun.security.util.UntrustedCertificates");
      Class.forName("sun.security.util.AnchorCertificates");
      // Tables for names of hosts.
      Object _ = new SNIHostName("host.example");
      CertificateFactory.getInstance("X.509");
      Tls.warm();
    } catch (GeneralSecurityException | ClassNotFoundException | IOException e) {
      throw new ConfinementException("TLS: " + e.getMessage());
    }
  }

  static String withoutOwnList(String algorithms) {
    return algorithms.replaceAll("SHA1 jdkCA & usage TLSServer", "SHA1 usage TLSServer");
  }
}
