package got.cli.process;

import got.cli.say.ExitCode;
import got.ipc.Channel;
import got.ipc.ChannelException;
import got.ipc.ChannelException.Reason;
import got.ipc.FromHelper;
import got.ipc.Received;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running helper. Whatever it says is read by a thread of its own here; closing kills it and
 * waits for its end.
 *
 * @param <Q> its requests
 * @param <R> its replies
 */
final class HelperProcess<Q, R> implements Closeable {
  /** Bytes of standard error kept: a crash report's beginning. */
  private static final int STDERR_BYTES = 16 * 1024;

  /** What a helper that has said its last word may need to end, by a {@link ProcessClock}. */
  private static final Duration EXIT = Duration.ofSeconds(5);

  /**
   * For threads of ours that read what a dead helper has left. They only wait longer than it takes
   * them if someone else holds the other end, as a child of an unconfined helper could.
   */
  private static final long LEFTOVER_SECONDS = 60;

  private final String name;
  private final Process process;

  /**
   * To kill it by. That of {@link Process} is no good: it holds the time the process was started,
   * as the thread saw it that started it, and that one could not read /proc.
   */
  private final ProcessHandle handle;

  private final Channel<Q, FromHelper<R>> channel;
  private final Sink<R> sink;
  private final CompletableFuture<ChannelException> channelEnd = new CompletableFuture<>();
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
  private final Thread channelReader;
  private final Thread stderrReader;

  /** Is told what the helper does, on a thread of its own; when it blocks, the helper waits. */
  interface Sink<R> {
    void said(Received<FromHelper<R>> received) throws InterruptedException;

    /** Its end of the channel is closed, or it broke the channel's rules; nothing follows. */
    void left(ChannelException why) throws InterruptedException;
  }

  HelperProcess(String name, Process process, Channel<Q, FromHelper<R>> channel, Sink<R> sink) {
    this.name = name;
    this.process = process;
    this.handle = ProcessHandle.of(process.pid()).orElse(process.toHandle());
    this.channel = channel;
    this.sink = sink;
    this.channelReader = daemon("channel", this::readChannel);
    this.stderrReader = daemon("stderr", this::readStderr);
  }

  private Thread daemon(String what, Runnable work) {
    return Thread.ofPlatform().daemon().name(name + " " + what).unstarted(work);
  }

  /**
   * Begins to take what the helper says, on threads that may do no more than the calling one: it is
   * not always the one that has started the helper.
   */
  void listen() {
    stderrReader.start();
    channelReader.start();
  }

  private void readChannel() {
    try {
      while (true) {
        sink.said(channel.receive());
      }
    } catch (ChannelException e) {
      channelEnd.complete(e);
      try {
        sink.left(e);
      } catch (InterruptedException i) {
        Thread.currentThread().interrupt();
      }
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

  long pid() {
    return process.pid();
  }

  /**
   * Sends a request.
   *
   * @param descriptors stay open here
   * @throws ChannelException if the helper is gone
   */
  void send(Q request, FileDescriptor... descriptors) throws ChannelException {
    channel.send(request, descriptors);
  }

  private boolean ended() throws InterruptedException {
    return ProcessClock.awaitEnd(process, EXIT);
  }

  /**
   * Waits for the end of a helper that is done.
   *
   * @return true if it ended by itself, in time, with status 0
   */
  boolean endedWell() throws InterruptedException {
    return ended() && process.exitValue() == 0;
  }

  /**
   * What a helper that has ended said after its last message, which is nothing if it is honest:
   * waits until its channel is at its end.
   *
   * @return the rule it broke, or empty
   */
  String lastWords() throws InterruptedException {
    try {
      ChannelException end = channelEnd.get(LEFTOVER_SECONDS, TimeUnit.SECONDS);
      return end.reason() == Reason.RULES ? String.valueOf(end.getMessage()) : "";
    } catch (ExecutionException | TimeoutException e) {
      return "its channel stays open";
    }
  }

  /** True if it ended by a signal that terminals and shells send to all processes of a job. */
  boolean endedBySignalOfTerminal() throws InterruptedException {
    return ended() && ExitCode.endedWithItsJob(process.exitValue());
  }

  /** How it ended, for a message: {@code signal 9}, {@code status 3}. Waits until it has. */
  String ending() throws InterruptedException {
    if (!ended()) {
      return "did not exit";
    }
    int status = process.exitValue();
    return status > 128 ? "killed by signal " + (status - 128) : "exit status " + status;
  }

  /** What it wrote to standard error, as far as it was kept: all of it, if it has ended. */
  String complaint() throws InterruptedException {
    if (!process.isAlive()) {
      stderrReader.join(TimeUnit.SECONDS.toMillis(LEFTOVER_SECONDS));
    }
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
