package got.ipc;

import got.ipc.confine.Confinement;
import got.ipc.confine.ConfinementException;
import got.ipc.confine.Extent;
import got.ipc.confine.HelperTerms;
import got.ipc.confine.Mechanism;
import got.ipc.confine.Policy;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The life of a helper process: channel, confinement, {@link FromHelper.Ready}, one request, exit.
 *
 * <p>A thread of its own reads the channel, so that the process ends at once when got goes away,
 * whatever the others are blocked in.
 *
 * @param <Q> got's requests
 * @param <R> the replies
 */
public final class Helper<Q, R> {
  /** Exit status after the work was done and reported. */
  public static final int EXIT_DONE = 0;

  /** Exit status after a {@link FromHelper.Failed} was sent. */
  public static final int EXIT_FAILED = 1;

  /** Exit status when got is gone, or broke the rules. */
  public static final int EXIT_NO_PARENT = 2;

  /** Exit status when not even the failure could be reported. */
  public static final int EXIT_BROKEN = 3;

  private final Channel<FromHelper<R>, Q> channel;

  /**
   * Without a limit: a reader that waits for room would miss the end of got. Guarded by itself:
   * what java.util.concurrent has to wait with takes 30 classes more, in 3 ms of each start.
   */
  private final Queue<Received<Q>> inbox = new ArrayDeque<>();

  private Helper(Channel<FromHelper<R>, Q> channel) {
    this.channel = channel;
  }

  /** What a helper does with its one request. */
  @FunctionalInterface
  public interface Work<Q, R> {
    /** Loads what cannot be loaded any more once no file can be opened: native libraries. */
    default void prepare() throws ConfinementException {}

    /**
     * @param got to read further requests from and to report progress to
     * @param request the first
     * @return the last message
     * @throws HelperFailure for everything that is not our bug
     */
    R run(Helper<Q, R> got, Received<Q> request) throws HelperFailure, InterruptedException;
  }

  /**
   * Runs the helper and ends the process; does not return.
   *
   * @param policy what it may do from the moment it is ready
   * @param args those of {@link HelperTerms}
   */
  public static <Q, R> void run(
      Protocol<Q, R> protocol, Policy policy, String[] args, Work<Q, R> work) {
    int status = EXIT_BROKEN;
    Set<Mechanism> inForce = Set.of();
    try {
      ignoreTerminal();
      Helper<Q, R> helper = new Helper<>(Channel.inherited(protocol));
      try {
        loadChannels();
        work.prepare();
        inForce = confine(policy, HelperTerms.of(List.of(args)));
      } catch (ConfinementException e) {
        helper.tell(failed(ErrorKind.CONFINEMENT, e.reason()));
        status = EXIT_FAILED;
        return;
      }
      status = helper.serve(work, inForce);
    } catch (Throwable e) {
      complain(e);
    } finally {
      if (inForce.contains(Mechanism.SECCOMP)) {
        Confinement.exit(status);
      }
      // Not exit(): shutdown machinery loads classes, and the file system may be out of reach.
      Runtime.getRuntime().halt(status);
    }
  }

  /** The first channel of a process loads a native library; the descriptor stays open. */
  @SuppressWarnings("resource")
  private static void loadChannels() {
    if (!new FileOutputStream(FileDescriptor.err).getChannel().isOpen()) {
      throw new IllegalStateException("standard error is closed");
    }
  }

  private static Set<Mechanism> confine(Policy policy, HelperTerms terms)
      throws ConfinementException {
    if (terms.extent() == Extent.NONE) {
      Confinement.rehearse(policy);
      return Set.of();
    }
    return Confinement.enter(policy, terms);
  }

  /**
   * Ctrl-C and the end of a terminal reach every process in the foreground. A helper ends when got
   * does, so that got reports its own interruption and not a dead helper.
   */
  private static void ignoreTerminal() {
    Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
    Signal.handle(new Signal("HUP"), SignalHandler.SIG_IGN);
  }

  private int serve(Work<Q, R> work, Set<Mechanism> inForce)
      throws ChannelException, InterruptedException {
    Thread reader = new Thread(this::fillInbox, "channel");
    reader.setDaemon(true);
    reader.start();
    tell(new FromHelper.Ready<>(inForce));
    FromHelper<R> last;
    int status = EXIT_DONE;
    try {
      last = new FromHelper.Answer<>(work.run(this, next()));
    } catch (HelperFailure e) {
      last = new FromHelper.Failed<>(e.report());
      status = EXIT_FAILED;
    } catch (OutOfMemoryError e) {
      last = failed(ErrorKind.INTERNAL, Shortage.of(e).toString());
      status = EXIT_FAILED;
    } catch (RuntimeException | Error e) {
      complain(e);
      last = failed(ErrorKind.INTERNAL, "unexpected " + e.getClass().getSimpleName());
      status = EXIT_FAILED;
    }
    tell(last);
    return status;
  }

  private static <R> FromHelper<R> failed(ErrorKind kind, String text) {
    return new FromHelper.Failed<>(ErrorReport.of(kind, -1, text));
  }

  private void fillInbox() {
    int status = EXIT_BROKEN;
    try {
      while (true) {
        Received<Q> request = channel.receive();
        synchronized (inbox) {
          inbox.add(request);
          inbox.notifyAll();
        }
      }
    } catch (ChannelException e) {
      status = EXIT_NO_PARENT;
      if (e.reason() == ChannelException.Reason.RULES) {
        complain(e);
      }
    } catch (RuntimeException | Error e) {
      complain(e);
    } finally {
      // Whatever ended this thread: without it nothing would notice the end of got.
      Runtime.getRuntime().halt(status);
    }
  }

  /** Waits for the next request. */
  public Received<Q> next() throws InterruptedException {
    synchronized (inbox) {
      while (inbox.isEmpty()) {
        inbox.wait();
      }
      return inbox.remove();
    }
  }

  /** Reports to got; if got is gone, ends the process. */
  public void send(R reply) {
    tell(new FromHelper.Answer<>(reply));
  }

  private void tell(FromHelper<R> message) {
    try {
      channel.send(message);
    } catch (ChannelException e) {
      Runtime.getRuntime().halt(EXIT_NO_PARENT);
    }
  }

  /** Writes to standard error, which got reads and shows if the helper dies. */
  private static void complain(Throwable e) {
    StringBuilder text = new StringBuilder(e.toString()).append('\n');
    for (StackTraceElement element : e.getStackTrace()) {
      text.append("  at ").append(element).append('\n');
    }
    // What a class lacked when it was initialised is the cause of what happens when it is used.
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      text.append("because of ").append(cause).append('\n');
    }
    try {
      new FileOutputStream(FileDescriptor.err)
          .write(text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException ignored) {
      // Nobody reads it.
    }
  }
}
