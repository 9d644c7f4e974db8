package got.read;

import got.ipc.HelperFailure;
import got.ipc.ObjectId;
import got.pack.PackException;
import got.pack.object.StoredObject;
import java.io.IOException;
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
}
