package got.http;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.util.List;

/** A server's certificate is not good, in words. */
final class CertificateProblem extends CertificateException {
  private static final int NAMES = 5;

  private final String words;

  CertificateProblem(String words) {
    super(words);
    this.words = words;
  }

  CertificateProblem(String words, CertificateException cause) {
    super(words, cause);
    this.words = words;
  }

  String words() {
    return words;
  }

  /** What the JDK's judgement comes to. */
  static String words(CertificateException e, String host, X509Certificate... chain) {
    X509Certificate own = chain[0];
    try {
      own.checkValidity();
    } catch (CertificateExpiredException expired) {
      return host + ": certificate has expired on " + own.getNotAfter().toInstant();
    } catch (CertificateNotYetValidException early) {
      return host + ": certificate is not valid before " + own.getNotBefore().toInstant();
    }
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof CertificateExpiredException) {
        return host + ": certificate of an issuer has expired";
      }
      if (t instanceof CertificateNotYetValidException) {
        return host + ": certificate of an issuer is not valid yet";
      }
      if (t instanceof CertPathValidatorException e2 && e2.getReason() == PKIXReason.NOT_CA_CERT) {
        return host + ": certificate's issuer is no authority";
      }
    }
    if (isUnknownIssuer(e)) {
      return host
          + ": certificate's issuer is unknown: "
          + chain[chain.length - 1].getIssuerX500Principal().getName();
    }
    if (!HostNames.match(host, own) || isOtherName(e)) {
      return otherName(host, own);
    }
    return host + ": certificate is not accepted: " + e.getMessage();
  }

  private static boolean isOtherName(CertificateException e) {
    String text = String.valueOf(e.getMessage());
    return text.startsWith("No subject alternative") || text.startsWith("No name matching");
  }

  /** True if no path leads to an authority that we know. */
  static boolean isUnknownIssuer(CertificateException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      boolean isWithoutAnchor =
          t instanceof CertPathValidatorException e2
              && e2.getReason() == PKIXReason.NO_TRUST_ANCHOR;
      if (isWithoutAnchor
          || t instanceof CertPathBuilderException
          || String.valueOf(t.getMessage()).contains("trustAnchors parameter must be non-empty")) {
        return true;
      }
    }
    return false;
  }

  static String otherName(String host, X509Certificate certificate) {
    List<String> names = HostNames.of(certificate);
    String shown = String.join(", ", names.subList(0, Math.min(NAMES, names.size())));
    return host
        + ": certificate is for another name"
        + (shown.isEmpty() ? "" : ": " + shown + (names.size() > NAMES ? ", ..." : ""));
  }
}
