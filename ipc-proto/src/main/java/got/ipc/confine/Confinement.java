package got.ipc.confine;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Confines the running process, with what the system has for it.
 *
 * <p>All or nothing: when a mechanism is missing, an exception says which, and the caller gives up.
 */
public final class Confinement {
  /** Systems that have mechanisms. */
  public enum Platform {
    LINUX,
    OPENBSD,
    OTHER
  }

  private Confinement() {}

  /** What this process runs on. */
  public static Platform platform() {
    return platform(System.getProperty("os.name", ""));
  }

  static Platform platform(String name) {
    return switch (name) {
      case "Linux" -> Platform.LINUX;
      case "OpenBSD" -> Platform.OPENBSD;
      default -> Platform.OTHER;
    };
  }

  /**
   * Links what the first call into the kernel takes longest for, so that another thread can do it
   * while the caller has something else to do. Confines nothing, and leaves failing to those who
   * do.
   */
  public static void link() {
    try {
      if (platform() == Platform.LINUX) {
        LinuxSyscalls.open();
        LaunchThread.link();
      }
    } catch (ConfinementException e) {
      // Who wants to confine will be told.
    }
  }

  /** What a helper must have in force before it is given anything. */
  public static Set<Mechanism> required(Extent extent) throws ConfinementException {
    Set<Mechanism> all =
        switch (platform()) {
          case LINUX ->
              EnumSet.of(Mechanism.LANDLOCK, Mechanism.LAUNCH, Mechanism.SECCOMP, Mechanism.LIMITS);
          case OPENBSD -> EnumSet.of(Mechanism.PLEDGE, Mechanism.UNVEIL);
          case OTHER -> throw none();
        };
    all.retainAll(extent.wanted());
    return all;
  }

  private static ConfinementException none() {
    return new ConfinementException("no mechanism is known for this system");
  }

  /**
   * Confines a helper, for all its threads and for good, and proves it.
   *
   * @param terms what got says; their extent is not {@link Extent#NONE}
   * @return what is in force now
   */
  public static Set<Mechanism> enter(Policy policy, HelperTerms terms) throws ConfinementException {
    return switch (platform()) {
      case LINUX -> enter(LinuxSyscalls.open(), policy, terms);
      case OPENBSD -> enter(new OpenBsdLibrary(), policy);
      case OTHER -> throw none();
    };
  }

  /**
   * Ends a process behind a filter at once. The virtual machine's own way would wait 0.3 seconds
   * for threads that are inside system calls, as the reader of a channel is.
   */
  public static void exit(int status) {
    try {
      LinuxSyscalls.open().call(Call.EXIT_GROUP, status);
    } catch (ConfinementException e) {
      throw new IllegalStateException("a processor without numbers has a filter", e);
    }
  }

  /** What {@link #enter} does, without any effect: see {@link Rehearsal}. */
  public static void rehearse(Policy policy) throws ConfinementException {
    if (platform() == Platform.LINUX) {
      Rehearsal kernel = new Rehearsal(LinuxSyscalls.open());
      confine(kernel, policy, true, new Proof(kernel));
    }
  }

  /** Landlock and the launch filter are in force already, if got has started the process. */
  static Set<Mechanism> enter(Syscalls kernel, Policy policy, HelperTerms terms)
      throws ConfinementException {
    Set<Mechanism> inForce = EnumSet.of(Mechanism.LAUNCH, Mechanism.SECCOMP, Mechanism.LIMITS);
    Proof proof = new Proof(kernel);
    if (terms.extent().wanted().contains(Mechanism.LANDLOCK)) {
      proof.landlock();
      inForce.add(Mechanism.LANDLOCK);
    }
    proof.launch();
    confine(kernel, policy, terms.ownUser(), proof);
    return inForce;
  }

  private static void confine(Syscalls kernel, Policy policy, boolean ownUser, Proof proof)
      throws ConfinementException {
    Prctl.notDumpable(kernel);
    policy.limits().apply(kernel, ownUser);
    Seccomp.install(kernel, policy.filter());
    proof.helper();
  }

  /** No proof here: what pledge(2) forbids kills the process. */
  static Set<Mechanism> enter(OpenBsd system, Policy policy) throws ConfinementException {
    Unveil.enter(system, List.of());
    Pledge.enter(system, policy.promises());
    return EnumSet.of(Mechanism.PLEDGE, Mechanism.UNVEIL);
  }

  /**
   * Has got itself give something up, in all threads and for good.
   *
   * @param rules the files it still works with, for systems that can restrict all threads at once;
   *     they count when programs are given up
   * @return what is in force now
   */
  public static Set<Mechanism> seal(Set<Seal> seals, List<FileRule> rules)
      throws ConfinementException {
    return switch (platform()) {
      case LINUX -> seal(LinuxSyscalls.open(), seals, rules);
      case OPENBSD -> seal(new OpenBsdLibrary(), seals, rules);
      case OTHER -> throw none();
    };
  }

  /** Whether a thread can be restricted while others are not; pledge(2) is for processes. */
  public static boolean restrictsThreads() {
    return platform() == Platform.LINUX;
  }

  /**
   * Has the calling thread give something up, for itself and the threads it starts from now on.
   * {@link #seal} for all threads works afterwards on this thread only: others would lack what it
   * has, and be refused.
   *
   * @return what is in force now
   */
  public static Mechanism restrictThread(Set<Seal> seals) throws ConfinementException {
    return restrictThread(LinuxSyscalls.open(), seals);
  }

  static Mechanism restrictThread(Syscalls kernel, Set<Seal> seals) throws ConfinementException {
    Seccomp.installForThread(kernel, Seccomp.program(kernel, Seal.filter(seals)));
    new Proof(kernel).sealed(seals);
    return Mechanism.SECCOMP;
  }

  static Set<Mechanism> seal(OpenBsd system, Set<Seal> seals, List<FileRule> rules)
      throws ConfinementException {
    if (seals.contains(Seal.PROGRAMS)) {
      Unveil.enter(system, rules);
    }
    Pledge.enter(system, Seal.promises(seals));
    return EnumSet.of(Mechanism.PLEDGE, Mechanism.UNVEIL);
  }

  static Set<Mechanism> seal(Syscalls kernel, Set<Seal> seals, List<FileRule> rules)
      throws ConfinementException {
    Set<Mechanism> inForce = EnumSet.of(Mechanism.SECCOMP);
    Prctl.noNewPrivileges(kernel);
    if (Landlock.find(kernel) >= Landlock.ALL_THREADS) {
      try (Landlock landlock = Landlock.prepareForParent(kernel, seals, rules)) {
        landlock.enterAllThreads();
      }
      inForce.add(Mechanism.LANDLOCK);
    }
    Seccomp.install(kernel, Seal.filter(seals));
    new Proof(kernel).sealed(seals);
    return inForce;
  }
}
