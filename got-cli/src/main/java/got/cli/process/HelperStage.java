package got.cli.process;

import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.ChannelException;
import got.ipc.FromHelper;
import got.ipc.Received;
import got.ipc.confine.ConfinementException;
import java.io.FileDescriptor;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A helper in the pipeline.
 *
 * @param <Q> its requests
 * @param <R> its replies
 */
public final class HelperStage<Q, R> implements Stage {
  /** What a virtual machine says before it says why. */
  private static final String DOES_NOT_START = "Error occurred during initialization of VM";

  /** {@code error=24, Too many open files} or {@code error: 24 (Too many open files)}. */
  private static final Pattern SYSTEM_ERROR = Pattern.compile("error[=:] ?\\d+[, (]+([^()]+)");

  /** EAGAIN, of fork(2) and the like. */
  private static final String NO_PROCESS = "Resource temporarily unavailable";

  /** Of a virtual machine that may not have another thread. */
  private static final String NO_THREAD = "unable to create native thread";

  /** Of a virtual machine to which that happens while it takes its classes from its cache. */
  private static final String NO_CLASSES = "Unexpected exception when loading aot-linked classes.";

  /** The same, of a class that has failed in another thread before. */
  private static final String NO_CLASS =
      "java.lang.NoClassDefFoundError: Could not initialize class ";

  /** How long got waits for a signal of its own, which ended a helper a moment before. */
  private static final Duration SIGNAL = Duration.ofSeconds(1);

  private final HelperProgram<Q, R> program;
  private final HelperListener<R> listener;
  private final HelperProcess<Q, R> process;
  private boolean finished;

  /**
   * Starts the helper. What it says is taken from {@link #listen} on.
   *
   * @param events gets what it says; when it is full, the helper has to wait
   * @throws IOException if it cannot be started
   * @throws ConfinementException if it cannot be confined
   */
  HelperStage(
      HelperLauncher launcher,
      HelperProgram<Q, R> program,
      HelperListener<R> listener,
      BlockingQueue<HelperEvent> events)
      throws IOException, ConfinementException, InterruptedException {
    this.program = program;
    this.listener = listener;
    this.process =
        launcher.start(
            program,
            new HelperProcess.Sink<R>() {
              @Override
              public void said(Received<FromHelper<R>> received) throws InterruptedException {
                events.put(
                    new HelperEvent.Said<>(
                        HelperStage.this, received.message(), received.isLast()));
              }

              @Override
              public void left(ChannelException why) throws InterruptedException {
                events.put(new HelperEvent.Left(HelperStage.this, why));
              }
            });
  }

  /** Begins to take what it says, on threads that may do no more than the calling one. */
  void listen() {
    process.listen();
  }

  @Override
  public String name() {
    return program.programName();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  HelperListener<R> listener() {
    return listener;
  }

  /**
   * Sends a request.
   *
   * @param descriptors stay open here
   * @throws ChannelException if the helper is gone
   */
  public void send(Q request, FileDescriptor... descriptors) throws ChannelException {
    process.send(request, descriptors);
  }

  /** True if it has sent its last message, so that its leaving is no failure. */
  boolean isFinished() {
    return finished;
  }

  /** It has said, or shown, that it goes no further. */
  void giveUp() {
    finished = true;
  }

  /**
   * Waits until the helper, which has sent its last message, has ended.
   *
   * @throws Failure if it does not end, or not with status 0: then its last message is not believed
   */
  public void finish() throws Failure, InterruptedException {
    finished = true;
    if (!process.endedWell()) {
      throw died();
    }
    String lastWords = process.lastWords();
    if (!lastWords.isEmpty()) {
      throw Phrase.HELPER_BROKE_THE_RULES.failure(name(), lastWords);
    }
  }

  /**
   * A signal for the whole process group may end a helper a moment before it ends got: then got is
   * not to complain of the helper, but to end by the signal too, while it waits here.
   */
  Failure died() throws InterruptedException {
    if (process.endedBySignalOfTerminal()) {
      ProcessClock.passHere(SIGNAL);
    }
    String ending = process.ending();
    return Phrase.HELPER_DIED.withHint(firstWords(process.complaint()), name(), ending);
  }

  /** The first line that says something: a virtual machine frames what it says with {@code #}. */
  static String firstWords(String complaint) {
    return complaint
        .lines()
        .map(line -> line.replaceFirst("^[# ]+", ""))
        .filter(line -> !line.isEmpty() && !line.equals(DOES_NOT_START))
        .findFirst()
        .map(HelperStage::plain)
        .orElse("");
  }

  /** What a virtual machine means when it is about to give up. */
  private static String plain(String words) {
    if (words.contains(NO_THREAD)) {
      return Phrase.OUT_OF_THREADS.failure().hint();
    }
    return words.equals(NO_CLASSES) || words.startsWith(NO_CLASS)
        ? "too few threads, or too little memory, for a virtual machine: see ulimit -u and -v"
        : words;
  }

  /** Why a program could not be started: the system's own words, without Java's around them. */
  public static String startReason(IOException e) {
    String text = String.valueOf(e.getMessage());
    Matcher matcher = SYSTEM_ERROR.matcher(text);
    String reason = matcher.find() ? matcher.group(1).strip() : text;
    return reason.equals(NO_PROCESS) ? "no more processes or threads" : reason;
  }

  /** A helper reports its failures itself. */
  @Override
  public Failure explain(Failure failure) {
    return failure;
  }

  @Override
  public void close() {
    process.close();
  }
}
