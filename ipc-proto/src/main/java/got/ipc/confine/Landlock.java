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
  /** The first version with rules for TCP. */
  static final int OLDEST = 4;

  /** From here on, all threads of a process can be restricted at once. */
  static final int ALL_THREADS = 8;

  private static final long VERSION_QUESTION = 1;
  private static final long PATH_BENEATH = 1;
  private static final long TSYNC = 1 << 3;

  private static final long FS_EXECUTE = 1;
  private static final long FS_READ_FILE = 1 << 2;
  private static final long FS_READ_DIR = 1 << 3;

  /** Bits of fs, net and scope of the versions that are documented; the index is the version. */
  private static final int[] FS = {0, 13, 14, 15, 15, 16, 16, 16};

  private static final int[] NET = {0, 0, 0, 0, 2, 2, 2, 2};
  private static final int[] SCOPE = {0, 0, 0, 0, 0, 0, 2, 2};

  /** No signal to a process outside of the domain. */
  private static final long SCOPE_SIGNAL = 1 << 1;

  private static final long AT_FDCWD = -100;
  private static final long O_PATH_CLOEXEC = 0x280000;

  private final Syscalls kernel;
  private final long ruleset;

  private Landlock(Syscalls kernel, long ruleset) {
    this.kernel = kernel;
    this.ruleset = ruleset;
  }

  /**
   * The version of the running kernel's Landlock.
   *
   * @throws ConfinementException if it is missing, or older than {@link #OLDEST}
   */
  public static int version(Syscalls kernel) throws ConfinementException {
    long version = kernel.call(Call.LANDLOCK_CREATE_RULESET, 0, 0, VERSION_QUESTION);
    if (version < 0) {
      throw new ConfinementException("landlock: " + Errno.text(-version));
    }
    if (version < OLDEST) {
      throw new ConfinementException(
          "landlock: the kernel has ABI "
              + version
              + ", without rules for TCP; ABI "
              + OLDEST
              + " is needed (Linux 6.7)");
    }
    return (int) version;
  }

  /**
   * Prepares a domain; nothing is restricted yet.
   *
   * @throws ConfinementException if the kernel refuses, or a file of the rules is missing
   */
  public static Landlock prepare(Syscalls kernel, List<FileRule> rules)
      throws ConfinementException {
    return prepare(kernel, rules, new long[] {-1, -1, -1});
  }

  /**
   * For got: files when programs are given up, the network with connections. Signals stay, because
   * got must be able to kill what it has started, and that is in other domains.
   */
  static Landlock prepareForParent(Syscalls kernel, Set<Seal> seals, List<FileRule> rules)
      throws ConfinementException {
    boolean files = seals.contains(Seal.PROGRAMS);
    long[] taken = {files ? -1 : 0, 0, 0};
    if (seals.contains(Seal.CONNECTIONS)) {
      taken[1] = -1;
      taken[2] = ~SCOPE_SIGNAL;
    }
    return prepare(kernel, files ? rules : List.of(), taken);
  }

  private static Landlock prepare(Syscalls kernel, List<FileRule> rules, long[] taken)
      throws ConfinementException {
    int version = version(kernel);
    try (Arena arena = Arena.ofConfined()) {
      long[] rights = rights(kernel, version, arena);
      for (int i = 0; i < rights.length; i++) {
        rights[i] &= taken[i];
      }
      long ruleset = create(kernel, attributes(arena, rights));
      if (ruleset < 0) {
        throw new ConfinementException("landlock: no rule set: " + Errno.text(-ruleset));
      }
      Landlock landlock = new Landlock(kernel, ruleset);
      for (FileRule rule : rules) {
        landlock.allow(arena, rule, rights[0]);
      }
      return landlock;
    }
  }

  /** Rights on files, on the network, and scopes: all that the kernel knows. */
  private static long[] rights(Syscalls kernel, int version, Arena arena) {
    int known = Math.min(version, FS.length - 1);
    long[] rights = {ones(FS[known]), ones(NET[known]), ones(SCOPE[known])};
    if (version > known) {
      // A later kernel: it says itself which further bits it takes.
      for (int i = 0; i < rights.length; i++) {
        rights[i] = extend(kernel, arena, rights, i);
      }
    }
    return rights;
  }

  private static long extend(Syscalls kernel, Arena arena, long[] rights, int i) {
    long[] more = rights.clone();
    long accepted = rights[i];
    while (accepted != -1) {
      more[i] = accepted << 1 | 1;
      long ruleset = create(kernel, attributes(arena, more));
      if (ruleset < 0) {
        return accepted;
      }
      kernel.call(Call.CLOSE, ruleset);
      accepted = more[i];
    }
    return accepted;
  }

  private static long ones(int count) {
    return (1L << count) - 1;
  }

  private static MemorySegment attributes(Arena arena, long[] rights) {
    return Memory.longs(arena, rights);
  }

  /** Older kernels take the longer structure if what they do not know is zero. */
  private static long create(Syscalls kernel, MemorySegment attributes) {
    return kernel.call(
        Call.LANDLOCK_CREATE_RULESET, attributes.address(), attributes.byteSize(), 0);
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
