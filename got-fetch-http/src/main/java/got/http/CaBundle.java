package got.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The certificates of those who may vouch for a server, in PEM. A system has some 150, of which a
 * run needs one; so each is only parsed if a server's certificate names it.
 */
final class CaBundle {
  /** Bytes of a bundle: thirty times those of a system's. */
  static final int BYTES = 8 << 20;

  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  private final List<byte[]> all = new ArrayList<>();
  private final Map<ByteBuffer, List<byte[]>> bySubject = new HashMap<>();

  private CaBundle() {}

  /**
   * @throws IOException if it cannot be read, is too long, or is no PEM
   */
  static CaBundle read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(BYTES + 1);
    if (bytes.length > BYTES) {
      throw HttpFault.unreachable("CA certificates: more than " + BYTES + " bytes");
    }
    CaBundle bundle = new CaBundle();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at)) {
      int end = text.indexOf(END, at);
      if (end < 0) {
        throw HttpFault.unreachable("CA certificates: one has no end");
      }
      bundle.add(text.substring(at + BEGIN.length(), end));
      at = end;
    }
    return bundle;
  }

  private void add(String base64) throws HttpFault {
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      all.add(der);
      bySubject
          .computeIfAbsent(ByteBuffer.wrap(DerNames.subject(der)), _ -> new ArrayList<>())
          .add(der);
    } catch (IllegalArgumentException e) {
      throw HttpFault.unreachable("CA certificates: one is malformed");
    }
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Those that a chain names, as issuers or because they are in it themselves. */
  Set<TrustAnchor> named(X509Certificate... chain) throws CertificateException {
    Set<TrustAnchor> anchors = new HashSet<>();
    for (X509Certificate certificate : chain) {
      add(anchors, certificate.getIssuerX500Principal().getEncoded());
      add(anchors, certificate.getSubjectX500Principal().getEncoded());
    }
    return anchors;
  }

  private void add(Set<TrustAnchor> anchors, byte[] subject) throws CertificateException {
    for (byte[] der : bySubject.getOrDefault(ByteBuffer.wrap(subject), List.of())) {
      anchors.add(anchor(der));
    }
  }

  /** Every one that can be parsed: names may be equal and yet be written differently. */
  Set<TrustAnchor> everyone() {
    Set<TrustAnchor> anchors = new HashSet<>();
    for (byte[] der : all) {
      try {
        anchors.add(anchor(der));
      } catch (CertificateException e) {
        // Nobody needs to trust it.
      }
    }
    return anchors;
  }

  private static TrustAnchor anchor(byte[] der) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    return new TrustAnchor(
        (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)), null);
  }
}
