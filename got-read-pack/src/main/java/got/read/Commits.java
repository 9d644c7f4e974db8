package got.read;

import got.ipc.HelperFailure;
import got.ipc.ObjectId;
import got.pack.ObjectType;
import got.pack.PackException;
import got.pack.object.CommitFields;
import got.pack.object.StoredObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The commits that walks come by. Each is wanted twice: for its date when a child of it is taken,
 * and for its parents when it is taken itself, soon after. So the latest are kept.
 */
final class Commits {
  /** Some 300 bytes each. */
  private static final int KEPT = 1 << 13;

  private final Objects objects;
  private final Map<ObjectId, CommitFields> latest =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectId, CommitFields> eldest) {
          return size() > KEPT;
        }
      };

  Commits(Objects objects) {
    this.objects = objects;
  }

  /**
   * A commit that a reference leads to.
   *
   * @throws PackException.Format if it is not there, or is something else
   */
  CommitFields of(ObjectId id)
      throws IOException, PackException, HelperFailure, InterruptedException {
    CommitFields known = latest.get(id);
    if (known != null) {
      return known;
    }
    @Nullable StoredObject object = objects.read(id);
    if (object == null || object.type() != ObjectType.COMMIT) {
      throw new PackException.Format(
          PackException.NOWHERE, "commit " + id + ", which a reference leads to, is missing");
    }
    CommitFields fields = CommitFields.of(id, object);
    latest.put(id, fields);
    // Each is wanted for its date when this one is taken, if not before.
    objects.expect(
        fields.parents().stream().filter(parent -> !latest.containsKey(parent)).toList());
    return fields;
  }
}
