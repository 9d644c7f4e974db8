package got.cli.process;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.ChannelException.Reason;
import got.ipc.ErrorKind;
import got.ipc.ErrorReport;
import got.ipc.Message;
import got.ipc.confine.ConfinementException;
import got.ipc.confine.Seal;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The helpers of one run, and what they say.
 *
 * <p>When one fails, the other usually fails because of it: a server that hangs up makes the pack
 * end early, a broken pack makes the pipe break. So both reports are waited for, and the one nearer
 * to the cause is thrown. Closing kills them all, and ends ssh(1), from any thread.
 */
public final class HelperTeam implements Closeable {
  private static final int QUEUE = 64;

  /** How long the other helper may take to fail too. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Installation installation;
  private final HelperSandbox sandbox;
  private final Consumer<String> trace;
  private final BlockingQueue<HelperEvent> events = new ArrayBlockingQueue<>(QUEUE);
  private final Map<HelperProgram, HelperProcess> helpers = new EnumMap<>(HelperProgram.class);
  private final Set<HelperProgram> finished = EnumSet.noneOf(HelperProgram.class);
  private @Nullable SshProcess ssh;
  private boolean closed;

  /**
   * @param trace is told, in a line per process, what confines it
   */
  public HelperTeam(Installation installation, HelperSandbox sandbox, Consumer<String> trace) {
    this.installation = installation;
    this.sandbox = sandbox;
    this.trace = trace;
  }

  /**
   * @throws Failure if the helper cannot be started, or not be confined
   */
  public synchronized HelperProcess start(HelperProgram program)
      throws Failure, InterruptedException {
    try {
      if (closed) {
        throw new IOException("interrupted");
      }
      HelperProcess helper = HelperProcess.start(installation, program, sandbox, events);
      helpers.put(program, helper);
      return helper;
    } catch (ConfinementException e) {
      throw HelperSandbox.failure(program.programName(), e);
    } catch (IOException e) {
      throw Phrase.CANNOT_START.failure(program.programName(), e.getMessage());
    }
  }

  /**
   * Starts ssh(1), which ends with the helpers.
   *
   * @throws Failure if it cannot be started
   */
  public synchronized SshProcess start(SshCommand command) throws Failure {
    try {
      if (closed) {
        throw new IOException("interrupted");
      }
      SshProcess started = SshProcess.start(command);
      ssh = started;
      return started;
    } catch (IOException e) {
      throw Phrase.CANNOT_START_SSH.failure(e.getMessage());
    }
  }

  /**
   * Has got itself give up programs when all helpers run, connections when they stand.
   *
   * @param directory where got still writes; empty if nowhere
   */
  public void seal(Set<Seal> seals, List<Path> directory) throws Failure {
    String inForce = sandbox.seal(seals, directory);
    trace.accept("got: pid " + ProcessHandle.current().pid() + ": " + inForce);
  }

  /**
   * Waits for the next message of any helper.
   *
   * @param patience for how long none may come
   * @throws Failure if a helper failed, died, or broke the rules, or it took too long
   */
  public HelperEvent.Said next(Patience patience) throws Failure, InterruptedException {
    while (true) {
      HelperEvent event = events.poll(Patience.SLICE_MILLIS, TimeUnit.MILLISECONDS);
      if (event != null) {
        patience.moved();
      }
      patience.check();
      if (event == null) {
        continue;
      }
      Report report = reportOf(event);
      if (report != null) {
        throw nearest(report).failure();
      }
      if (event instanceof HelperEvent.Said said) {
        if (said.message() instanceof Message.Ready ready) {
          requireConfined(said.from(), ready);
        }
        return said;
      }
    }
  }

  /** Before a helper is ready it has seen nothing of the server's, and does not lie. */
  private void requireConfined(HelperProgram program, Message.Ready ready) throws Failure {
    String inForce = sandbox.require(program, ready.inForce());
    trace.accept(program.programName() + ": pid " + helper(program).pid() + ": " + inForce);
  }

  /** Says that a helper has sent its last message, so that its leaving is no failure. */
  public void finish(HelperProgram program) {
    finished.add(program);
  }

  /**
   * Waits until a helper that has sent its last message has ended.
   *
   * @throws Failure if it does not end, or not with status 0: then its last message is not believed
   */
  public void requireEndedWell(HelperProgram program) throws Failure, InterruptedException {
    HelperProcess helper = helper(program);
    if (!helper.endedWell()) {
      throw died(helper);
    }
    String lastWords = helper.lastWords();
    if (!lastWords.isEmpty()) {
      throw Phrase.HELPER_BROKE_THE_RULES.failure(program.programName(), lastWords);
    }
  }

