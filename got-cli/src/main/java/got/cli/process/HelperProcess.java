package got.cli.process;

import got.ipc.Channel;
import got.ipc.ChannelException;
import got.ipc.ChannelException.Reason;
import got.ipc.Message;
import got.ipc.confine.ConfinementException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A running helper. Whatever it says goes to one queue, read by a thread of its own here; closing
 * kills it and waits for its end.
 */
public final class HelperProcess implements Closeable {
  /** Bytes of standard error kept: a crash report's beginning. */
  private static final int STDERR_BYTES = 16 * 1024;

  /** Exit status after HUP, INT and TERM. */
  private static final Set<Integer> SIGNALED_WITH_ITS_GROUP = Set.of(129, 130, 143);

  /** How long a helper that has said its last word may take to end. */
  private static final long EXIT_SECONDS = 5;

  private final HelperProgram program;
  private final Process process;

  /**
   * To kill it by. That of {@link Process} is no good: it holds the time the process was started,
   * as the thread saw it that started it, and that one could not read /proc.
   */
  private final ProcessHandle handle;

  private final Channel channel;
  private final BlockingQueue<HelperEvent> events;
  private final CompletableFuture<ChannelException> channelEnd = new CompletableFuture<>();
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
  private final Thread stderrReader;

  private HelperProcess(
      HelperProgram program, Process process, Channel channel, BlockingQueue<HelperEvent> events) {
    this.program = program;
    this.process = process;
    this.handle = ProcessHandle.of(process.pid()).orElse(process.toHandle());
    this.channel = channel;
    this.events = events;
    this.stderrReader = daemon("stderr", this::readStderr);
    daemon("channel", this::readChannel);
  }

  /**
   * Starts a helper: empty environment, working directory {@code /}, standard input the channel.
   *
   * @param sandbox confines it from its first instruction
   * @param events gets what it says; when it is full, the helper has to wait
   * @throws IOException if it cannot be started
   * @throws ConfinementException if it cannot be confined
   */
  public static HelperProcess start(
      Installation installation,
      HelperProgram program,
      HelperSandbox sandbox,
      BlockingQueue<HelperEvent> events)
      throws IOException, ConfinementException, InterruptedException {
    Channel.ForChild ends = Channel.open(program.requests(), program.replies());
    // Opened here, because the thread that starts the helper may open nothing.
    try (FileOutputStream nowhere = new FileOutputStream("/dev/null")) {
      List<String> command = new ArrayList<>(installation.command(program));
      command.addAll(sandbox.arguments());
      ProcessBuilder builder = builder(command);
      builder.redirectInput(ends.stdin());
      builder.redirectOutput(
          FileDescriptorCast.using(nowhere.getFD()).as(ProcessBuilder.Redirect.class));
      Process process = sandbox.start(builder::start, installation.files(program));
      return new HelperProcess(program, process, ends.channel(), events);
    } catch (IOException | ConfinementException | InterruptedException e) {
      ends.channel().close();
      throw e;
    } finally {
      ends.closeChildEnd();
    }
  }

  /** Without environment, in the root directory. */
  public static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.directory(Path.of("/").toFile());
    return builder;
  }

  private Thread daemon(String what, Runnable work) {
    return Thread.ofPlatform().daemon().name(program.programName() + " " + what).start(work);
  }

  private void readChannel() {
    try {
      while (true) {
        events.put(new HelperEvent.Said(program, channel.receive().message()));
      }
    } catch (ChannelException e) {
      channelEnd.complete(e);
      putUninterrupted(new HelperEvent.Left(program, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void putUninterrupted(HelperEvent event) {
    try {
      events.put(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads to the end, however much it is, so that the helper never waits for us. */
  private void readStderr() {
    byte[] buffer = new byte[1024];
    try (InputStream in = process.getErrorStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        stderr.write(buffer, 0, Math.min(n, STDERR_BYTES - stderr.size()));
      }
    } catch (IOException e) {
      // The process is being killed.
    }
  }

  public HelperProgram program() {
    return program;
  }

  public long pid() {
    return process.pid();
  }

  /**
   * Sends a request.
   *
   * @param descriptors stay open here
   * @throws ChannelException if the helper is gone
   */
  public void send(Message.Request request, FileDescriptor... descriptors) throws ChannelException {
    channel.send(request, descriptors);
  }

  /**
   * Waits for the end of a helper that is done.
   *
   * @return true if it ended by itself, in time, with status 0
   */
  public boolean endedWell() throws InterruptedException {
    return process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  /**
   * What it said after its last message, which is nothing if it is honest: waits until its channel
   * is at its end.
   *
   * @return the rule it broke, or empty
   */
  String lastWords() throws InterruptedException {
    try {
      ChannelException end = channelEnd.get(EXIT_SECONDS, TimeUnit.SECONDS);
      return end.reason() == Reason.RULES ? String.valueOf(end.getMessage()) : "";
    } catch (ExecutionException | TimeoutException e) {
      return "its channel stays open";
    }
  }

  /** True if it ended by a signal that terminals and shells send to all processes of a job. */
  boolean endedBySignalOfTerminal() throws InterruptedException {
    return process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)
        && SIGNALED_WITH_ITS_GROUP.contains(process.exitValue());
  }

  /** How it ended, for a message: {@code signal 9}, {@code status 3}. Waits until it has. */
  public String ending() throws InterruptedException {
    if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
      return "did not exit";
    }
    int status = process.exitValue();
    return status > 128 ? "killed by signal " + (status - 128) : "exit status " + status;
  }

  /** What it wrote to standard error, as far as it was kept. */
  public String complaint() throws InterruptedException {
    stderrReader.join(TimeUnit.SECONDS.toMillis(EXIT_SECONDS));
    return stderr.toString(StandardCharsets.UTF_8).strip();
  }

  /** Kills the helper, stopped or not, and waits for its end. */
  @Override
  public void close() {
    handle.destroyForcibly();
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    try {
      channel.close();
    } catch (IOException e) {
      // Its peer is dead anyway.
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
