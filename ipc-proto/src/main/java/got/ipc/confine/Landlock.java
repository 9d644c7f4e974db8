package got.ipc.confine;

import got.ipc.confine.FileRule.Access;
import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;

/**
 * A Landlock domain: every right that the running kernel knows is taken, and some given back.
 *
 * <p>The domain is the calling thread's, and that of all it starts. Source: landlock(7).
 */
public final class Landlock implements Closeable {
  /** From here on, all threads of a process can be restricted at once. */
  static final int ALL_THREADS = 8;

  private static final long VERSION_QUESTION = 1;
  private static final long PATH_BENEATH = 1;
  private static final long TSYNC = 1 << 3;

  private static final long FS_EXECUTE = 1;
  private static final long FS_READ_FILE = 1 << 2;
  private static final long FS_READ_DIR = 1 << 3;

  private static final long AT_FDCWD = -100;
  private static final long O_PATH_CLOEXEC = 0x280000;

  private final Syscalls kernel;
  private final long ruleset;

  private Landlock(Syscalls kernel, long ruleset) {
    this.kernel = kernel;
    this.ruleset = ruleset;
  }

  /**
   * The version of the running kernel's Landlock, from 1 on.
   *
   * @throws ConfinementException if it is missing; says what to do about it
   */
  static int version(Syscalls kernel) throws ConfinementException {
    long version = ask(kernel);
    if (version < 1) {
      throw missing(kernel, (int) -version);
    }
    return (int) version;
  }

  /** The version of the running kernel's Landlock, or 0 if it is missing. */
  static int find(Syscalls kernel) {
    return (int) Math.max(0, ask(kernel));
  }

  private static long ask(Syscalls kernel) {
    return kernel.call(Call.LANDLOCK_CREATE_RULESET, 0, 0, VERSION_QUESTION);
  }

  /** The kernel itself never answers EPERM. Filters of containers do, or ENOSYS. */
  private static ConfinementException missing(Syscalls kernel, int errno) {
    return switch (errno) {
      case Errno.EOPNOTSUPP ->
          new ConfinementException("landlock: " + Errno.text(errno), Remedy.SWITCH_ON);
      case Errno.ENOSYS ->
          Prctl.isFiltered(kernel)
              ? new ConfinementException(
                  "landlock: the kernel does not have it, or a filter hides it",
                  Remedy.KERNEL_OR_FILTER)
              : new ConfinementException("landlock: " + Errno.text(errno), Remedy.KERNEL);
      case Errno.EPERM, Errno.EACCES ->
          new ConfinementException("landlock: a filter forbids it", Remedy.FILTER);
      default -> new ConfinementException("landlock: " + Errno.text(errno), Remedy.KERNEL);
    };
  }

  /**
   * Prepares a domain; nothing is restricted yet.
   *
   * @throws ConfinementException if the kernel refuses, or a file of the rules is missing
   */
  public static Landlock prepare(Syscalls kernel, List<FileRule> rules)
      throws ConfinementException {
    return prepare(kernel, rules, LandlockRights.of(kernel));
  }

  /**
   * For got: files when programs are given up, the network with connections. Signals stay, because
   * got must be able to kill what it has started, and that is in other domains.
   */
  static Landlock prepareForParent(Syscalls kernel, Set<Seal> seals, List<FileRule> rules)
      throws ConfinementException {
    boolean files = seals.contains(Seal.PROGRAMS);
    boolean network = seals.contains(Seal.CONNECTIONS);
    LandlockRights rights =
        LandlockRights.of(kernel)
            .only(files ? -1 : 0, network ? -1 : 0, network ? ~LandlockRights.SCOPE_SIGNAL : 0);
    return prepare(kernel, files ? rules : List.of(), rights);
  }

  private static Landlock prepare(Syscalls kernel, List<FileRule> rules, LandlockRights rights)
      throws ConfinementException {
    long ruleset = rights.create(kernel);
    if (ruleset < 0) {
      throw new ConfinementException("landlock: no rule set: " + Errno.text(-ruleset));
    }
    Landlock landlock = new Landlock(kernel, ruleset);
    try (Arena arena = Arena.ofConfined()) {
      for (FileRule rule : rules) {
        landlock.allow(arena, rule, rights.files());
      }
    } catch (ConfinementException e) {
      landlock.close();
      throw e;
    }
    return landlock;
  }

  private void allow(Arena arena, FileRule rule, long known) throws ConfinementException {
    MemorySegment path = Memory.text(arena, rule.path().toString());
    long fd = kernel.call(Call.OPENAT, AT_FDCWD, path.address(), O_PATH_CLOEXEC);
    if (fd < 0) {
      throw refused(rule, fd);
    }
    // struct landlock_path_beneath_attr is packed: eight bytes of rights, four of descriptor.
    MemorySegment beneath = Memory.zeros(arena, 16);
    Memory.view(beneath).putLong(bits(rule.access()) & known).putInt((int) fd);
    long result = kernel.call(Call.LANDLOCK_ADD_RULE, ruleset, PATH_BENEATH, beneath.address(), 0);
    kernel.call(Call.CLOSE, fd);
    if (result < 0) {
      throw refused(rule, result);
    }
  }

  private static ConfinementException refused(FileRule rule, long error) {
    return new ConfinementException("landlock: " + rule.path() + ": " + Errno.text(-error));
  }

  private static long bits(Access access) {
    return switch (access) {
      case READ -> FS_READ_FILE;
      case EXECUTE -> FS_READ_FILE | FS_EXECUTE;
      case LIST -> FS_READ_DIR;
      case READ_TREE -> FS_READ_FILE | FS_READ_DIR;
      case WRITE_TREE -> ~FS_EXECUTE;
    };
  }

  /** Restricts the calling thread, which must not gain privileges any more, and its children. */
  public void enter() throws ConfinementException {
    restrict(0);
  }

  /** Restricts all threads of the process; for kernels from {@link #ALL_THREADS} on. */
  void enterAllThreads() throws ConfinementException {
    restrict(TSYNC);
  }

  private void restrict(long flags) throws ConfinementException {
    long result = kernel.call(Call.LANDLOCK_RESTRICT_SELF, ruleset, flags);
    if (result < 0) {
      throw new ConfinementException("landlock: not restricted: " + Errno.text(-result));
    }
  }

  @Override
  public void close() {
    kernel.call(Call.CLOSE, ruleset);
  }
}
