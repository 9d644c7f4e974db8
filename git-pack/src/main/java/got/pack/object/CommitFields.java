package got.pack.object;

import got.ipc.ObjectId;
import got.pack.PackException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a walk needs of a commit.
 *
 * @param seconds of the committer's date since 1970; 0 if the commit has none that can be read
 */
public record CommitFields(ObjectId tree, List<ObjectId> parents, long seconds) {
  private static final byte[] TREE = "tree ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PARENT = "parent ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] COMMITTER = "committer ".getBytes(StandardCharsets.US_ASCII);

  /**
   * Takes a commit apart.
   *
   * @param id of the commit
   * @throws PackException.Format if it does not begin with a tree and parents
   */
  public static CommitFields of(ObjectId id, StoredObject commit) throws PackException.Format {
    HeaderLines lines = new HeaderLines(id, commit);
    ObjectId tree = lines.id(TREE);
    List<ObjectId> parents = new ArrayList<>(1);
    while (lines.isNext(PARENT)) {
      parents.add(lines.id(PARENT));
    }
    boolean more = true;
    while (more && !lines.isNext(COMMITTER)) {
      more = lines.skipLine();
    }
    return new CommitFields(tree, List.copyOf(parents), more ? lines.seconds() : 0);
  }
}
