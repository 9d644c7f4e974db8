package got.cli.process;

import java.util.List;

/**
 * Undoes what was begun, at the end or when a signal ends got before, see {@link Ending}.
 *
 * <p>Each step may run twice, from two threads, also when it has thrown: then it does the rest. A
 * step that does not end keeps those behind it from running.
 */
public final class Cleanup implements AutoCloseable {
  private final List<Runnable> steps;

  /** What can be undone from now on; nothing has been begun. */
  public Cleanup(Runnable... steps) {
    this.steps = List.of(steps);
    QuitSignal.take();
    Ending.open(this);
  }

  List<Runnable> steps() {
    return steps;
  }

  /** Whatever a step throws leaves the rest to {@link Ending}. */
  @Override
  public void close() {
    steps.forEach(Runnable::run);
    Ending.close(this);
  }
}
