package got.ipc.confine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * What the running kernel's Landlock can take from a process. Source: landlock(7).
 *
 * @param version of its interface, from 1 on
 * @param files rights on files, a bit each
 * @param network rights on TCP ports
 * @param scopes what stays within the domain: abstract sockets, signals
 */
public record LandlockRights(int version, long files, long network, long scopes) {
  /** Bits of fs, net and scope of the versions that are documented; the index is the version. */
  private static final int[] FS = {0, 13, 14, 15, 15, 16, 16, 16};

  private static final int[] NET = {0, 0, 0, 0, 2, 2, 2, 2};
  private static final int[] SCOPE = {0, 0, 0, 0, 0, 0, 2, 2};

  private static final long TRUNCATE = 1 << 14;
  private static final long IOCTL_DEVICE = 1 << 15;
  private static final long TCP = 3;

  /** No abstract socket outside of the domain. */
  private static final long SCOPE_SOCKET = 1;

  /** No signal to a process outside of the domain. */
  static final long SCOPE_SIGNAL = 1 << 1;

  /**
   * Asks the kernel.
   *
   * @throws ConfinementException if Landlock is missing
   */
  public static LandlockRights of(Syscalls kernel) throws ConfinementException {
    int version = Landlock.version(kernel);
    int known = Math.min(version, FS.length - 1);
    LandlockRights rights =
        new LandlockRights(version, ones(FS[known]), ones(NET[known]), ones(SCOPE[known]));
    if (version > known) {
      // A later kernel: it says itself which further bits it takes.
      for (int i = 0; i < 3; i++) {
        rights = rights.extended(kernel, i);
      }
    }
    return rights.accepted(kernel);
  }

  /** Without those scopes that the kernel's version promises and the kernel refuses. */
  private LandlockRights accepted(Syscalls kernel) {
    if (scopes == 0 || isAccepted(kernel)) {
      return this;
    }
    LandlockRights some = with(2, 0);
    for (long bit = 1; bit != 0 && bit <= scopes; bit <<= 1) {
      LandlockRights more = some.with(2, some.scopes | (bit & scopes));
      some = more.isAccepted(kernel) ? more : some;
    }
    return some;
  }

  private LandlockRights extended(Syscalls kernel, int i) {
    LandlockRights all = this;
    long bits = bits()[i];
    while (bits != -1) {
      bits = bits << 1 | 1;
      LandlockRights more = all.with(i, bits);
      if (!more.isAccepted(kernel)) {
        return all;
      }
      all = more;
    }
    return all;
  }

  private boolean isAccepted(Syscalls kernel) {
    long ruleset = create(kernel);
    if (ruleset < 0) {
      return false;
    }
    kernel.call(Call.CLOSE, ruleset);
    return true;
  }

  private static long ones(int count) {
    return (1L << count) - 1;
  }

  private long[] bits() {
    return new long[] {files, network, scopes};
  }

  private LandlockRights with(int i, long value) {
    long[] bits = bits();
    bits[i] = value;
    return new LandlockRights(version, bits[0], bits[1], bits[2]);
  }

  /** Only these of them. */
  LandlockRights only(long someFiles, long someNetwork, long someScopes) {
    return new LandlockRights(
        version, files & someFiles, network & someNetwork, scopes & someScopes);
  }

  /**
   * Makes a rule set that takes all of them.
   *
   * @return a descriptor, or the kernel's error
   */
  long create(Syscalls kernel) {
    try (Arena arena = Arena.ofConfined()) {
      // Older kernels take the longer structure if what they do not know is zero.
      MemorySegment attributes = Memory.longs(arena, bits());
      return kernel.call(
          Call.LANDLOCK_CREATE_RULESET, attributes.address(), attributes.byteSize(), 0);
    }
  }

  /**
   * What newer kernels' Landlock denies and this one's does not, in words; the launch filter denies
   * it in Landlock's place.
   */
  public List<String> gaps() {
    List<String> gaps = new ArrayList<>();
    gap(gaps, files & TRUNCATE, "truncation");
    gap(gaps, files & IOCTL_DEVICE, "devices");
    gap(gaps, network & TCP, "TCP");
    gap(gaps, scopes & SCOPE_SOCKET, "abstract sockets");
    gap(gaps, scopes & SCOPE_SIGNAL, "signals");
    return gaps;
  }

  private static void gap(List<String> gaps, long held, String what) {
    if (held == 0) {
      gaps.add(what);
    }
  }
}
