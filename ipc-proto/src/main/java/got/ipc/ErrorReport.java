package got.ipc;

/**
 * Why a helper gave up.
 *
 * @param detail a number whose meaning the kind gives
 * @param text our own words, lower case, no full stop; cleaned here
 * @param serverText the server's words, or empty; cleaned here
 */
public record ErrorReport(ErrorKind kind, long detail, String text, String serverText) {
  public ErrorReport {
    text = Text.clean(text, Limits.LINE);
    serverText = Text.clean(serverText, Limits.LINE);
  }

  /** A report without words of the server. */
  public static ErrorReport of(ErrorKind kind, long detail, String text) {
    return new ErrorReport(kind, detail, text, "");
  }
}
