package got.cli.process;

import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.confine.Account;
import got.ipc.confine.Call;
import got.ipc.confine.Confinement;
import got.ipc.confine.ConfinementException;
import got.ipc.confine.Extent;
import got.ipc.confine.FileRule;
import got.ipc.confine.HelperTerms;
import got.ipc.confine.LandlockRights;
import got.ipc.confine.Launch;
import got.ipc.confine.LinuxSyscalls;
import got.ipc.confine.Mechanism;
import got.ipc.confine.OwnUser;
import got.ipc.confine.Seal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the helpers of one run are confined, as far as got does it: user and Landlock domain before
 * the first instruction. The rest is done by the helper itself, and required of it here.
 */
public final class HelperSandbox {
  /** With whatever got's user may do. */
  private static final HelperSandbox NONE =
      new HelperSandbox(Extent.NONE, Set.of(), "", Users.SAME, List.of());

  /** Whom helpers run as. */
  private enum Users {
    /** As whoever runs got. */
    SAME,
    /** As one that the command line names. */
    NAMED,
    /** Each as a user of its own. */
    OWN
  }

  private final Extent extent;
  private final Set<Mechanism> required;

  /** What Landlock is called in a line of what is in force. */
  private final String landlock;

  private final Users users;

  /** The one that the command line names, if it does. */
  private final List<Account> named;

  /** By name of the program. */
  private final Map<String, Account> own = new HashMap<>();

  private HelperSandbox(
      Extent extent, Set<Mechanism> required, String landlock, Users users, List<Account> named) {
    this.extent = extent;
    this.required = required;
    this.landlock = landlock;
    this.users = users;
    this.named = named;
  }

  /**
   * @param asked what the command line says
   * @throws Failure if this system cannot confine, or does not have the user asked for
   */
  public static HelperSandbox of(Confining asked) throws Failure {
    Extent extent = asked.extent();
    if (extent == Extent.NONE) {
      return NONE;
    }
    try {
      Set<Mechanism> required = Confinement.required(extent);
      if (Confinement.platform() != Confinement.Platform.LINUX) {
        return new HelperSandbox(extent, required, "", Users.SAME, List.of());
      }
      LinuxSyscalls kernel = LinuxSyscalls.open();
      String landlock =
          required.contains(Mechanism.LANDLOCK) ? words(LandlockRights.of(kernel)) : "";
      boolean root = kernel.call(Call.GETEUID) == 0;
      if (asked.helperUser().isEmpty()) {
        return new HelperSandbox(
            extent, required, landlock, root ? Users.OWN : Users.SAME, List.of());
      }
      if (!root) {
        throw Phrase.HELPER_USER.failure();
      }
      Account account = Account.named(asked.helperUser(), Account.PASSWD);
      return new HelperSandbox(extent, required, landlock, Users.NAMED, List.of(account));
    } catch (ConfinementException e) {
      throw failure("helpers", e);
    }
  }

  /** With what a newer kernel's Landlock would do, and the launch filter does on this one. */
  private static String words(LandlockRights rights) {
    String words = Mechanism.LANDLOCK.text() + " abi " + rights.version();
    return rights.gaps().isEmpty()
        ? words
        : words + " (launch filter for " + String.join(" and ", rights.gaps()) + ")";
  }

  /** Says that {@code what} could not be confined, and what can be done about it. */
  public static Failure failure(String what, ConfinementException e) {
    return Phrase.CANNOT_CONFINE.withHint(Advice.on(e.remedy()), what, e.reason());
  }

  private boolean confines() {
    return !required.isEmpty();
  }

  /**
   * The user of a helper, if it is another than got's; the same one each time.
   *
   * @param program its name
   * @throws ConfinementException if there is none to be had
   */
  public synchronized List<Account> account(String program) throws ConfinementException {
    return switch (users) {
      case SAME, NAMED -> named;
      case OWN -> {
        Account account = own.get(program);
        if (account == null) {
          account = OwnUser.claim();
          own.put(program, account);
        }
        yield List.of(account);
      }
    };
  }

  /** The arguments of a helper's main. */
  public List<String> arguments() {
    return new HelperTerms(extent, users == Users.OWN).arguments();
  }

  /**
   * Starts a program in a helper's place, on this run's terms.
   *
   * @param program the helper's name
   * @param readable its own files; what the run-time image and the C library need is added
   */
  public Process start(String program, Launch.Start start, List<FileRule> readable)
      throws ConfinementException, IOException, InterruptedException {
    if (!required.contains(Mechanism.LAUNCH)) {
      return start.start();
    }
    List<FileRule> rules = new ArrayList<>(readable);
    rules.addAll(SystemLibraries.rules());
    return new Launch(rules, account(program), extent).run(start);
  }

  /**
   * Requires what a helper says of itself to be enough.
   *
   * @return what is in force, in words
   */
  public String require(String program, Set<Mechanism> inForce) throws Failure {
    if (!inForce.containsAll(required)) {
      throw failure(program, new ConfinementException("not all is in force"));
    }
    List<String> words = new ArrayList<>();
    for (Mechanism mechanism : Mechanism.values()) {
      if (inForce.contains(mechanism)) {
        words.add(mechanism == Mechanism.LANDLOCK ? landlock : mechanism.text());
      }
    }
    Account user = own.get(program);
    for (Account account : user == null ? named : List.of(user)) {
      words.add("user " + account.name());
    }
    return words.isEmpty() ? "not confined" : String.join(", ", words);
  }

  /** Whether single threads of got's are restricted on this run. */
  boolean restrictsThreads() {
    return confines() && Confinement.restrictsThreads();
  }

  /**
   * Has the calling thread give up programs and connections, for itself and what it starts.
   *
   * @return what is in force, in words
   */
  String restrictThread() throws Failure {
    try {
      return Confinement.restrictThread(EnumSet.allOf(Seal.class)).text();
    } catch (ConfinementException e) {
      throw failure("got", e);
    }
  }

  /**
   * Has got itself give something up, in all threads and for good.
   *
   * @param program the name of this one
   * @param directory where it still writes; empty if nowhere
   * @return what is in force, in words
   */
  String seal(String program, Set<Seal> seals, List<Path> directory) throws Failure {
    if (!confines()) {
      return "not confined";
    }
    List<FileRule> rules = new ArrayList<>();
    rules.add(new FileRule(Path.of("/"), FileRule.Access.READ_TREE));
    for (Path path : directory) {
      if (Files.exists(path)) {
        rules.add(new FileRule(path, FileRule.Access.WRITE_TREE));
      }
    }
    try {
      List<String> words = new ArrayList<>();
      for (Mechanism mechanism : Confinement.seal(seals, rules)) {
        words.add(mechanism.text());
      }
      return String.join(", ", words);
    } catch (ConfinementException e) {
      throw failure(program, e);
    }
  }
}
