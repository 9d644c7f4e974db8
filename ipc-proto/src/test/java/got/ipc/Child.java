package got.ipc;

import got.ipc.HelperUnderTest.Task;
import got.ipc.index.IndexTalk;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;

/** A process that runs {@link HelperUnderTest}, started as got starts its helpers. */
final class Child<Q> implements Closeable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final AFUNIXSocketPair<AFUNIXSocketChannel> quiet;
  final Channel<Q, FromHelper<IndexTalk.Reply>> channel;

  private Child(Process process, Channel<Q, FromHelper<IndexTalk.Reply>> channel)
      throws IOException {
    this.quiet = AFUNIXSocketPair.open();
    this.process = process;
    this.channel = channel;
  }

  /**
   * @param scratch where junixsocket may unpack its library
   */
  static Child<IndexTalk.Request> start(Task task, Path scratch) throws IOException {
    return start(task, scratch, IndexTalk.PROTOCOL.requests());
  }

  /**
   * @param requests what may be sent, if not what the helper expects
   */
  static <Q> Child<Q> start(Task task, Path scratch, Direction<Q> requests) throws IOException {
    Channel.ForChild<Q, IndexTalk.Reply> ends =
        Channel.open(new Protocol<>(requests, IndexTalk.PROTOCOL.replies()));
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xmx24m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=deny",
            "-Djava.io.tmpdir=" + scratch,
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            HelperUnderTest.class.getName(),
            task.name());
    builder.environment().clear();
    builder.redirectInput(ends.stdin());
    Process process = builder.start();
    ends.closeChildEnd();
    return new Child<>(process, ends.channel());
  }

  /** Something to read from that never says anything, and never ends. */
  FileDescriptor silence() throws IOException {
    return quiet.getSocket1().getFileDescriptor();
  }

  FromHelper<IndexTalk.Reply> next() throws ChannelException {
    return channel.receive().message();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends a signal by its name. */
  void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    int status = new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor();
    if (status != 0) {
      throw new AssertionError("kill: " + status);
    }
  }

  /** Waits for the end; the exit status. */
  int status() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the helper does not end");
    }
    return process.exitValue();
  }

  /** What it wrote to its standard error and output. Waits for its end. */
  String output() throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
        + new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    channel.close();
    quiet.close();
  }
}
