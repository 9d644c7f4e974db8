package got.cli.fetch;

import got.cli.remote.RepositoryUrl;
import got.ipc.RefName;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A remote repository as the settings describe it.
 *
 * @param all -a: all branches
 * @param mirror -m: references keep their names
 * @param everything in a mirror, all that the server has below refs/
 * @param branches -b, below refs/heads/; empty if none is named
 * @param references -R, below refs/
 */
record Remote(
    String name,
    RepositoryUrl url,
    boolean all,
    boolean mirror,
    boolean everything,
    List<RefName> branches,
    List<RefName> references) {
  /** Where the server's branches are kept, unless it is a mirror; UTF-8, one byte per char. */
  String directory() {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return "refs/remotes/" + new String(utf8, StandardCharsets.ISO_8859_1) + "/";
  }
}
