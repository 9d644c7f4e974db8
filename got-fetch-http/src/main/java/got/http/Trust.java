package got.http;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whether a server's certificate is good: the JDK's judgement with the bundle's authorities and
 * nobody else, and our own of the name.
 */
final class Trust extends X509ExtendedTrustManager {
  private final CaBundle bundle;
  private final String host;

  /**
   * @param host the name, or the address, that the URL has
   */
  Trust(CaBundle bundle, String host) {
    this.bundle = bundle;
    this.host = host;
  }

  /** Nobody to be trusted yet: for what has to be loaded. */
  static void warm() throws GeneralSecurityException {
    TrustManagerFactory.getInstance("PKIX");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    try {
      if (!isTrustedByNamed(chain, authType, socket)) {
        judge(bundle.everyone(), chain, authType, socket);
      }
    } catch (CertificateException e) {
      throw new CertificateProblem(CertificateProblem.words(e, host, chain), e);
    }
    if (!HostNames.match(host, chain[0])) {
      throw new CertificateProblem(CertificateProblem.otherName(host, chain[0]));
    }
  }

  /** False if it is only the authorities that are missing. */
  private boolean isTrustedByNamed(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    Set<TrustAnchor> named = bundle.named(chain);
    if (named.isEmpty()) {
      return false;
    }
    try {
      judge(named, chain, authType, socket);
      return true;
    } catch (CertificateException e) {
      if (CertificateProblem.isUnknownIssuer(e)) {
        return false;
      }
      throw e;
    }
  }

  private static void judge(
      Set<TrustAnchor> anchors, X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    try {
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, null);
      parameters.setRevocationEnabled(false);
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(new CertPathTrustManagerParameters(parameters));
      X509ExtendedTrustManager judge = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
      judge.checkServerTrusted(chain, authType, socket);
    } catch (CertificateException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new CertificateException(e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("not used");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("not used");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("not used");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("not used");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("not used");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
