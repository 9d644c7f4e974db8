package got.http;

import got.ipc.BadValueException;
import got.ipc.http.HttpTalk;

/** Where a server sends us; got decides what comes of it. */
final class Locations {
  private Locations() {}

  /**
   * The location of a redirect as it came.
   *
   * @throws HttpFault if it is not in visible ASCII
   */
  static String check(Answer answer) throws HttpFault {
    try {
      return HttpTalk.checkLocation(answer.header("Location"));
    } catch (BadValueException e) {
      throw HttpFault.broken("the server redirects to what is no URL");
    }
  }
}
