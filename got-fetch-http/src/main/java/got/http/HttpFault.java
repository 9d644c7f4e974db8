package got.http;

import got.ipc.ErrorKind;
import got.ipc.ErrorReport;
import java.io.IOException;

/**
 * What keeps us from an answer: the server broke the rules of HTTP or TLS, refused, or went away.
 *
 * <p>An IOException, because it has to pass through the library's streams.
 */
final class HttpFault extends IOException {
  private final transient ErrorReport report;

  private HttpFault(ErrorReport report) {
    super(report.text());
    this.report = report;
  }

  /** The server broke the rules. */
  static HttpFault broken(String text) {
    return new HttpFault(ErrorReport.of(ErrorKind.PROTOCOL, -1, text));
  }

  /** The server cannot be reached, or does not let us in. */
  static HttpFault unreachable(String text) {
    return new HttpFault(ErrorReport.of(ErrorKind.CONNECTION, -1, text));
  }

  /**
   * The server said no.
   *
   * @param status of the answer
   * @param serverText its own words, or empty
   */
  static HttpFault refused(ErrorKind kind, int status, String text, String serverText) {
    return new HttpFault(new ErrorReport(kind, status, text, serverText));
  }

  ErrorReport report() {
    return report;
  }
}
