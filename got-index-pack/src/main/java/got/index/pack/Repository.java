package got.index.pack;

import got.ipc.ObjectId;
import got.pack.ObjectType;
import org.jspecify.annotations.Nullable;

/** A repository that a pack is for, as far as its bases are concerned. */
@FunctionalInterface
public interface Repository {
  /**
   * An object.
   *
   * @param bytes the content; nobody has computed an id of it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Content(ObjectType type, byte[] bytes) {}

  /**
   * Reads an object.
   *
   * @return null if it is not there
   * @throws RepositoryException if the repository cannot be read
   */
  @Nullable Content read(ObjectId id) throws RepositoryException;
}
