package got.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A shell on a terminal of its own, made by script(1). Closing kills what runs there. */
final class PseudoTerminal implements AutoCloseable {
  private static final long END_SECONDS = 10;

  private final Process process;
  private final StringBuilder screen = new StringBuilder();

  private PseudoTerminal(Process process) {
    this.process = process;
  }

  /**
   * @param script for sh(1); should end by showing {@code stty -a}
   */
  static PseudoTerminal start(Path where, Map<String, String> environment, String script)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("script", "-q", "-e", "-c", script, "/dev/null")
            .directory(where.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("SHELL", "/bin/sh");
    return new PseudoTerminal(builder.start());
  }

  void awaitText(String text) throws IOException {
    InputStream in = process.getInputStream();
    byte[] buffer = new byte[1024];
    while (!screen.toString().contains(text)) {
      int n = in.read(buffer);
      assertThat(n).as("the terminal shows '%s' after: %s", text, screen).isPositive();
      screen.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
    }
  }

  void type(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Waits for the last words of {@code stty -a}, and for the end. */
  void awaitEnd() throws IOException, InterruptedException {
    awaitText("extproc");
    assertThat(process.waitFor(END_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  /** All that was shown. */
  String screen() {
    return screen.toString();
  }

  Stream<ProcessHandle> descendants() {
    return process.descendants();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
