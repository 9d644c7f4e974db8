package got.pack.inflate;

/** A zlib stream is corrupt, or ends early. */
public final class ZlibFormatException extends Exception {
  private static final long serialVersionUID = 1;

  ZlibFormatException(String reason) {
    super(reason);
  }

  /** What is wrong, as a phrase. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
