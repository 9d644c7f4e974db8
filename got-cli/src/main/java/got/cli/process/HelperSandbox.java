package got.cli.process;

import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.Helper;
import got.ipc.confine.Account;
import got.ipc.confine.Call;
import got.ipc.confine.Confinement;
import got.ipc.confine.ConfinementException;
import got.ipc.confine.FileRule;
import got.ipc.confine.Landlock;
import got.ipc.confine.Launch;
import got.ipc.confine.LinuxSyscalls;
import got.ipc.confine.Mechanism;
import got.ipc.confine.Seal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How the helpers of one run are confined, as far as got does it: user and Landlock domain before
 * the first instruction. The rest is done by the helper itself, and required of it here.
 */
public final class HelperSandbox {
  private static final Path PASSWD = Path.of("/etc/passwd");

  /** The user of root's helpers: the first of these that there is. */
  private static final List<String> USERS = List.of("_got", "nobody");

  /** With whatever got's user may do. */
  private static final HelperSandbox NONE = new HelperSandbox(Set.of(), 0, List.of());

  private final Set<Mechanism> required;
  private final int landlock;
  private final List<Account> account;

  private HelperSandbox(Set<Mechanism> required, int landlock, List<Account> account) {
    this.required = required;
    this.landlock = landlock;
    this.account = account;
  }

  /**
   * @param asked what the command line says
   * @throws Failure if this system cannot confine, or has no user for the helpers of root
   */
  public static HelperSandbox of(Confining asked) throws Failure {
    if (asked.unconfined()) {
      return NONE;
    }
    try {
      Set<Mechanism> required = Confinement.required();
      if (Confinement.platform() != Confinement.Platform.LINUX) {
        return new HelperSandbox(required, 0, List.of());
      }
      LinuxSyscalls kernel = LinuxSyscalls.open();
      return new HelperSandbox(
          required,
          Landlock.version(kernel),
          account(kernel.call(Call.GETEUID) == 0, asked.helperUser()));
    } catch (ConfinementException e) {
      throw failure("helpers", e);
    }
  }

  private static List<Account> account(boolean root, String name)
      throws Failure, ConfinementException {
    if (!root) {
      if (!name.isEmpty()) {
        throw Phrase.HELPER_USER.failure();
      }
      return List.of();
    }
    if (!name.isEmpty()) {
      return List.of(Account.named(name, PASSWD));
    }
    for (String user : USERS) {
      try {
        return List.of(Account.named(user, PASSWD));
      } catch (ConfinementException e) {
        // The next one, or an error that names them all.
      }
    }
    throw new ConfinementException("user: none of " + String.join(", ", USERS));
  }

  /** Says that {@code what} could not be confined, and how to do without. */
  public static Failure failure(String what, ConfinementException e) {
    return Phrase.CANNOT_CONFINE.failure(what, e.reason());
  }

  /** The same without one mechanism of got's, to show what it is good for; never for real work. */
  public HelperSandbox without(Mechanism mechanism) {
    Set<Mechanism> rest = new HashSet<>(required);
    rest.remove(mechanism);
    return new HelperSandbox(rest, landlock, account);
  }

  /** The same with helpers as got's own user, to show what the other user is good for. */
  public HelperSandbox withoutUser() {
    return new HelperSandbox(required, landlock, List.of());
  }

  private boolean confines() {
    return !required.isEmpty();
  }

  /** The user of the helpers, if it is another than got's. */
  public List<Account> account() {
    return account;
  }

  /** The arguments of a helper's main. */
  List<String> arguments() {
    return confines() ? List.of() : List.of(Helper.UNCONFINED);
  }

  /**
   * Starts a program on this run's terms.
   *
   * @param readable its own files; what the run-time image and the C library need is added
   */
  public Process start(Launch.Start start, List<FileRule> readable)
      throws ConfinementException, IOException, InterruptedException {
    if (!confines() || landlock == 0) {
      return start.start();
    }
    List<FileRule> rules = new ArrayList<>(readable);
    rules.addAll(SystemLibraries.rules());
    return new Launch(rules, account, required.contains(Mechanism.LANDLOCK)).run(start);
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
        words.add(
            mechanism == Mechanism.LANDLOCK
                ? mechanism.text() + " abi " + landlock
                : mechanism.text());
      }
    }
    account.forEach(user -> words.add("user " + user.name()));
    return words.isEmpty() ? "not confined" : String.join(", ", words);
  }

  /**
   * Has got itself give something up, in all threads and for good.
   *
   * @param directory where it still writes; empty if nowhere
   * @return what is in force, in words
   */
  String seal(Set<Seal> seals, List<Path> directory) throws Failure {
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
      throw failure("got", e);
    }
  }
}
