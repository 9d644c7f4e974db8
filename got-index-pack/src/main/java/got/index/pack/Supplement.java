package got.index.pack;

import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.pack.ObjectType;
import got.pack.PackException;
import got.pack.digest.CollisionException;
import got.pack.digest.Digests;
import got.pack.digest.ObjectDigest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bases that a thin pack lacks, and what becomes of them.
 *
 * <p>Who gives them is not believed: each is hashed, with collision detection, and must have the id
 * that the pack names.
 */
abstract sealed class Supplement permits Completion, OutsideBases {
  private final Repository repository;
  private @Nullable ObjectDigest digest;

  Supplement(Repository repository) {
    this.repository = repository;
  }

  /** What the file is in the end. */
  record Sealed(long bytes, ObjectId checksum) {}

  /**
   * The pack has been read.
   *
   * @param packEnd where the last entry ends
   */
  abstract void begin(long packEnd);

  /** Where the last entry ends. */
  abstract long end();

  /** Says what will be added next: each of these, in that order. */
  final void announce(List<ObjectId> ids) throws RepositoryException {
    repository.announce(ids);
  }

  /**
   * Gives an object a row behind all others, if the repository has it.
   *
   * @param guard counts it
   * @return the object's content; null if the repository does not have it
   * @throws PackException.Limit if it is one base too much
   * @throws RepositoryException if the repository gives another object
   */
  final Repository.@Nullable Content add(ObjectId id, EntryTable table, LimitGuard guard)
      throws IOException, PackException {
    Repository.Content base = read(id, table.algorithm());
    if (base == null) {
      return null;
    }
    guard.base(base.bytes().length);
    if (table.size() == Limits.OBJECTS) {
      throw new PackException.Limit(Limits.OBJECTS, "more than " + Limits.OBJECTS + " objects");
    }
    table.add(keep(id, base, table.size()));
    return base;
  }

  /**
   * Makes an entry of an object.
   *
   * @param row that the entry will have
   */
  abstract Entry.Base keep(ObjectId id, Repository.Content base, int row) throws PackException;

  /**
   * There are no more bases.
   *
   * @param file of the pack, to read
   * @param came the pack as it came
   */
  abstract Sealed seal(FileChannel file, FirstPass.Summary came, EntryTable table)
      throws IOException, PackException;

  /**
   * Reads an object.
   *
   * @return null if it is not there
   */
  final Repository.@Nullable Content read(ObjectId id, HashAlgorithm algorithm)
      throws IOException, PackException {
    Repository.Content base = repository.read(id);
    if (base != null) {
      require(id, base, algorithm);
    }
    return base;
  }

  private void require(ObjectId id, Repository.Content base, HashAlgorithm algorithm)
      throws IOException, PackException {
    // One for all: it takes longer to make than to hash a small object.
    if (digest == null) {
      digest = Digests.forObjects(algorithm);
    }
    byte[] header = new byte[ObjectType.longestHeader()];
    digest.update(header, 0, base.type().writeHeader(base.bytes().length, header));
    digest.update(base.bytes(), 0, base.bytes().length);
    byte[] computed = new byte[algorithm.idBytes()];
    try {
      digest.digest(computed, 0);
    } catch (CollisionException e) {
      throw new PackException.Collision(PackException.NOWHERE, e.sha1());
    }
    if (!ObjectId.copyOf(algorithm, computed, 0).equals(id)) {
      throw new RepositoryException("repository has other bytes under the id of base " + id);
    }
  }
}
