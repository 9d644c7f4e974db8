package got.packaging.process;

import got.ipc.confine.Confinement;
import got.ipc.confine.HelperTerms;
import got.ipc.confine.LinuxSyscalls;
import got.ipc.confine.Policy;
import got.ipc.confine.Seccomp;
import got.probe.Attempts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/**
 * What runs in a helper's place: {@code MAIN WITHOUT WHAT SCRATCH PORT PARENT DEVICE INODE}.
 *
 * <p>MAIN has the policy; WITHOUT is nothing, or what is left out; WHAT is all, or one attempt that
 * may end the process. Prints a line for each attempt on standard error, and waits for the end of
 * standard input.
 */
final class HostileHelper {
  private HostileHelper() {}

  public static void main(String[] args) {
    int status = 1;
    try {
      run(args);
      status = 0;
    } catch (Exception e) {
      System.err.println(e);
    } finally {
      Runtime.getRuntime().halt(status);
    }
  }

  private static void run(String[] args) throws Exception {
    LinuxSyscalls kernel = LinuxSyscalls.open();
    Policy policy = (Policy) Class.forName(args[0]).getField("POLICY").get(null);
    HelperTerms terms = HelperTerms.of(List.of(args));
    Attempts attempts =
        new Attempts(
            kernel,
            Path.of(args[3]),
            Integer.parseInt(args[4]),
            new Attempts.Parent(
                Long.parseLong(args[5]),
                new Attempts.OpenFile(Long.parseLong(args[6]), Long.parseLong(args[7]))),
            terms.ownUser());
    // All that code running here needs later is loaded by using it once.
    ExecutorService before = Executors.newSingleThreadExecutor();
    before.submit(() -> print("warm", Map.of())).get();
    if (args[2].equals("all")) {
      print("early", attempts.early());
    }
    switch (args[1]) {
      case "nothing" -> Confinement.enter(policy, terms);
      case "proof" -> policy.limits().apply(kernel, terms.ownUser());
      case "seccomp" -> policy.limits().apply(kernel, terms.ownUser());
      case "rlimits" -> Seccomp.install(kernel, policy.filter());
      case "landlock" -> {
        policy.limits().apply(kernel, terms.ownUser());
        Seccomp.install(kernel, policy.filter());
      }
      default -> throw new IllegalArgumentException(args[1]);
    }
    if (args[2].equals("all")) {
      print("main", attempts.late("main"));
      before.submit(() -> print("old", attempts.late("old"))).get();
      Thread fresh = new Thread(() -> print("new", attempts.late("new")));
      fresh.start();
      fresh.join();
    } else {
      Map<String, LongSupplier> deadly = attempts.deadly();
      deadly.putAll(attempts.alone());
      LongSupplier one = deadly.get(args[2]);
      Thread fresh = new Thread(() -> print("new", Map.of(args[2], one)));
      fresh.start();
      fresh.join();
    }
    System.err.println("end");
    while (System.in.read() >= 0) {
      // Stays to be looked at.
    }
  }

  private static void print(String when, Map<String, LongSupplier> attempts) {
    attempts.forEach(
        (name, attempt) -> System.err.println(when + "\t" + name + "\t" + attempt.getAsLong()));
  }
}
