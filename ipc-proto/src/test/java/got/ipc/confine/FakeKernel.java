package got.ipc.confine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A kernel that records what it is asked, and answers as it is told to. */
final class FakeKernel implements Syscalls {
  /** Name and arguments of each call, in order. */
  final List<String> calls = new ArrayList<>();

  /** Rights of each rule set asked for: files, network, scopes. */
  final List<long[]> ruleSets = new ArrayList<>();

  /** Rights of each rule, and on which descriptor. */
  final List<String> rules = new ArrayList<>();

  /** The filter installed. */
  byte[] filter = {};

  private final Map<Call, Long> answers = new EnumMap<>(Call.class);
  private int landlock = 7;
  private long knownFiles = 0xffff;
  private long knownNetwork = 3;
  private long knownScopes = 3;
  private long descriptor = 100;

  FakeKernel answer(Call call, long result) {
    answers.put(call, result);
    return this;
  }

  /**
   * @param known the rights on files that it takes
   */
  FakeKernel landlock(int version, long known) {
    return landlock(version, known, 3, 3);
  }

  /** A Landlock that takes these rights, whatever its version promises. */
  FakeKernel landlock(int version, long files, long network, long scopes) {
    landlock = version;
    knownFiles = files;
    knownNetwork = network;
    knownScopes = scopes;
    return this;
  }

  @Override
  public Architecture architecture() {
    return Architecture.X86_64;
  }

  @Override
  public long call(Call call, long... a) {
    StringBuilder line = new StringBuilder(call.name());
    for (int i = 0; i < a.length; i++) {
      // Addresses differ from run to run.
      line.append(' ').append(Math.abs(a[i]) > 1L << 33 ? "*" : Long.toString(a[i]));
    }
    calls.add(line.toString());
    Long answer = answers.get(call);
    if (answer != null) {
      return answer;
    }
    return switch (call) {
      case LANDLOCK_CREATE_RULESET -> ruleSet(a);
      case LANDLOCK_ADD_RULE -> rule(a);
      case SECCOMP -> filter(a);
      case OPENAT -> descriptor++;
      case GETPID -> 4711;
      case GETTID -> 4712;
      case TGKILL -> -Errno.ESRCH;
      default -> 0;
    };
  }

  private long ruleSet(long... a) {
    if (a[2] != 0) {
      return landlock;
    }
    long[] rights = memory(a[0], a[1]).toArray(ValueLayout.JAVA_LONG);
    if ((rights[0] & ~knownFiles) != 0
        || (rights[1] & ~knownNetwork) != 0
        || (rights[2] & ~knownScopes) != 0) {
      return -Errno.EINVAL;
    }
    ruleSets.add(rights);
    return descriptor++;
  }

  private long rule(long... a) {
    MemorySegment rule = memory(a[2], 12);
    rules.add(
        Long.toHexString(rule.get(ValueLayout.JAVA_LONG, 0))
            + " on "
            + rule.get(ValueLayout.JAVA_INT, 8));
    return 0;
  }

  private long filter(long... a) {
    MemorySegment header = memory(a[2], 16);
    long bytes = 8L * Short.toUnsignedLong(header.get(ValueLayout.JAVA_SHORT, 0));
    filter = memory(header.get(ValueLayout.JAVA_LONG, 8), bytes).toArray(ValueLayout.JAVA_BYTE);
    return 0;
  }

  @SuppressWarnings("restricted")
  static MemorySegment memory(long address, long bytes) {
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }
}
