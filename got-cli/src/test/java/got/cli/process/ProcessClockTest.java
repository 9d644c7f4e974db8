package got.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a process that is written down in a directory, as proc(5) says. */
class ProcessClockTest {
  private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(250);

  @TempDir Path process;
  private long now = 77;

  @BeforeEach
  void twoThreadsSleep() throws Exception {
    write("stat", "S", 100);
    write("task/7/stat", "S", 0);
    write("task/8/stat", "S", 0);
  }

  /** Half of the ticks are the user's. */
  private void write(String file, String state, long ticks) throws Exception {
    Path path = process.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(
        path,
        "7 (a) R (b) %s 1 7 7 0 -1 4194304 1 2 3 4 %d %d 5 6 20 0 2 0\n"
            .formatted(state, ticks / 2, ticks - ticks / 2));
  }

  private ProcessClock clock() {
    return new ProcessClock(process, Path.of(""), () -> now);
  }

  private long pass(ProcessClock clock) {
    now += SLICE;
    return clock.count();
  }

  @Test
  void timeOfOneThatSleepsCounts() {
    ProcessClock clock = clock();
    assertThat(pass(clock)).isEqualTo(SLICE);
    assertThat(pass(clock)).isEqualTo(2 * SLICE);
    assertThat(clock.starved()).isZero();
  }

  @Test
  void timeOfOneThatIsNotLetRunDoesNotCount() throws Exception {
    ProcessClock clock = clock();
    for (String state : new String[] {"R", "D"}) {
      write("task/8/stat", state, 0);
      assertThat(pass(clock)).as(state).isZero();
      assertThat(clock.starved()).isEqualTo(SLICE);
    }
    write("task/8/stat", "S", 0);
    assertThat(pass(clock)).isEqualTo(SLICE);
    assertThat(clock.starved()).isZero();
  }

  @Test
  void timeOfOneThatIsStoppedCounts() throws Exception {
    ProcessClock clock = clock();
    write("task/7/stat", "T", 0);
    write("task/8/stat", "T", 0);
    assertThat(pass(clock)).isEqualTo(SLICE);
  }

  @Test
  void processorTimeCounts() throws Exception {
    ProcessClock clock = clock();
    write("task/7/stat", "R", 0);
    write("stat", "R", 110);
    assertThat(pass(clock)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
    assertThat(clock.starved()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(150));
    // Of two processors.
    write("stat", "R", 160);
    assertThat(pass(clock)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100) + SLICE);
    assertThat(clock.starved()).isZero();
  }

  @Test
  void aThreadCanBeLeftOut() throws Exception {
    write("task/7/stat", "R", 0);
    ProcessClock clock = new ProcessClock(process, Path.of("7"), () -> now);
    assertThat(pass(clock)).isEqualTo(SLICE);
  }

  @Test
  void aLateLookCountsAsHalfASecond() {
    ProcessClock clock = clock();
    now += TimeUnit.HOURS.toNanos(1);
    assertThat(clock.count()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
  }

  @Test
  void whatTheSystemDoesNotTellCountsATenth() throws Exception {
    Files.delete(process.resolve("stat"));
    ProcessClock clock = clock();
    assertThat(pass(clock)).isEqualTo(SLICE / 10);
    assertThat(clock.starved()).isZero();
  }

  @Test
  void aThreadThatEndsMeanwhileIsNoThread() throws Exception {
    Files.delete(process.resolve("task/7/stat"));
    assertThat(pass(clock())).isEqualTo(SLICE);
  }

  @Test
  @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void realProcessesAreSeen() throws Exception {
    Process sleeps = new ProcessBuilder("sleep", "1000").start();
    Process loops = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
    Process ends = new ProcessBuilder("true").start();
    try {
      assertThat(ProcessClock.awaitEnd(ends, Duration.ofSeconds(5))).isTrue();
      assertThat(ProcessClock.awaitEnd(sleeps, Duration.ofMillis(300))).isFalse();
      assertThat(ProcessClock.awaitEnd(loops, Duration.ofMillis(300))).isFalse();
      ProcessClock.passHere(Duration.ofMillis(300));
    } finally {
      sleeps.destroyForcibly();
      loops.destroyForcibly();
    }
  }
}
