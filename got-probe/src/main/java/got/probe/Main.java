package got.probe;

import got.ipc.confine.Confinement;
import got.ipc.confine.ConfinementException;
import got.ipc.confine.HelperTerms;
import got.ipc.confine.LinuxSyscalls;
import got.ipc.confine.Mechanism;
import got.ipc.confine.Policy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/**
 * Runs in a helper's place: {@code PROGRAM WHAT SCRATCH PORT PARENT DEVICE INODE [TERMS]}.
 *
 * <p>PROGRAM is the helper's main class, which has the policy. WHAT is {@code all}, or an attempt
 * that needs a process of its own. Lines on standard error, of words separated by tabs:
 *
 * <ul>
 *   <li>{@code in-force BITS} of {@link Mechanism#bits}, or {@code failed REASON};
 *   <li>{@code alone ATTEMPT} for each that needs a process of its own;
 *   <li>{@code trying ATTEMPT} just before such a one;
 *   <li>{@code row ATTEMPT denied} or {@code row ATTEMPT allowed};
 *   <li>{@code end}.
 * </ul>
 */
public final class Main {
  private static final String ALL = "all";
  private static final int NUMBERS_END = 7;
  private static final String AT_START = "at start: ";

  private final Attempts attempts;

  /** By name, in order: whether it was refused whenever it was tried. */
  private final Map<String, Boolean> rows = new LinkedHashMap<>();

  private Main(Attempts attempts) {
    this.attempts = attempts;
  }

  /** Ends the process; the status is 0 unless the probe itself failed. */
  public static void main(String[] args) {
    int status = 1;
    try {
      LinuxSyscalls kernel = LinuxSyscalls.open();
      Path scratch = Path.of(args[2]);
      long[] numbers = new long[NUMBERS_END];
      for (int i = 3; i < NUMBERS_END; i++) {
        numbers[i] = Long.parseLong(args[i]);
      }
      HelperTerms terms = HelperTerms.of(List.of(args));
      Attempts attempts =
          new Attempts(
              kernel,
              scratch,
              (int) numbers[3],
              new Attempts.Parent(numbers[4], new Attempts.OpenFile(numbers[5], numbers[6])),
              terms.ownUser());
      Policy policy = (Policy) Class.forName(args[0]).getField("POLICY").get(null);
      new Main(attempts).run(policy, args[1], terms);
      status = 0;
    } catch (ConfinementException e) {
      say("failed", e.reason());
    } catch (Exception e) {
      say("broken", e.toString());
    } finally {
      Runtime.getRuntime().halt(status);
    }
  }

  private void run(Policy policy, String what, HelperTerms terms) throws Exception {
    // A thread that is older than the filter. All code that is needed later is loaded here.
    ExecutorService old = Executors.newSingleThreadExecutor();
    old.submit(() -> tryAll("", Map.of("", () -> -1))).get();
    rows.clear();
    if (what.equals(ALL)) {
      tryAll(AT_START, attempts.early());
    }
    say("in-force", Integer.toString(Mechanism.bits(Confinement.enter(policy, terms))));
    if (what.equals(ALL)) {
      tryAll("", attempts.late("main"));
      old.submit(() -> tryAll("", attempts.late("old"))).get();
      onNewThread(() -> tryAll("", attempts.late("new")));
      rows.forEach(Main::row);
      lone().keySet().forEach(name -> say("alone", name));
    } else {
      LongSupplier one = lone().get(what);
      if (one == null) {
        throw new IllegalArgumentException(what);
      }
      onNewThread(
          () -> {
            say("trying", what);
            row(what, Attempts.refused(one.getAsLong()));
          });
    }
    say("end");
  }

  private Map<String, LongSupplier> lone() {
    Map<String, LongSupplier> lone = attempts.deadly();
    lone.putAll(attempts.alone());
    return lone;
  }

  private static void onNewThread(Runnable work) throws InterruptedException {
    Thread thread = new Thread(work);
    thread.start();
    thread.join();
  }

  private void tryAll(String when, Map<String, LongSupplier> some) {
    some.forEach(
        (name, attempt) ->
            rows.merge(when + name, Attempts.refused(attempt.getAsLong()), Boolean::logicalAnd));
  }

  private static void row(String name, boolean refused) {
    say("row", name, refused ? "denied" : "allowed");
  }

  private static void say(String... words) {
    System.err.println(String.join("\t", words));
  }
}
