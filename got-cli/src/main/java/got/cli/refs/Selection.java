package got.cli.refs;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import java.util.List;

/**
 * What to fetch, and the references it becomes. The lists may be long; what they hold is made when
 * it is looked at.
 *
 * @param branches the branches that later fetches will follow, in {@link RefOrder}; empty means all
 * @param directories those of -R that are no references of the server, but have some below them
 * @param wanted the ids to ask the server for; empty if the server has nothing for us
 * @param refs what to create, without duplicates or names below one another: HEAD if it is
 *     detached, then the others in {@link RefOrder}
 * @param symrefs HEAD, unless it is detached, then {@code refs/remotes/origin/HEAD} if the server
 *     has such a HEAD
 */
public record Selection(
    HashAlgorithm algorithm,
    List<RefName> branches,
    List<RefName> directories,
    Wants wanted,
    List<NewRef> refs,
    List<NewSymref> symrefs) {
  /** All ids to ask for. */
  public List<ObjectId> wants() {
    return wanted.all();
  }

  /** Those that have to be commits. */
  public List<ObjectId> commits() {
    return wanted.commits();
  }

  /** The other wants, which may be objects of any type. */
  public List<ObjectId> others() {
    return wanted.others();
  }
}
