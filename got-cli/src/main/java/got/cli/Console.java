package got.cli;

import got.ipc.Limits;
import got.ipc.Text;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one place that prints. Its rules:
 *
 * <ul>
 *   <li>Standard output carries data ({@code -l}), which {@code -q} leaves alone, and milestones
 *       ({@code Connecting to}, {@code Fetched}, {@code Created}).
 *   <li>Standard error carries the progress line, the server's text, and errors.
 *   <li>An error is {@code got: phrase: thing}, with the name of the program, lower case, no full
 *       stop, perhaps followed by {@code got: hint: …}; printed once, {@code -q} or not.
 *   <li>The progress line is redrawn, and only on a terminal. Every other line replaces it.
 *   <li>Text from anywhere else, also from the command line, passes {@link Text#clean}.
 *   <li>Output is UTF-8 in any locale; a line is written at once, so that lines of several threads
 *       do not mix.
 * </ul>
 *
 * <p>All methods may be called from any thread. A failed write is remembered, see {@link #finish}.
 */
public final class Console {
  /** Verbosity of {@code -q}. */
  public static final int QUIET = -1;

  private static final String SERVER = "server: ";
  private static final int SIGPIPE = 13;

  /** Chars of a line: room for two reference names. */
  private static final int LINE_MAX = 4 * Limits.REF_NAME;

  private final String program;
  private final Sink out;
  private final Sink err;
  private final Terminal terminal;
  private final int verbosity;

  private Console(String program, Sink out, Sink err, Terminal terminal, int verbosity) {
    this.program = program;
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.verbosity = verbosity;
  }

  Console(OutputStream out, OutputStream err, Terminal terminal, int verbosity) {
    this("got", new Sink(out), new Sink(err), terminal, verbosity);
  }

  /**
   * The console of this process.
   *
   * @param program its name, for errors
   */
  public static Console ofProcess(String program, Map<String, String> environment) {
    return new Console(
        program,
        new Sink(new FileOutputStream(FileDescriptor.out)),
        new Sink(new FileOutputStream(FileDescriptor.err)),
        Terminal.ofStandardError(environment),
        0);
  }

  /** The same console for another {@link #QUIET} or number of {@code -v}. */
  public Console at(int level) {
    return new Console(program, out, err, terminal, level);
  }

  /** {@link #QUIET}, or the number of {@code -v}. */
  public int verbosity() {
    return verbosity;
  }

  /** A progress line that fits this console, {@link Progress#off} where none is shown. */
  public Progress progress() {
    return progressOf("fetched");
  }

  /**
   * @param done what is done with the bytes that the line counts
   */
  Progress progressOf(String done) {
    return terminal.interactive() && verbosity > QUIET
        ? new Progress(terminal.width(), done)
        : Progress.off();
  }

  /** What the user asked for, on standard output. */
  public void data(String line) {
    print(out, line);
  }

  /** Many lines of that, written together. */
  public void data(List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(clean(line)).append('\n'));
    err.erase();
    out.write(text.toString());
  }

  /** True if standard output cannot be written: no more data is wanted. */
  public boolean isBroken() {
    return out.failure() != null;
  }

  /** A step done, on standard output; not with {@code -q}. */
  public void milestone(String line) {
    detail(0, line);
  }

  /** A step that only {@code -v}, given {@code level} times, shows; on standard output. */
  public void detail(int level, String line) {
    if (verbosity >= level) {
      print(out, line);
    }
  }

  /** How something is done, which only {@code -v} shows; on standard error. */
  public void trace(int level, String line) {
    if (verbosity >= level) {
      print(err, line);
    }
  }

  /** A line the server sent. */
  public void server(String line) {
    trace(0, SERVER + line);
  }

  /** A line the server sent to be overwritten by its next one: drawn on a terminal only. */
  public void serverPassing(String line) {
    if (terminal.interactive() && verbosity > QUIET) {
      err.redraw(Text.clean(SERVER + line, terminal.width() - 1));
    }
  }

  /** Draws a line from {@link Progress} over the last one; nothing if it is empty. */
  public void progress(String line) {
    if (!line.isEmpty()) {
      err.redraw(clean(line));
    }
  }

  /** Leaves the progress line as it is and goes on below it. */
  public void progressDone() {
    err.keep();
  }

  /** What the user must not overlook, whatever else is to be shown. */
  public void warning(String line) {
    err.keep();
    print(err, program + ": warning: " + line);
  }

  /** Why got gives up. */
  public void error(Failure failure) {
    err.keep();
    print(err, program + ": " + failure.text());
    if (!failure.hint().isEmpty()) {
      print(err, program + ": hint: " + failure.hint());
    }
    if (failure instanceof UsageException usage && !usage.usage().isEmpty()) {
      print(err, usage.usage());
    }
  }

  /**
   * The status to exit with: {@code status}, unless all went well but standard output could not be
   * written. That nobody reads a pipe any more is no error to tell of, but SIGPIPE's status.
   */
  public int finish(int status) {
    IOException failure = out.failure();
    if (failure == null || status != ExitCode.DONE.status()) {
      return status;
    }
    if (String.valueOf(failure.getMessage()).contains("Broken pipe")) {
      return ExitCode.ofSignal(SIGPIPE);
    }
    error(new Failure(ExitCode.FAILED, "stdout: " + failure.getMessage()));
    return ExitCode.FAILED.status();
  }

  private void print(Sink sink, String line) {
    err.erase();
    sink.write(clean(line) + "\n");
  }

  private static String clean(String line) {
    return Text.clean(line, LINE_MAX);
  }

  /** A stream, the line that is drawn on it, and the first failure to write to it. */
  private static final class Sink {
    private final OutputStream stream;
    private int drawn;
    private @Nullable IOException failure;

    Sink(OutputStream stream) {
      this.stream = stream;
    }

    synchronized void write(String text) {
      if (failure == null) {
        try {
          stream.write(text.getBytes(StandardCharsets.UTF_8));
          stream.flush();
        } catch (IOException e) {
          failure = e;
        }
      }
    }

    synchronized void redraw(String line) {
      write("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
      drawn = line.length();
    }

    synchronized void erase() {
      if (drawn > 0) {
        write("\r" + " ".repeat(drawn) + "\r");
        drawn = 0;
      }
    }

    synchronized void keep() {
      if (drawn > 0) {
        write("\n");
        drawn = 0;
      }
    }

    synchronized @Nullable IOException failure() {
      return failure;
    }
  }
}
