package got.ipc;

import java.nio.charset.StandardCharsets;

/**
 * What got-fetch-pack must know of the server: only what it says to it.
 *
 * @param host for the {@code host=} parameter of the request line, with {@code :port} if the URL
 *     had one
 * @param path the repository's path, for the request line
 */
public record Remote(Transport transport, String host, String path) {
  /** How the connection was made. */
  public enum Transport {
    /** A git-daemon(1): the connection opens with a request line. */
    GIT(1),
    /** ssh(1) has already started git-upload-pack. */
    SSH(2),
    /** got-fetch-http asks for each answer, and marks its end. */
    HTTP(3);

    private final int code;

    Transport(int code) {
      this.code = code;
    }

    /** The number on the wire. */
    public int code() {
      return code;
    }
  }

  /**
   * @throws BadValueException if host or path hold a control character, which could forge a second
   *     parameter, or are too long
   */
  public static Remote check(Transport transport, String host, String path)
      throws BadValueException {
    check("host", host);
    check("path", path);
    return new Remote(transport, host, path);
  }

  private static void check(String what, String value) throws BadValueException {
    if (value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new BadValueException(what + " holds a control character");
    }
    if (value.getBytes(StandardCharsets.UTF_8).length > Limits.PATH) {
      throw new BadValueException(what + " is longer than " + Limits.PATH + " bytes");
    }
  }
}
