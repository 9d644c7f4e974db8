package got.packaging.support;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.proc.QuietClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** A shell on a terminal of its own, by script(1), and somebody who types. Closing ends it. */
public final class PseudoTerminal implements AutoCloseable {
  public static final String CTRL_C = "\u0003";
  public static final String CTRL_Z = "\u001a";

  private static final long TIMEOUT_SECONDS = 30;
  private static final long INTERVAL_MILLIS = 10;

  private final Process process;
  private final StringBuilder screen = new StringBuilder();
  private final Thread reader;

  private PseudoTerminal(Process process) {
    this.process = process;
    this.reader = Thread.ofPlatform().daemon().start(this::read);
  }

  /**
   * @param command for sh(1)
   */
  public static PseudoTerminal start(Path where, String command) throws IOException {
    return start(where, Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C.UTF-8", "PS1", "$ "), command);
  }

  /**
   * @param command for sh(1)
   */
  public static PseudoTerminal start(Path where, Map<String, String> environment, String command)
      throws IOException {
    // Whoever started these tests may ignore some of the signals.
    ProcessBuilder builder =
        new ProcessBuilder(
                "env", "--default-signal=HUP,INT,TERM", "script", "-qe", "-c", command, "/dev/null")
            .directory(where.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("SHELL", "/bin/sh");
    return new PseudoTerminal(builder.start());
  }

  private void read() {
    byte[] buffer = new byte[4096];
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        synchronized (screen) {
          screen.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      // It has ended.
    }
  }

  public void type(String text) throws IOException {
    OutputStream keyboard = process.getOutputStream();
    keyboard.write(text.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  /** Everything that was written so far. */
  public String screen() {
    synchronized (screen) {
      return screen.toString();
    }
  }

  /** Waits until something is written. */
  public void awaitText(String text) throws InterruptedException {
    awaitText(0, text);
  }

  /** Waits until something is written behind the first {@code from} chars. */
  public void awaitText(int from, String text) throws InterruptedException {
    QuietClock clock = QuietClock.start();
    while (screen().indexOf(text, from) < 0) {
      assertThat(clock.isOver(TIMEOUT_SECONDS)).as("no %s on: %s", text, screen()).isFalse();
      Thread.sleep(INTERVAL_MILLIS);
    }
  }

  /** Waits until the last but one line that was redrawn is so many chars long. */
  public void awaitDrawn(int length) throws InterruptedException {
    QuietClock clock = QuietClock.start();
    String line = "";
    while (line.length() != length) {
      assertThat(clock.isOver(TIMEOUT_SECONDS)).as("on: %s", screen()).isFalse();
      Thread.sleep(INTERVAL_MILLIS);
      String[] lines = screen().split("\r", -1);
      line = lines[Math.max(0, lines.length - 2)];
    }
  }

  public Stream<ProcessHandle> descendants() {
    return process.descendants();
  }

  /** The exit status of the shell. */
  public int await() throws InterruptedException {
    assertThat(QuietClock.await(process::waitFor, TIMEOUT_SECONDS)).as(screen()).isTrue();
    reader.join();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
