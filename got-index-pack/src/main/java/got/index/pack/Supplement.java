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
abstract sealed class Supplement implements AutoCloseable permits Completion, OutsideBases {
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
   * @param rows of the pack in the table
   * @param packEnd where the last entry ends
   */
  abstract void begin(int rows, long packEnd);

  /** Where the last entry ends. */
  abstract long end();

  /** Is told of each base that has got a row. */
  @FunctionalInterface
  interface Added {
    /**
     * @param offset of its entry
     */
    void added(ObjectId id, long offset, Repository.Content base) throws PackException;
  }

  /**
   * Gives objects rows behind all others, in that order, as far as the repository has them.
   *
   * @param guard counts them
   * @throws PackException.Limit if it is one base too much
   * @throws RepositoryException if the repository gives another object
   */
  final void addAll(List<ObjectId> ids, EntryTable table, LimitGuard guard, Added added)
      throws IOException, PackException, InterruptedException {
    Kept kept =
        (id, base, entry) -> {
          if (table.size() == Limits.OBJECTS) {
            throw new PackException.Limit(
                Limits.OBJECTS, "more than " + Limits.OBJECTS + " objects");
          }
          table.add(entry);
          guard.pack(end() + table.algorithm().idBytes());
          added.added(id, entry.offset(), base);
        };
    repository.announce(ids);
    for (ObjectId id : ids) {
      Repository.Content base = read(id, table.algorithm());
      if (base != null) {
        guard.base(base.bytes().length);
        keep(id, base, kept);
      }
    }
    keepRest(kept);
  }

  /** Is given what became of bases, in the order in which they were to be kept. */
  @FunctionalInterface
  interface Kept {
    void kept(ObjectId id, Repository.Content base, Entry.Base entry) throws PackException;
  }

  /** Makes an entry of an object, at once or later. */
  abstract void keep(ObjectId id, Repository.Content base, Kept kept)
      throws PackException, InterruptedException;

  /** Makes those entries that are not made yet. */
  abstract void keepRest(Kept kept) throws PackException, InterruptedException;

  /**
   * There are no more bases.
   *
   * @param file of the pack, to read
   * @param came the pack as it came
   */
  abstract Sealed seal(FileChannel file, FirstPass.Summary came, EntryTable table)
      throws IOException, PackException;

  /** Ends what {@link #keep} began. */
  @Override
  public void close() {}

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
