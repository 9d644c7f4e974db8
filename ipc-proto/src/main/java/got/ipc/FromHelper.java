package got.ipc;

import got.ipc.confine.Mechanism;
import java.util.Set;

/**
 * What a helper says: of itself, as every helper does, or in its own talk.
 *
 * @param <R> the replies of that talk
 */
public sealed interface FromHelper<R> {
  /**
   * The helper runs, is confined, and waits for its request.
   *
   * @param inForce what confines it
   */
  record Ready<R>(Set<Mechanism> inForce) implements FromHelper<R> {
    public Ready {
      inForce = Set.copyOf(inForce);
    }
  }

  /** The helper gives up; its last message. */
  record Failed<R>(ErrorReport report) implements FromHelper<R> {}

  /** A message of the helper's own talk. */
  record Answer<R>(R reply) implements FromHelper<R> {}
}
