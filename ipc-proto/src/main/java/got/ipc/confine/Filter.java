package got.ipc.confine;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which system calls a process is answered.
 *
 * @param allowed empty for a filter that allows whatever the other two sets do not name
 * @param refused answered EPERM
 * @param killed end the process
 */
public record Filter(Set<Call> allowed, Set<Call> refused, Set<Call> killed) {
  public Filter {
    allowed = Set.copyOf(allowed);
    refused = Set.copyOf(refused);
    killed = Set.copyOf(killed);
  }

  /** What a virtual machine needs, and {@code more}; anything else is answered ENOSYS. */
  public static Filter only(Call... more) {
    Set<Call> allowed = EnumSet.copyOf(JavaCalls.RUNNING);
    allowed.addAll(Set.of(more));
    return new Filter(allowed, JavaCalls.REFUSED, JavaCalls.KILLED);
  }

  /** Anything but {@code refused} and what never has a good reason. */
  public static Filter allBut(Call... refused) {
    return new Filter(Set.of(), Set.of(refused), JavaCalls.KILLED);
  }

  boolean isAllowList() {
    return !allowed.isEmpty();
  }
}
