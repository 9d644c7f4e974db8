package got.cli.process;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.ChannelException;
import got.ipc.ChannelException.Reason;
import got.ipc.ErrorKind;
import got.ipc.ErrorReport;
import got.ipc.FromHelper;
import got.ipc.confine.ConfinementException;
import got.ipc.confine.Seal;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The programs of one run, in the order in which the data passes them, and what they say.
 *
 * <p>When one fails, others usually fail because of it: a server that hangs up makes the pack end
 * early, a broken pack makes the pipe break. {@link Report} says which of several reports tells the
 * cause; those that could tell it are waited for. Closing kills the helpers and ends all others,
 * from any thread.
 */
public final class Pipeline implements Closeable {
  private static final int QUEUE = 64;

  /**
   * What a helper may need, by its {@link ProcessClock}, to notice that its neighbour has failed.
   */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final HelperLauncher launcher;
  private final Consumer<String> trace;
  private final Patience patience;
  private final BlockingQueue<HelperEvent> events = new ArrayBlockingQueue<>(QUEUE);
  private final Map<Stage, ProcessClock> clocks = new HashMap<>();
  private Optional<FreeThread> free = Optional.empty();

  // Guarded by this; the first is nearest to the server.
  private final List<Stage> stages = new ArrayList<>();
  private Optional<TaskThread> requests = Optional.empty();
  private boolean closed;

  /**
   * @param trace is told, in a line per process, what confines it
   */
  public Pipeline(
      Installation installation, HelperSandbox sandbox, Timeouts timeouts, Consumer<String> trace) {
    this.launcher = new HelperLauncher(installation, sandbox);
    this.patience = new Patience(timeouts, this::silent);
    this.trace = trace;
  }

  /**
   * Has the calling thread, and all that it starts from now on, give up programs and connections,
   * where the system can restrict single threads. These threads take what helpers say. One that
   * takes nothing starts and connects for them, until {@link #seal}.
   */
  public void setApart() throws Failure, InterruptedException {
    if (!launcher.sandbox().restrictsThreads()) {
      return;
    }
    synchronized (this) {
      if (requests.isPresent()) {
        throw new IllegalStateException("a thread sends requests already");
      }
    }
    HeadStart.end();
    free = Optional.of(FreeThread.start());
    String inForce = launcher.sandbox().restrictThread();
    trace("got", "in threads that listen to helpers: " + inForce);
  }

  private void trace(String program, String words) {
    trace.accept(program + ": pid " + ProcessHandle.current().pid() + ": " + words);
  }

  /** Something that the calling thread may have given up. */
  public interface Freely<T> {
    T run() throws Failure, IOException, InterruptedException;
  }

  /** Does something that starts a program or takes a socket. */
  public <T> T freely(Freely<T> work) throws Failure, IOException, InterruptedException {
    try {
      return free.isPresent() ? free.get().call(work::run) : work.run();
    } catch (ConfinementException e) {
      throw new IllegalStateException("not of this work", e);
    }
  }

  /** For whoever waits for something else than a helper. */
  public Patience patience() {
    return patience;
  }

  /**
   * Starts a helper below all others.
   *
   * @param listener gets what it says
   * @throws Failure if the helper cannot be started, or not be confined
   */
  public synchronized <Q, R> HelperStage<Q, R> start(
      HelperProgram<Q, R> program, HelperListener<R> listener)
      throws Failure, InterruptedException {
    try {
      requireOpen();
      HelperStage<Q, R> helper =
          free.isPresent()
              ? free.get().call(() -> new HelperStage<>(launcher, program, listener, events))
              : new HelperStage<>(launcher, program, listener, events);
      stages.add(helper);
      helper.listen();
      return helper;
    } catch (ConfinementException e) {
      throw HelperSandbox.failure(program.programName(), e);
    } catch (IOException e) {
      throw Phrase.CANNOT_START.failure(program.programName(), HelperStage.startReason(e));
    }
  }

  /** Starts a program that is no helper. */
  public interface Starter<S extends Stage> {
    S start() throws Failure, IOException, InterruptedException;
  }

