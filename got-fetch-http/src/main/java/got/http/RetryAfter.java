package got.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a server wants to be asked again: seconds, or a date. Source: RFC 9110, 10.2.3 and 5.6.7.
 */
final class RetryAfter {
  /** More than a person waits: a larger number means the same. */
  private static final int MAX = 999_999;

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");
  private static final Pattern DATE =
      Pattern.compile(
          "[A-Z][a-z]{2}, (\\d{2}) ([A-Z][a-z]{2}) (\\d{4}) (\\d{2}):(\\d{2}):(\\d{2}) GMT");

  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private RetryAfter() {}

  /** Seconds from now; 0 if the server does not say, or says something else. */
  static int seconds(String value, Instant now) {
    if (SECONDS.matcher(value).matches()) {
      return Integer.parseInt(value);
    }
    if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return MAX;
    }
    Matcher date = DATE.matcher(value);
    if (!date.matches()) {
      return 0;
    }
    try {
      LocalDateTime time =
          LocalDateTime.of(
              number(date, 3),
              MONTHS.indexOf(date.group(2)) + 1,
              number(date, 1),
              number(date, 4),
              number(date, 5),
              number(date, 6));
      long seconds = time.toEpochSecond(ZoneOffset.UTC) - now.getEpochSecond();
      return Math.clamp(seconds, 0, MAX);
    } catch (DateTimeException e) {
      return 0;
    }
  }

  private static int number(Matcher date, int group) {
    return Integer.parseInt(date.group(group));
  }
}
