package got.ipc.confine;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How much of the confinement of helpers got's user asks for. */
public enum Extent {
  /** All that the system has. */
  FULL("", EnumSet.allOf(Mechanism.class)),

  /**
   * All but Landlock, on a system that does not have it: a helper can read the files that its user
   * can read. It can write none, and the rest holds.
   */
  NO_LANDLOCK("--no-landlock", EnumSet.complementOf(EnumSet.of(Mechanism.LANDLOCK))),

  /** Nothing. */
  NONE("--unconfined", EnumSet.noneOf(Mechanism.class));

  private final String option;

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable set of an enum
  private final Set<Mechanism> wanted;

  Extent(String option, Set<Mechanism> wanted) {
    this.option = option;
    this.wanted = Collections.unmodifiableSet(wanted);
  }

  /** On the command lines of got and of helpers; {@link #FULL} has none. */
  public String option() {
    return option;
  }

  /** What helpers must not be without, of those that the system could have. */
  Set<Mechanism> wanted() {
    return wanted;
  }

  /** Likewise, as arguments. */
  List<String> arguments() {
    return option.isEmpty() ? List.of() : List.of(option);
  }

  /** What {@link #arguments} say. */
  static Extent of(List<String> arguments) {
    for (Extent extent : values()) {
      if (!extent.option.isEmpty() && arguments.contains(extent.option)) {
        return extent;
      }
    }
    return FULL;
  }
}
