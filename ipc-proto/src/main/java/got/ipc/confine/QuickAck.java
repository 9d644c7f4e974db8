package got.ipc.confine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Has the kernel acknowledge at once what comes over the process's TCP connection. Linux only.
 *
 * <p>git-daemon(1) leaves Nagle's algorithm on: the last piece of an answer, if it is a small one,
 * waits until all before it is acknowledged. The kernel waits with that for up to 40 ms when it
 * takes the connection for a conversation, in the hope that the next thing we say will carry it;
 * but we say nothing before we have the whole answer. It takes it for one again whenever we have
 * said something, so it has to be asked after that, each time.
 *
 * <p>Source: tcp(7), TCP_QUICKACK; the kernel's net/ipv4/tcp_output.c, tcp_event_data_sent.
 */
public final class QuickAck {
  static final int IPPROTO_TCP = 6;
  static final int TCP_QUICKACK = 12;

  /** Descriptors 0 to 2 are standard ones, and no helper has one as high as this. */
  private static final int FIRST = 3;

  private static final int END = 64;

  private final Syscalls kernel;
  private final MemorySegment one;
  private int descriptor = FIRST - 1;

  QuickAck(Syscalls kernel) {
    this.kernel = kernel;
    this.one = Memory.zeros(Arena.global(), Integer.BYTES);
    Memory.view(one).putInt(1);
  }

  /** For this process; empty where there is no such thing. */
  public static Optional<QuickAck> ofProcess() {
    if (Confinement.platform() != Confinement.Platform.LINUX) {
      return Optional.empty();
    }
    try {
      return Optional.of(new QuickAck(LinuxSyscalls.open()));
    } catch (ConfinementException e) {
      return Optional.empty();
    }
  }

  /**
   * Asks. A connection that does not take it works without.
   *
   * <p>Java tells nobody the number of a descriptor. The first one that takes this option is the
   * connection, because a helper is handed one socket of that kind.
   */
  public void ask() {
    if (descriptor >= FIRST) {
      long ignored = set(descriptor);
      return;
    }
    for (int number = FIRST; number < END; number++) {
      if (set(number) == 0) {
        descriptor = number;
        return;
      }
    }
  }

  private long set(int number) {
    return kernel.call(
        Call.SETSOCKOPT, number, IPPROTO_TCP, TCP_QUICKACK, one.address(), Integer.BYTES);
  }
}
