package got.ipc;

/** A helper cannot do what it was asked, and says why. */
public final class HelperFailure extends Exception {
  private final transient ErrorReport report;

  public HelperFailure(ErrorReport report) {
    super(report.text());
    this.report = report;
  }

  public HelperFailure(ErrorReport report, Throwable cause) {
    super(report.text(), cause);
    this.report = report;
  }

  public ErrorReport report() {
    return report;
  }
}
