package got.cli.process;

import java.time.Duration;

/**
 * How long to wait; zero means without end.
 *
 * @param connect for the look-up of a name, and for each address
 * @param silence in which nothing moves
 * @param total for all of it
 */
public record Timeouts(Duration connect, Duration silence, Duration total) {
  /** A day in all, because a server that sends a byte a minute is never silent. */
  public static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofDays(1));

  /** Without end. */
  public static final Timeouts NONE = new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
