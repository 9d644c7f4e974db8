package got.ipc.confine;

import java.util.EnumSet;
import java.util.Set;

/** A way in which the system holds a process. */
public enum Mechanism {
  /** Linux: files, and what else the kernel's version knows, from the first instruction. */
  LANDLOCK(1, "landlock"),
  /** Linux: which system calls are refused from the first instruction. */
  LAUNCH(32, "launch filter"),
  /** Linux: which system calls are answered. */
  SECCOMP(2, "seccomp"),
  /** Sizes and counts, by setrlimit(2), and no core files or tracing. */
  LIMITS(4, "rlimits"),
  /** OpenBSD: which system calls are answered. */
  PLEDGE(8, "pledge"),
  /** OpenBSD: which files exist. */
  UNVEIL(16, "unveil");

  private final int bit;
  private final String text;

  Mechanism(int bit, String text) {
    this.bit = bit;
    this.text = text;
  }

  /** How it is called on a terminal. */
  public String text() {
    return text;
  }

  /** A set as it crosses the channel. */
  public static int bits(Set<Mechanism> set) {
    int bits = 0;
    for (Mechanism mechanism : set) {
      bits |= mechanism.bit;
    }
    return bits;
  }

  /**
   * The set of {@link #bits}.
   *
   * @throws ConfinementException if there are bits of no mechanism
   */
  public static Set<Mechanism> of(int bits) throws ConfinementException {
    Set<Mechanism> set = EnumSet.noneOf(Mechanism.class);
    for (Mechanism mechanism : values()) {
      if ((bits & mechanism.bit) != 0) {
        set.add(mechanism);
      }
    }
    if (bits(set) != bits) {
      throw new ConfinementException("unknown mechanism");
    }
    return set;
  }
}
