package got.cli.fetch;

import got.cli.remote.RepositoryUrl;
import got.ipc.RefName;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A remote repository as the settings describe it.
 *
 * @param mirror -m: references keep their names
 * @param everything in a mirror, all that the server has below refs/
 * @param branches those that it is set up to fetch
 * @param references -R, below refs/
 */
record Remote(
    String name,
    RepositoryUrl url,
    boolean mirror,
    boolean everything,
    Branches branches,
    List<RefName> references) {
  /**
   * Branches in settings.
   *
   * @param all -a
   * @param names -b, below refs/heads/
   * @param directories below refs/heads/: all branches in there
   * @param others if a branch that nobody has to name is meant where none is named
   */
  record Branches(boolean all, List<RefName> names, List<RefName> directories, boolean others) {
    /** True for one that settings name, and that -d may therefore delete. */
    boolean follow(RefName branch) {
      return branch.startsWith(ServerRefs.HEADS)
          && (all
              || names.contains(branch)
              || directories.stream().anyMatch(d -> branch.startsWith(d.latin1() + "/")));
    }
  }

  /** Where the server's branches are kept, unless it is a mirror; UTF-8, one byte per char. */
  String directory() {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return "refs/remotes/" + new String(utf8, StandardCharsets.ISO_8859_1) + "/";
  }
}
