package got.cli.process;

import got.cli.say.Failure;
import got.cli.say.Phrase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tries a command again that failed for a reason that may pass: each attempt is a process of its
 * own, started like this one.
 *
 * <p>An attempt gives up starting programs and making connections, for good, before a server's
 * bytes are let in. So it cannot try again itself. This process has given up nothing, and therefore
 * has no part in what an attempt does: it reads nothing from it but its exit status.
 *
 * <p>An attempt has its standard output, error, process group and terminal from here, so that a
 * signal of the terminal reaches it too. Its standard input is a pipe: when that ends, the attempt
 * ends, and cleans up. So nothing is left after a signal that only this process gets, SIGKILL among
 * them.
 */
public final class Attempts {
  private static final Path ARGUMENTS = Path.of("/proc/self/cmdline");

  private final int retries;
  private final long begin = System.currentTimeMillis();

  // Guarded by this.
  private @Nullable Process running;
  private boolean ended;

  private Attempts(int retries) {
    this.retries = retries;
  }

  /**
   * @param retries 1 at least
   * @return the status of the last attempt
   * @throws Failure if an attempt cannot be started
   */
  public static int run(int retries) throws Failure {
    Attempts attempts = new Attempts(retries);
    try (Cleanup _ = new Cleanup(attempts::end)) {
      return attempts.run();
    } catch (IOException e) {
      throw Phrase.CANNOT_START.failure("an attempt", HelperStage.startReason(e));
    } catch (InterruptedException e) {
      throw Phrase.INTERRUPTED.failure();
    }
  }

  private int run() throws IOException, InterruptedException {
    int status = Attempt.AGAIN;
    for (int i = 1; Attempt.asksForAnother(status) && i <= retries + 1; i++) {
      status = start(new Attempt(i, retries, begin)).waitFor();
    }
    return status;
  }

  private synchronized Process start(Attempt attempt) throws IOException {
    if (ended) {
      throw new IOException("interrupted");
    }
    ProcessBuilder builder = new ProcessBuilder(command(attempt));
    builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    running = process;
    return process;
  }

  /** The words that this process was started with, and which attempt it is. */
  private static List<String> command(Attempt attempt) throws IOException {
    String all = new String(Files.readAllBytes(ARGUMENTS), StandardCharsets.UTF_8);
    List<String> words = new ArrayList<>(List.of(all.split("\0", -1)));
    // Behind the last word there is a zero too.
    words.removeLast();
    words.add(1, "-D" + Attempt.PROPERTY + "=" + attempt.words());
    return words;
  }

  /** Not by a signal: a second one would end the attempt before it has cleaned up. */
  private void end() {
    Process process;
    synchronized (this) {
      ended = true;
      process = running;
    }
    if (process == null) {
      return;
    }
    try (OutputStream input = process.getOutputStream()) {
      input.flush();
    } catch (IOException e) {
      // It has ended.
    }
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
