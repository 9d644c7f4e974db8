package got.index.pack;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.PackException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Bases of a thin pack that stay in the repository.
 *
 * <p>Each has a row behind those of the pack, so that deltas find it. None is kept: whoever needs
 * one asks the repository again, and what it gives is checked, and counted, again.
 */
final class OutsideBases extends Supplement {
  private long end;
  private int first = Integer.MAX_VALUE;

  /** Bytes of each, from the first row on. */
  private int[] sizes = new int[64];

  private int count;

  OutsideBases(Repository repository) {
    super(repository);
  }

  /** Of a pack that may lack nothing. */
  static OutsideBases none() {
    return new OutsideBases(_ -> null);
  }

  @Override
  void begin(int rows, long packEnd) {
    first = rows;
    end = packEnd;
  }

  @Override
  long end() {
    return end;
  }

  @Override
  void keep(ObjectId id, Repository.Content base, Kept kept) throws PackException {
    if (count == sizes.length) {
      sizes = Arrays.copyOf(sizes, 2 * count);
    }
    int size = base.bytes().length;
    sizes[count++] = size;
    kept.kept(id, base, new Entry.Base(end, base.type(), size, 0, 0, id));
  }

  @Override
  void keepRest(Kept kept) {}

  /** Nothing has changed. */
  @Override
  Sealed seal(FileChannel file, FirstPass.Summary came, EntryTable table) {
    return new Sealed(came.bytes(), came.checksum());
  }

  /** True if the row's object is not in the pack. */
  boolean has(int row) {
    return row >= first;
  }

  /** Bytes of the object. */
  int size(int row) {
    return sizes[row - first];
  }

  /** The object's content; for any thread. */
  synchronized byte[] read(ObjectId id, int size, HashAlgorithm algorithm)
      throws IOException, PackException {
    Repository.Content base = read(id, algorithm);
    if (base == null || base.bytes().length != size) {
      throw new RepositoryException("base that is gone: " + id);
    }
    return base.bytes();
  }
}
