package got.pkt;

import got.ipc.ErrorKind;
import got.ipc.ErrorReport;
import got.ipc.Limits;
import got.ipc.Text;

/** The conversation with the server cannot go on; carries what got will be told. */
public final class ProtocolException extends Exception {
  private final transient ErrorReport report;

  private ProtocolException(ErrorReport report) {
    super(report.text());
    this.report = report;
  }

  private ProtocolException(ErrorReport report, Throwable cause) {
    super(report.text(), cause);
    this.report = report;
  }

  public ErrorReport report() {
    return report;
  }

  /** The server did what the protocol does not allow. */
  public static ProtocolException broken(String text) {
    return new ProtocolException(ErrorReport.of(ErrorKind.PROTOCOL, -1, text));
  }

  /** Something else came than what had to come. */
  public static ProtocolException unexpected(PktLine line, String expected) {
    return broken("expected " + expected + ", got " + line.describe());
  }

  /**
   * The server gave up.
   *
   * @param words its own, as it sent them; may be empty
   */
  public static ProtocolException refused(String words) {
    String text = words.isEmpty() ? "the server gave no reason" : "the server reported an error";
    return new ProtocolException(new ErrorReport(ErrorKind.REFUSED, -1, text, words));
  }

  /** The server sent more than we take. */
  public static ProtocolException limit(long limit, String what) {
    return new ProtocolException(
        ErrorReport.of(ErrorKind.SERVER_LIMIT, limit, "more than " + limit + " " + what));
  }

  static ProtocolException framing(PktLineException e) {
    ErrorReport report =
        switch (e.fault()) {
          case CONNECTION -> ErrorReport.of(ErrorKind.CONNECTION, e.offset(), e.reason());
          case FRAMING -> ErrorReport.of(ErrorKind.PROTOCOL, e.offset(), e.reason());
          case NOT_GIT -> new ErrorReport(ErrorKind.NOT_GIT, -1, e.reason(), e.words());
        };
    return new ProtocolException(report, e);
  }

  /** Text of the server, cleaned and short enough to stand in a message. */
  public static String quote(String text) {
    return Text.clean(text, Limits.QUOTED_NAME);
  }
}
