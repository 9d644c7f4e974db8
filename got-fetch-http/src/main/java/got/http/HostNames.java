package got.http;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Whom a certificate is for, stricter than the JDK: only names among the alternative ones count, a
 * star stands for one whole label, and at least two labels follow it. The JDK keeps a list of
 * domains under which anybody can have a name; a confined process cannot read it. Source: RFC 9525.
 */
final class HostNames {
  private static final int DNS = 2;
  private static final int ADDRESS = 7;
  private static final String STAR = "*.";

  private HostNames() {}

  /** Names and addresses that a certificate is for. */
  static List<String> of(X509Certificate certificate) {
    List<String> names = names(certificate, DNS);
    names.addAll(names(certificate, ADDRESS));
    return names;
  }

  private static List<String> names(X509Certificate certificate, int kind) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      for (List<?> name : all == null ? List.<List<?>>of() : all) {
        if (name.get(0).equals(kind) && name.get(1) instanceof String text) {
          names.add(text);
        }
      }
    } catch (CertificateParsingException e) {
      // It is for nobody.
    }
    return names;
  }

  /** True if an address, which a host without letters beyond its digits is. */
  static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
  }

  /** Addresses were compared by the JDK. */
  static boolean match(String host, X509Certificate certificate) {
    return isAddress(host)
        ? !names(certificate, ADDRESS).isEmpty()
        : names(certificate, DNS).stream().anyMatch(name -> matches(host, name));
  }

  static boolean matches(String host, String name) {
    String wanted = withoutDot(host.toLowerCase(Locale.ROOT));
    String found = withoutDot(name.toLowerCase(Locale.ROOT));
    if (!found.startsWith(STAR)) {
      return found.equals(wanted) && found.indexOf('*') < 0;
    }
    String domain = found.substring(STAR.length());
    int dot = wanted.indexOf('.');
    return dot > 0
        && domain.indexOf('.') > 0
        && domain.indexOf('*') < 0
        && wanted.substring(dot + 1).equals(domain);
  }

  /** The root of all domains may be written or not. */
  static String withoutDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }
}
