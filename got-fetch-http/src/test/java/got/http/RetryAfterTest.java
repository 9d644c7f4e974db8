package got.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a server wants to be asked again. */
class RetryAfterTest {
  private static final Instant NOW = Instant.parse("1994-11-06T08:49:37Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0",
        "7|7",
        "999999|999999",
        "1000000|999999",
        "99999999999999999999|999999",
        "''|0",
        "-1|0",
        "+1|0",
        "1.5|0",
        "soon|0",
        "Sun, 06 Nov 1994 08:49:47 GMT|10",
        "Sun, 06 Nov 1994 08:49:27 GMT|0",
        "Mon, 07 Nov 1994 08:49:37 GMT|86400",
        "Sun, 06 Nov 9999 08:49:37 GMT|999999",
        "Sun, 31 Feb 1995 08:49:37 GMT|0",
        "Sun, 06 Nox 1994 08:49:37 GMT|0",
        "Sun, 06 Nov 1994 25:49:37 GMT|0",
        "Sun, 06 Nov 1994 08:49:47 CET|0",
        "Sunday, 06-Nov-94 08:49:47 GMT|0",
      })
  void secondsAndDatesAreUnderstood(String value, int seconds) {
    assertThat(RetryAfter.seconds(value, NOW)).isEqualTo(seconds);
  }
}
