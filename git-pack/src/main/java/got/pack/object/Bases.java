package got.pack.object;

import got.ipc.ObjectId;
import got.pack.PackException;
import java.io.IOException;

/** Where the objects of one pack begin. */
@FunctionalInterface
public interface Bases {
  /**
   * @return the offset of the object's entry in the same pack; negative if it is not in it
   */
  long offsetOf(ObjectId id) throws IOException, PackException;
}
