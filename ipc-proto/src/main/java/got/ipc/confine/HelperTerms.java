package got.ipc.confine;

import java.util.ArrayList;
import java.util.List;

/**
 * What got tells a helper of how it is confined.
 *
 * @param ownUser true if nobody else runs as the helper's user. The number alone does not tell:
 *     systemd(1) starts services, and so got, as users of the same range
 */
public record HelperTerms(Extent extent, boolean ownUser) {
  private static final String OWN_USER = "--own-user";

  /** The arguments of a helper's main. */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>(extent.arguments());
    if (ownUser) {
      arguments.add(OWN_USER);
    }
    return arguments;
  }

  /** What a helper's main is told by {@link #arguments}. */
  public static HelperTerms of(List<String> arguments) {
    return new HelperTerms(Extent.of(arguments), arguments.contains(OWN_USER));
  }
}
