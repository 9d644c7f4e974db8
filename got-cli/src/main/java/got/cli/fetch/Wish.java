package got.cli.fetch;

import got.ipc.RefName;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param all -a
 * @param branches -b, below refs/heads/
 * @param references -R, below refs/
 * @param moveTags -t
 * @param prune -d
 */
public record Wish(
    boolean all,
    List<RefName> branches,
    List<RefName> references,
    boolean moveTags,
    boolean prune) {
  /** Nothing but what the settings say. */
  static final Wish NONE = new Wish(false, List.of(), List.of(), false, false);
}
