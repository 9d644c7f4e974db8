package got.http;

import got.ipc.ErrorKind;
import got.ipc.ErrorReport;
import got.ipc.http.HttpTalk;
import java.io.IOException;
import java.util.Optional;

/**
 * What keeps us from an answer: the server broke the rules of HTTP or TLS, refused, or went away.
 *
 * <p>An IOException, because it has to pass through the library's streams.
 */
final class HttpFault extends IOException {
  private final transient ErrorReport report;
  private final transient Optional<HttpTalk.Trouble> trouble;

  private HttpFault(ErrorReport report, Optional<HttpTalk.Trouble> trouble) {
    super(report.text());
    this.report = report;
    this.trouble = trouble;
  }

  private HttpFault(ErrorReport report) {
    this(report, Optional.empty());
  }

  /** The server broke the rules. */
  static HttpFault broken(String text) {
    return new HttpFault(ErrorReport.of(ErrorKind.PROTOCOL, -1, text));
  }

  /** The server broke the rules, in words of its own. */
  static HttpFault broken(String text, String serverText) {
    return new HttpFault(new ErrorReport(ErrorKind.PROTOCOL, -1, text, serverText));
  }

  /** The server cannot be reached, or does not let us in. */
  static HttpFault unreachable(String text) {
    return new HttpFault(ErrorReport.of(ErrorKind.CONNECTION, -1, text));
  }

  /** The connection ended before an answer was there. */
  static HttpFault lost(String text) {
    return new HttpFault(
        ErrorReport.of(ErrorKind.CONNECTION, -1, text), Optional.of(new HttpTalk.Trouble(0, 0)));
  }

  /**
   * The server said no.
   *
   * @param serverText its own words, or empty
   */
  static HttpFault refused(
      ErrorKind kind, HttpTalk.Trouble trouble, String text, String serverText) {
    ErrorReport report = new ErrorReport(kind, trouble.status(), text, serverText);
    return new HttpFault(report, Optional.of(trouble));
  }

  /** What was taken for the server was a proxy. */
  HttpFault ofProxy() {
    String text = "proxy: " + report.text().replace("the server", "it");
    ErrorReport other = new ErrorReport(report.kind(), report.detail(), text, report.serverText());
    return new HttpFault(other, trouble);
  }

  /** What got is told before the report, if anything. */
  Optional<HttpTalk.Trouble> trouble() {
    return trouble;
  }

  ErrorReport report() {
    return report;
  }
}
