package got.index.pack;

import got.ipc.ObjectId;
import got.pack.ObjectType;
import java.util.List;
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

  /**
   * Says what will be read next, so that it can be under way before it is asked for.
   *
   * @param ids in the order in which each of them will be read, before anything else is asked
   */
  default void announce(List<ObjectId> ids) throws RepositoryException {}
}
