package got.http;

import got.ipc.Text;
import got.ipc.http.Origin;
import java.io.EOFException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * TLS 1.2 and 1.3 over connections that somebody else has made. There is no way to do without the
 * verification of a server.
 */
final class Tls {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private final CaBundle bundle;

  /** By origin: a second connection to the same server resumes the first one's session. */
  private final Map<Origin, SSLContext> contexts = new HashMap<>();

  private String description = "";

  Tls(CaBundle bundle) {
    this.bundle = bundle;
  }

  /** Loads and links what a connection needs. */
  static void warm() throws GeneralSecurityException, IOException {
    Trust.warm();
    CaBundle nobody = CaBundle.read(java.io.InputStream.nullInputStream());
    Object _ = context(new Trust(nobody, "")).getSocketFactory();
  }

  private static SSLContext context(Trust trust) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trust}, new SecureRandom());
    return context;
  }

  /** How the connection that was opened last is secured, in words; empty before the first. */
  String description() {
    return description;
  }

  /**
   * Shakes hands.
   *
   * @throws IOException if the server is not who it has to be, or does not know how
   */
  HttpConnection open(Wire network, Origin origin) throws IOException {
    if (bundle.isEmpty()) {
      throw HttpFault.unreachable("there are no CA certificates to verify a server with");
    }
    try {
      SSLContext context = contexts.get(origin);
      if (context == null) {
        context = context(new Trust(bundle, origin.host()));
        contexts.put(origin, context);
      }
      SSLSocket socket =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(
                      new DescriptorSocket(network, origin.port()),
                      HostNames.withoutDot(origin.host()),
                      origin.port(),
                      true);
      socket.setSSLParameters(parameters(socket.getSSLParameters(), origin.host()));
      socket.startHandshake();
      description = describe(socket.getSession());
      return new HttpConnection(socket.getInputStream(), socket.getOutputStream());
    } catch (GeneralSecurityException e) {
      throw HttpFault.unreachable("TLS: " + e.getMessage());
    } catch (IOException e) {
      throw fault(origin, e);
    }
  }

  private static SSLParameters parameters(SSLParameters parameters, String host) {
    parameters.setProtocols(VERSIONS);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    if (!HostNames.isAddress(host)) {
      try {
        parameters.setServerNames(List.of(new SNIHostName(HostNames.withoutDot(host))));
      } catch (IllegalArgumentException e) {
        // A name that no certificate can have; the verification will say so.
      }
    }
    return parameters;
  }

  private static String describe(SSLSession session) throws IOException {
    X509Certificate own = (X509Certificate) session.getPeerCertificates()[0];
    List<String> names = HostNames.of(own);
    String name = names.isEmpty() ? own.getSubjectX500Principal().getName() : names.getFirst();
    return session.getProtocol()
        + ", certificate of "
        + name
        + " until "
        + own.getNotAfter().toInstant();
  }

  /** The JDK's words are for programmers. */
  static HttpFault fault(Origin origin, IOException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof CertificateProblem problem) {
        return HttpFault.unreachable(problem.words());
      }
    }
    String text = String.valueOf(e.getMessage());
    String host = origin.host();
    if (e instanceof SSLException
        && e.getCause() instanceof IOException cause
        && !(cause instanceof SSLException)
        && !(cause instanceof EOFException)) {
      // The JDK calls whatever happens during a handshake a failure of the handshake.
      return HttpFault.unreachable(host + ": connection failed: " + Text.reason(cause));
    }
    if (text.contains("protocol_version") || text.contains("protocol version")) {
      return HttpFault.unreachable(host + ": speaks neither TLS 1.3 nor TLS 1.2");
    }
    if (text.contains("handshake_failure") || text.contains("insufficient_security")) {
      return HttpFault.unreachable(host + ": has no cipher or key exchange that is safe");
    }
    if (text.startsWith("Unsupported or unrecognized SSL message")) {
      return HttpFault.unreachable(host + ": does not speak TLS on port " + origin.port());
    }
    if (text.startsWith("Remote host terminated the handshake")) {
      return HttpFault.lost(host + ": closed the connection before TLS was agreed on");
    }
    return e instanceof SSLException
        ? HttpFault.unreachable(host + ": TLS: " + Text.reason(e))
        : HttpFault.lost(host + ": connection failed: " + Text.reason(e));
  }
}
