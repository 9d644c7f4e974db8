package got.cli.say;

import got.ipc.Limits;
import got.ipc.Shortage;
import got.ipc.Text;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
 *   <li>The progress line is redrawn, only on a terminal, and at most five times a second. Every
 *       other line replaces it.
 *   <li>With {@code --json}, standard output carries one {@link JsonLine} for each event, errors
 *       and warnings among them, and standard error only what {@code -v} asks for.
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

  /** Verbosity from which on packets are shown. */
  public static final int PACKETS = 2;

  private static final String SERVER = "server: ";
  private static final int SIGPIPE = 13;

  /** Chars of a line: room for two reference names. */
  private static final int LINE_MAX = 4 * Limits.REF_NAME;

  private final String program;
  private final Streams streams;
  private final Sink out;
  private final Sink err;
  private final boolean json;
  private final int verbosity;

  /**
   * @param terminal what {@code err} leads to
   */
  private record Streams(Sink out, Sink err, Terminal terminal) {}

  private Console(String program, Streams streams, boolean json, int verbosity) {
    this.program = program;
    this.streams = streams;
    this.out = streams.out();
    this.err = streams.err();
    this.json = json;
    this.verbosity = verbosity;
  }

  /**
   * @param terminal what {@code err} leads to
   * @param json true for one object a line on {@code out}
   */
  public Console(OutputStream out, OutputStream err, Terminal terminal, boolean json) {
    this("got", new Streams(new Sink(out), new Sink(err), terminal), json, 0);
  }

  /**
   * The console of this process.
   *
   * @param program its name, for errors
   * @param json true for one object a line on standard output
   */
  public static Console ofProcess(String program, Map<String, String> environment, boolean json) {
    return new Console(
        program,
        new Streams(
            new Sink(new FileOutputStream(FileDescriptor.out)),
            new Sink(new FileOutputStream(FileDescriptor.err)),
            Terminal.ofStandardError(environment)),
        json,
        0);
  }

  /** The same console for another {@link #QUIET} or number of {@code -v}. */
  public Console at(int level) {
    return new Console(program, streams, json, level);
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
    return draws() ? new Progress(streams.terminal()::width, done) : Progress.off();
  }

  private boolean draws() {
    return streams.terminal().interactive() && verbosity > QUIET && !json;
  }

  /** True with {@code --json}. */
  public boolean isForPrograms() {
    return json;
  }

  /** One event, for programs. */
  public void object(JsonLine line) {
    out.writeData(line + "\n");
  }

  /** What the user asked for, on standard output. */
  public void data(String line) {
    err.erase();
    out.writeData(clean(line) + "\n");
  }

  /** Many lines of that, written together. */
  public void data(List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(clean(line)).append('\n'));
    err.erase();
    out.writeData(text.toString());
  }

  /** True if standard output cannot be written: no more data is wanted. */
  public boolean isBroken() {
    return out.failure() != null;
  }

  /**
   * To be called before what cannot be undone.
   *
   * @throws Failure if data could not be written; steps told to people do not count
   */
  public void requireHeard() throws Failure {
    if (out.isDataLost()) {
      throw Phrase.STDOUT.failure(reason(out.failure()));
    }
  }

  private static String reason(@Nullable IOException failure) {
    return failure == null ? "" : String.valueOf(failure.getMessage());
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

  /** A packet of the protocol, in short. */
  public void packet(String line) {
    trace(PACKETS, "packet: " + line);
  }

  /** A line the server sent. */
  public void server(String line) {
    trace(0, SERVER + line);
  }

  /** A line the server sent to be overwritten by its next one: drawn on a terminal only. */
  public void serverPassing(String line) {
    if (draws() && err.isDrawnLongAgo(System.nanoTime())) {
      int width = streams.terminal().width();
      err.redraw(Text.clean(SERVER + line, Math.max(3, width - 1)), width);
    }
  }

  /** Draws a line from {@link Progress} over the last one; nothing if it is empty. */
  public void progress(String line) {
    if (!line.isEmpty()) {
      err.redraw(clean(line), streams.terminal().width());
    }
  }

  /** Leaves the progress line as it is and goes on below it. */
  public void progressDone() {
    err.keep();
  }

  /** What the user must not overlook, whatever else is to be shown. */
  public void warning(String line) {
    if (json) {
      object(new JsonLine("warning").with("text", line));
      return;
    }
    err.keep();
    print(err, program + ": warning: " + line);
  }

  /**
   * A failure that may pass, after which there is another attempt.
   *
   * @param seconds until then
   * @param number of the attempts after the first one
   * @param retries how many of these there are
   */
  public void again(Failure failure, long seconds, int number, int retries) {
    if (json) {
      object(
          new JsonLine("retry")
              .with("text", failure.text())
              .with("seconds", seconds)
              .with("number", number)
              .with("of", retries));
      return;
    }
    err.keep();
    String when = "trying again in " + seconds + (seconds == 1 ? " second" : " seconds");
    trace(
        0, program + ": " + failure.text() + "; " + when + " (" + number + " of " + retries + ")");
  }

  /** Why got gives up; only the first reason is printed. */
  public void error(Failure failure) {
    if (!err.isFirstError()) {
      return;
    }
    boolean told = false;
    try {
      tell(failure);
      told = true;
    } finally {
      if (!told) {
        // There is no memory. Whoever tries again shall not find it said.
        err.hasToldNoError();
      }
    }
  }

  private void tell(Failure failure) {
    if (json && out.failure() == null) {
      JsonLine line =
          new JsonLine("error")
              .with("status", failure.exitCode().status())
              .with("text", failure.text());
      if (!failure.hint().isEmpty()) {
        line.with("hint", failure.hint());
      }
      int httpStatus = failure.circumstances().httpStatus();
      object(httpStatus == 0 ? line : line.with("http_status", httpStatus));
      return;
    }
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
   * What no code of ours expects, in any thread: a message like any other, no stack trace.
   *
   * @return the status to exit with
   */
  public int unexpected(Throwable e) {
    error(
        e instanceof OutOfMemoryError lacking
            ? outOf(Shortage.of(lacking)).failure()
            : Phrase.INTERNAL_ERROR.failure(e));
    return ExitCode.FAILED.status();
  }

  /** Says on standard error that there is no memory, without needing any. */
  public Runnable outOfMemory() {
    byte[] line = (program + ": " + Shortage.MEMORY + "\n").getBytes(StandardCharsets.UTF_8);
    FileOutputStream stderr = new FileOutputStream(FileDescriptor.err);
    return () -> {
      try {
        stderr.write(line);
      } catch (IOException e) {
        // Nobody listens.
      }
    };
  }

  private static Phrase outOf(Shortage shortage) {
    return switch (shortage) {
      case MEMORY -> Phrase.OUT_OF_MEMORY;
      case THREADS -> Phrase.OUT_OF_THREADS;
    };
  }

  /**
   * The status to exit with: {@code status}, unless all went well but data could not be written.
   * That nobody reads a pipe any more is no error to tell of, but SIGPIPE's status. Steps that
   * could not be told are worth a warning: what was asked for is done.
   */
  public int finish(int status) {
    String reason = reason(out.failure());
    boolean unread = reason.contains("Broken pipe");
    boolean done = status == ExitCode.DONE.status();
    if (!out.isDataLost()) {
      if (done && !unread && !reason.isEmpty()) {
        warning("stdout: " + reason);
      }
      return status;
    }
    if (unread && (done || status == ExitCode.FAILED.status())) {
      return ExitCode.ofSignal(SIGPIPE);
    }
    if (!done) {
      return status;
    }
    error(Phrase.STDOUT.failure(reason));
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
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(200);

    private final OutputStream stream;
    private int drawn;
    private long drawnAt = System.nanoTime();
    private boolean failed;
    private @Nullable IOException failure;
    private boolean dataLost;

    Sink(OutputStream stream) {
      this.stream = stream;
    }

    /** True the first time. */
    synchronized boolean isFirstError() {
      boolean first = !failed;
      failed = true;
      return first;
    }

    synchronized void hasToldNoError() {
      failed = false;
    }

    /** True if the last line was drawn so long ago that another may be. */
    synchronized boolean isDrawnLongAgo(long now) {
      return now - drawnAt >= INTERVAL;
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

    synchronized void writeData(String text) {
      write(text);
      dataLost |= failure != null;
    }

    synchronized boolean isDataLost() {
      return dataLost;
    }

    /**
     * Blanks what is left of the last line, but does not go beyond the window, which may shrink.
     */
    synchronized void redraw(String line, int width) {
      int end = Math.min(drawn, width - 1);
      write("\r" + line + " ".repeat(Math.max(0, end - line.length())));
      drawn = line.length();
      drawnAt = System.nanoTime();
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