  /**
   * Starts a program above all others.
   *
   * @throws IOException if it cannot be started
   */
  public synchronized <S extends Stage> S startAbove(Starter<S> starter)
      throws Failure, IOException, InterruptedException {
    requireOpen();
    S stage = freely(starter::start);
    stages.addFirst(stage);
    return stage;
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("interrupted");
    }
  }

  private synchronized List<Stage> stages() {
    return List.copyOf(stages);
  }

  /**
   * Has got itself give up programs when all helpers run, connections when they stand.
   *
   * @param program the name of this one
   * @param directory where it still writes; empty if nowhere
   */
  public void seal(String program, Set<Seal> seals, List<Path> directory) throws Failure {
    String inForce = launcher.sandbox().seal(program, seals, directory);
    trace(program, inForce);
    if (free.isPresent()) {
      free.get().end();
      free = Optional.empty();
    }
  }

  /**
   * Waits for the next message of any helper and hands it to its listener. A helper's last message
   * is handed on when the helper has ended well.
   *
   * @throws Failure if a helper failed, died, or broke the rules, or it took too long
   */
  public void next() throws Failure, InterruptedException {
    HelperEvent event = null;
    while (event == null) {
      event = events.poll(Patience.SLICE_MILLIS, TimeUnit.MILLISECONDS);
      look(event != null);
    }
    Optional<Report> report = reportOf(event);
    if (report.isPresent()) {
      throw explained(nearest(report.get()));
    }
    switch (event) {
      case HelperEvent.Said<?> said -> deliver(said);
      case HelperEvent.Left _ -> {
        // It was done.
      }
    }
  }

  private <R> void deliver(HelperEvent.Said<R> said) throws Failure, InterruptedException {
    HelperStage<?, R> from = said.from();
    switch (said.message()) {
      case FromHelper.Ready<R> ready -> {
        // Before a helper is ready it has seen nothing of the server's, and does not lie.
        String inForce = launcher.sandbox().require(from.name(), ready.inForce());
        trace.accept(from.name() + ": pid " + from.pid() + ": " + inForce);
        from.listener().ready();
      }
      case FromHelper.Failed<R> failed ->
          throw new IllegalStateException("not reported: " + failed.report());
      case FromHelper.Answer<R>(R reply) -> {
        if (said.isLast()) {
          from.finish();
        }
        from.listener().reply(reply);
      }
    }
  }

  /** Some requests to one helper. */
  public interface Requests {
    void send() throws IOException;
  }

  /**
   * Sends requests; that a helper is gone shows in its events, with the reason. From a thread of
   * their own, because a helper that is stopped does not take them: then this fails, and whoever
   * called closes the pipeline.
   *
   * @throws IOException for another reason
   */
  public void send(Requests what) throws Failure, IOException, InterruptedException {
    FutureTask<Boolean> task = new FutureTask<>(() -> isTaken(what));
    requestThread().add(task);
    look(true);
    while (true) {
      try {
        task.get(Patience.SLICE_MILLIS, TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        look(false);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException cause) {
          throw cause;
        }
        throw new IllegalStateException(e);
      }
    }
  }

  private synchronized TaskThread requestThread() {
    if (requests.isEmpty()) {
      requests = Optional.of(TaskThread.start("requests"));
    }
    return requests.get();
  }

  private static boolean isTaken(Requests what) throws IOException {
    try {
      what.send();
      return true;
    } catch (ChannelException e) {
      // The helper's last words are in the queue, and say more than this exception.
      return false;
    }
  }

  /**
   * Time passed.
   *
   * @throws Failure if it was too much
   */
  private void look(boolean moved) throws Failure {
    Duration atLeast = Duration.ZERO;
    for (Stage stage : stages()) {
      if (stage instanceof HelperStage<?, ?> helper) {
        Duration wish = helper.listener().patience();
        atLeast = wish.compareTo(atLeast) > 0 ? wish : atLeast;
      }
    }
    patience.atLeast(atLeast);
    if (moved) {
      patience.moved();
      clocks.clear();
    } else {
      patience.pardon(starved());
    }
    patience.check();
  }

  /**
   * Nanoseconds since the last look in which some program would have gone on if it had been let.
   */
  private long starved() {
    long most = 0;
    for (Stage stage : stages()) {
      ProcessClock clock = clocks.get(stage);
      if (clock == null) {
        clocks.put(stage, new ProcessClock(stage.pid()));
      } else {
        clock.count();
        most = Math.max(most, clock.starved());
      }
    }
    return most;
  }

  /** Whose fault it is that nothing is said: the last of those that have work. */
  private Failure silent(Duration time) {
    for (Stage stage : stages().reversed()) {
      if (stage instanceof HelperStage<?, ?> helper) {
        Optional<Failure> failure = helper.listener().silent(time);
        if (failure.isPresent()) {
          return failure.get();
        }
      }
    }
    return Phrase.HELPER_HANGS.failure(stages().getLast().name(), time.toSeconds());
  }

  private Optional<Report> reportOf(HelperEvent event) throws InterruptedException {
    return switch (event) {
      case HelperEvent.Said<?> said -> reportOf(said);
      case HelperEvent.Left left when left.why().reason() == Reason.RULES -> {
        String name = left.from().name();
        yield Optional.of(
            new Report(
                left.from(),
                Report.About.ITSELF,
                Phrase.HELPER_BROKE_THE_RULES.failure(name, left.why().getMessage())));
      }
      case HelperEvent.Left left ->
          left.from().isFinished()
              ? Optional.empty()
              : Optional.of(new Report(left.from(), Report.About.ITSELF, left.from().died()));
    };
  }

  private static <R> Optional<Report> reportOf(HelperEvent.Said<R> said) {
    return switch (said.message()) {
      case FromHelper.Failed<R>(ErrorReport report) -> {
        said.from().giveUp();
        Failure failure = failure(said.from().name(), report);
        yield Optional.of(
            new Report(
                said.from(),
                Report.about(report.kind()),
                said.from().listener().gaveUp(report.kind(), failure)));
      }
      case FromHelper.Ready<R> _, FromHelper.Answer<R> _ -> Optional.empty();
    };
  }

  private static Failure failure(String from, ErrorReport report) {
    if (report.kind() == ErrorKind.CONFINEMENT) {
      return HelperSandbox.failure(from, new ConfinementException(report.text()));
    }
    if (report.kind() == ErrorKind.STRUCTURE) {
      return Phrase.FAULTY_OBJECT.failure(report.text());
    }
    // Whose memory, or whose bug, the text alone does not say.
    String text = report.kind() == ErrorKind.INTERNAL ? from + ": " + report.text() : report.text();
    if (!report.serverText().isEmpty()) {
      text += ": " + report.serverText();
    }
    return new Failure(ExitCode.of(report.kind()), text);
  }

  /** Waits for what those have to say who could tell a cause of what was reported. */
  private Report nearest(Report first) throws InterruptedException {
    Report nearest = first;
    Map<HelperStage<?, ?>, ProcessClock> waitingFor = neighbours(first);
    long looked = System.nanoTime();
    while (!waitingFor.isEmpty()) {
      HelperEvent event = events.poll(Patience.SLICE_MILLIS, TimeUnit.MILLISECONDS);
      // Also one that says something all the time has had its time.
      if (System.nanoTime() - looked >= TimeUnit.MILLISECONDS.toNanos(Patience.SLICE_MILLIS)) {
        looked = System.nanoTime();
        waitingFor.values().removeIf(clock -> clock.count() >= GRACE.toNanos());
      }
      if (event == null || !waitingFor.containsKey(event.from())) {
        continue;
      }
      Optional<Report> report = reportOf(event);
      if (report.isPresent() || isLast(event)) {
        waitingFor.remove(event.from());
      }
      if (report.isPresent()) {
        nearest = cause(nearest, report.get());
        waitingFor.keySet().retainAll(neighbours(nearest).keySet());
      }
    }
    return nearest;
  }

  private Report cause(Report one, Report other) {
    List<Stage> all = stages();
    return all.indexOf(one.from()) < all.indexOf(other.from())
        ? Report.cause(one, other)
        : Report.cause(other, one);
  }

  /** The helpers that go on, on that side of the one that reported which its report is about. */
  private Map<HelperStage<?, ?>, ProcessClock> neighbours(Report report) {
    List<Stage> all = stages();
    int place = all.indexOf(report.from());
    List<Stage> some =
        switch (report.about()) {
          case INPUT -> all.subList(0, place);
          case ITSELF -> List.of();
          case OUTPUT -> all.subList(place + 1, all.size());
        };
    Map<HelperStage<?, ?>, ProcessClock> running = new HashMap<>();
    for (Stage stage : some) {
      if (stage instanceof HelperStage<?, ?> helper && !helper.isFinished()) {
        running.put(helper, new ProcessClock(helper.pid()));
      }
    }
    return running;
  }

  private static boolean isLast(HelperEvent event) {
    return switch (event) {
      case HelperEvent.Left _ -> true;
      case HelperEvent.Said<?> said -> said.isLast();
    };
  }

  /** Programs that are no helpers tell what they know only when they are asked. */
  private Failure explained(Report report) throws InterruptedException {
    Failure failure = report.failure();
    if (report.about() == Report.About.INPUT) {
      List<Stage> all = stages();
      for (Stage above : all.subList(0, all.indexOf(report.from())).reversed()) {
        failure = above.explain(failure);
      }
    }
    return failure;
  }

  @Override
  public void close() {
    List<Stage> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(stages);
      requests.ifPresent(TaskThread::end);
    }
    // The program that may be asking at the terminal comes last, it takes longer.
    all.reversed().forEach(Stage::close);
  }
}
