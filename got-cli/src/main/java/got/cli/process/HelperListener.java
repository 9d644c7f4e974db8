package got.cli.process;

import got.cli.say.Failure;
import got.ipc.ErrorKind;
import java.time.Duration;
import java.util.Optional;

/**
 * What a session does with what one helper says. All calls come from the thread that calls {@link
 * Pipeline#next}.
 *
 * @param <R> the replies of the helper's talk
 */
public interface HelperListener<R> {
  /** The helper runs and is confined as it has to be. */
  default void ready() {}

  /**
   * A reply came. If it was the last, the helper has ended well.
   *
   * @throws Failure if it cannot be: the helper is broken, or taken over
   */
  void reply(R reply) throws Failure, InterruptedException;

  /**
   * Nobody has said anything for too long.
   *
   * @return the failure, if it is for this helper that all wait
   */
  default Optional<Failure> silent(Duration time) {
    return Optional.empty();
  }

  /**
   * The helper gave up.
   *
   * @param failure in its words
   * @return that, or a better account of it
   */
  default Failure gaveUp(ErrorKind kind, Failure failure) {
    return failure;
  }

  /** A shorter silence than this is none at the moment: people are being asked. */
  default Duration patience() {
    return Duration.ZERO;
  }
}