  private synchronized HelperProcess helper(HelperProgram program) {
    HelperProcess helper = helpers.get(program);
    if (helper == null) {
      throw new IllegalStateException(program + " was not started");
    }
    return helper;
  }

  /**
   * A failure and how near to the cause it is.
   *
   * @param distance from 0, the cause, to 3, a consequence
   */
  private record Report(HelperProgram from, int distance, Failure failure) {}

  private @Nullable Report reportOf(HelperEvent event) throws InterruptedException {
    return switch (event) {
      case HelperEvent.Said said when said.message() instanceof Message.Failed failed -> {
        finished.add(said.from());
        yield new Report(
            said.from(),
            distance(said.from(), failed.report().kind()),
            failure(said.from(), failed.report()));
      }
      case HelperEvent.Said _ -> null;
      case HelperEvent.Left left when left.why().reason() == Reason.RULES ->
          new Report(
              left.from(),
              0,
              Phrase.HELPER_BROKE_THE_RULES.failure(
                  left.from().programName(), left.why().getMessage()));
      case HelperEvent.Left left ->
          finished.contains(left.from())
              ? null
              : new Report(left.from(), 1, died(helper(left.from())));
    };
  }

  private static int distance(HelperProgram from, ErrorKind kind) {
    if (kind == ErrorKind.CONFINEMENT) {
      return 0;
    }
    return switch (from) {
      case INDEX_PACK -> 2;
      case FETCH_PACK ->
          switch (kind) {
            case CONNECTION, REFUSED, PROTOCOL, SERVER_LIMIT -> 0;
            case PACK, PACK_LIMIT, OUTPUT, INTERNAL, CONFINEMENT -> 3;
          };
    };
  }

  private Report nearest(Report first) throws InterruptedException {
    Report nearest = first;
    long deadline = System.nanoTime() + GRACE.toNanos();
    Set<HelperProgram> waitingFor = running();
    waitingFor.remove(first.from());
    while (nearest.distance() > 0 && !waitingFor.isEmpty()) {
      long left = deadline - System.nanoTime();
      HelperEvent event = events.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
      if (event == null) {
        break;
      }
      Report report = reportOf(event);
      if (report != null && report.distance() < nearest.distance()) {
        nearest = report;
      }
      if (report != null || isLast(event)) {
        waitingFor.remove(event.from());
      }
    }
    return nearest;
  }

  private static boolean isLast(HelperEvent event) {
    return switch (event) {
      case HelperEvent.Left _ -> true;
      case HelperEvent.Said said ->
          said.message() instanceof Message.Fetched
              || said.message() instanceof Message.Indexed
              || said.message() instanceof Message.Listed;
    };
  }

  private synchronized Set<HelperProgram> running() {
    Set<HelperProgram> running = EnumSet.noneOf(HelperProgram.class);
    running.addAll(helpers.keySet());
    running.removeAll(finished);
    return running;
  }

  private static Failure failure(HelperProgram from, ErrorReport report) {
    if (report.kind() == ErrorKind.CONFINEMENT) {
      return HelperSandbox.failure(from.programName(), new ConfinementException(report.text()));
    }
    // Whose memory, or whose bug, the text alone does not say.
    String text =
        report.kind() == ErrorKind.INTERNAL
            ? from.programName() + ": " + report.text()
            : report.text();
    if (!report.serverText().isEmpty()) {
      text += ": " + report.serverText();
    }
    return new Failure(ExitCode.of(report.kind()), text);
  }

  /**
   * A signal for the whole process group may end a helper a moment before it ends got: then got is
   * not to complain of the helper, but to end by the signal too, while it waits here.
   */
  private static Failure died(HelperProcess helper) throws InterruptedException {
    if (helper.endedBySignalOfTerminal()) {
      Thread.sleep(GRACE);
    }
    String ending = helper.ending();
    return Phrase.HELPER_DIED.withHint(
        firstWords(helper.complaint()), helper.program().programName(), ending);
  }

  /** The first line that says something: a virtual machine frames what it says with {@code #}. */
  static String firstWords(String complaint) {
    return complaint
        .lines()
        .map(line -> line.replaceFirst("^[# ]+", ""))
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() {
    List<HelperProcess> all;
    SshProcess connection;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(helpers.values());
      connection = ssh;
    }
    all.forEach(HelperProcess::close);
    if (connection != null) {
      connection.close();
    }
  }
}
