package got.http;

import got.ipc.ErrorKind;
import got.ipc.http.HttpTalk;
import java.time.Instant;
import java.util.regex.Pattern;

/** What an answer says that is not what Git waits for. */
final class Judgement {
  private static final int OK = 200;

  /** What Retry-After may say. Source: RFC 9110, 10.2.3 and 5.6.7. */
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private static final Pattern DATE = Pattern.compile("[A-Za-z]{3,9}, [0-9A-Za-z: -]{1,40}");

  private Judgement() {}

  /**
   * @param types of content that are Git's
   * @throws HttpFault if the server refused, or the content is another's
   */
  static void require(Answer answer, String... types) throws HttpFault {
    if (answer.status() != OK) {
      throw refusal(answer);
    }
    if (!answer.encoding().isEmpty()) {
      throw HttpFault.broken(
          "the answer is in an encoding that nobody asked for: " + answer.encoding());
    }
    String type = answer.contentType();
    for (String accepted : types) {
      if (type.equals(accepted)) {
        return;
      }
    }
    throw switch (type) {
      case "text/html", "application/xhtml+xml" ->
          HttpFault.broken("the server answers with a web page; it may want a log-in");
      case "" -> HttpFault.broken("the answer has no content type of Git's");
      default -> HttpFault.broken("the answer has a content type that is not Git's: " + type);
    };
  }

  private static HttpFault refusal(Answer answer) {
    int status = answer.status();
    String number = " (status " + status + ")";
    String text =
        switch (status) {
          case 401 -> "the server asks for a user and a password" + number;
          case 403 -> "the server denies access" + number;
          case 404, 410 -> "repository not found or not accessible" + number;
          case 407 -> "the proxy asks for a user and a password" + number;
          case 413 -> "the request is too large for the server" + number;
          case 429 -> "the server is asked too often" + number + later(answer);
          case 503 -> "the server is busy" + number + later(answer);
          default -> unexpected(status);
        };
    int wait = RetryAfter.seconds(answer.header("Retry-After"), Instant.now());
    return HttpFault.refused(
        kind(status), new HttpTalk.Trouble(status, wait), text, answer.words());
  }

  private static String unexpected(int status) {
    if (status >= 500) {
      return "the server failed with status " + status;
    }
    return status >= 300 && status < 400
        ? "the server redirects where nothing can be followed (status " + status + ")"
        : "the server answers with status " + status;
  }

  private static ErrorKind kind(int status) {
    return switch (status) {
      case 401, 403, 407, 429, 503 -> ErrorKind.CONNECTION;
      default -> ErrorKind.REFUSED;
    };
  }

  private static String later(Answer answer) {
    String when = answer.header("Retry-After");
    if (SECONDS.matcher(when).matches()) {
      return ", to be tried again in " + when + " seconds";
    }
    return DATE.matcher(when).matches() ? ", to be tried again after " + when : "";
  }
}
