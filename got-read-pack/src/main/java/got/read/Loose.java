package got.read;

import got.ipc.HelperFailure;
import got.ipc.ObjectId;
import got.pack.PackException;
import got.pack.object.StoredObject;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loose objects, which somebody else has to open. */
@FunctionalInterface
interface Loose {
  /**
   * @return null if there is none with that id
   * @throws HelperFailure if got gave something else
   */
  @Nullable StoredObject read(ObjectId id)
      throws IOException, PackException, HelperFailure, InterruptedException;

  /**
   * These are likely to be read next, in that order: a hint, so that nobody waits for each.
   *
   * @param ids those behind the first {@link #AHEAD} are left out
   */
  default void expect(List<ObjectId> ids) {}

  /** Objects that are opened before they are read. */
  int AHEAD = 24;
}
