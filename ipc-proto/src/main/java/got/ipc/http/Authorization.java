package got.ipc.http;

import got.ipc.BadValueException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * What lets a user in: user and password, as a header has them behind {@code Basic}; or nothing.
 * Source: RFC 7617.
 *
 * <p>It is a secret. It goes to got-fetch-http in one message and to the server in requests, and no
 * text shows it: {@link #toString} does not.
 */
public final class Authorization {
  public static final Authorization NONE = new Authorization("");

  /** Chars: room for a user and a password of 1,000 characters each, whatever these are. */
  private static final int MAX = 8192;

  private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9+/]*={0,2}");

  private final String words;

  private Authorization(String words) {
    this.words = words;
  }

  /**
   * @param user without a colon
   * @throws BadValueException if they are too long for a header
   */
  public static Authorization basic(String user, String password) throws BadValueException {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return check(Base64.getEncoder().encodeToString(pair));
  }

  /**
   * @throws BadValueException if a header cannot hold it; the reason does not quote it
   */
  public static Authorization check(String words) throws BadValueException {
    if (words.length() > MAX || !WORDS.matcher(words).matches()) {
      throw new BadValueException("no user and password for a header");
    }
    return words.isEmpty() ? NONE : new Authorization(words);
  }

  /** True if there is something. */
  public boolean isPresent() {
    return !words.isEmpty();
  }

  /** For the header, and for the message to the helper. */
  public String words() {
    return words;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Authorization that && words.equals(that.words);
  }

  @Override
  public int hashCode() {
    return words.hashCode();
  }

  @Override
  public String toString() {
    return isPresent() ? "(secret)" : "(none)";
  }
}
