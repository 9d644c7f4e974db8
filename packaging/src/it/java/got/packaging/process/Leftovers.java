package got.packaging.process;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.proc.QuietClock;
import java.nio.file.Path;
import java.util.List;

/** What a program may not leave behind. */
final class Leftovers {
  private Leftovers() {}

  /** Waits for the processes of a tree; those that stay fail the test. */
  static void nothingRuns(Path tree) throws Exception {
    QuietClock clock = QuietClock.start();
    while (!running(tree).isEmpty() && !clock.isOver(2)) {
      Thread.sleep(5);
    }
    assertThat(running(tree)).as("processes that are left").isEmpty();
  }

  private static List<ProcessHandle> running(Path tree) {
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().command().orElse("").startsWith(tree.toString()))
        .toList();
  }
}
