package got.read;

import got.ipc.HelperFailure;
import got.ipc.ObjectId;
import got.pack.PackException;
import got.pack.object.LooseObject;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loose objects, which somebody else has to open. */
@FunctionalInterface
interface Loose {
  /**
   * Reads an object to its end.
   *
   * @param whole with its content; otherwise with that of a small commit, tree or tag
   * @return null if there is none with that id
   * @throws PackException if the file has anything else
   * @throws HelperFailure if got gave something else
   */
  @Nullable LooseObject read(ObjectId id, boolean whole)
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
