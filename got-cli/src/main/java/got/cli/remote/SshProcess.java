package got.cli.remote;

import got.cli.process.Network;
import got.cli.process.ProcessClock;
import got.cli.process.Stage;
import got.cli.say.Failure;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A running ssh(1). Its standard input and output are one end of a socket pair, the other end is
 * the network for a helper; its standard error, process group and terminal are got's, so that it
 * can ask for a passphrase. Closing ends it.
 */
public final class SshProcess implements Stage {
  /**
   * What ssh may need, by a {@link ProcessClock}, to put a terminal in order that it was asking on.
   */
  private static final Duration TERMINATION = Duration.ofSeconds(1);

  private final Process process;
  private final AFUNIXSocketPair<AFUNIXSocketChannel> pair;
  private boolean answered;

  private SshProcess(Process process, AFUNIXSocketPair<AFUNIXSocketChannel> pair) {
    this.process = process;
    this.pair = pair;
  }

  /**
   * @throws IOException if it cannot be started
   */
  public static SshProcess start(SshCommand command) throws IOException {
    Path program = Path.of(command.words().getFirst());
    if (!Files.isExecutable(program)) {
      throw new IOException("no such program: " + program);
    }
    AFUNIXSocketPair<AFUNIXSocketChannel> pair = AFUNIXSocketPair.open();
    FileDescriptor input = pair.getSocket2().getFileDescriptor();
    // Two of them: Java closes each in the child once it is in place.
    FileDescriptor output = FileDescriptorCast.duplicating(input).getFileDescriptor();
    try {
      ProcessBuilder builder = new ProcessBuilder(command.words());
      builder.environment().clear();
      builder.environment().putAll(command.environment());
      builder.redirectInput(FileDescriptorCast.using(input).as(ProcessBuilder.Redirect.class));
      builder.redirectOutput(FileDescriptorCast.using(output).as(ProcessBuilder.Redirect.class));
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      return new SshProcess(builder.start(), pair);
    } catch (IOException e) {
      drop(pair.getSocket1().getFileDescriptor());
      throw e;
    } finally {
      // Else nobody would see the end of ssh.
      drop(input);
      drop(output);
    }
  }

  /** Not by closing the socket: that would shut down the connection for both ends. */
  private static void drop(FileDescriptor descriptor) throws IOException {
    new FileOutputStream(descriptor).close();
  }

  /** The end for a helper; ssh sees the end of input once neither we nor the helper has it. */
  public Network network() {
    return new Network() {
      @Override
      public FileDescriptor descriptor() {
        try {
          return pair.getSocket1().getFileDescriptor();
        } catch (IOException e) {
          throw new IllegalStateException("closed", e);
        }
      }

      @Override
      public void close() throws IOException {
        drop(descriptor());
      }
    };
  }

  @Override
  public String name() {
    return "ssh";
  }

  @Override
  public long pid() {
    return process.pid();
  }

  /** The server has said something: ssh has done what it had to before that. */
  public void serverAnswered() {
    answered = true;
  }

  /** How ssh ended tells why nothing came from it. */
  @Override
  public Failure explain(Failure failure) throws InterruptedException {
    return SshEnd.explain(failure, this, answered);
  }

  /**
   * Waits for its end, when the conversation is over.
   *
   * @return its exit status, 128 and the number of a signal that ended it; nothing if it goes on
   */
  public OptionalInt awaitEnd() throws InterruptedException {
    return ProcessClock.awaitEnd(process, SshEnd.LIMIT)
        ? OptionalInt.of(process.exitValue())
        : OptionalInt.empty();
  }

  /** Ends it, gently at first: SIGKILL while it asks would leave the terminal without echo. */
  @Override
  public void close() {
    process.destroy();
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        if (!ProcessClock.awaitEnd(process, TERMINATION)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
