package got.pack.object;

import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.pack.Garbage;
import got.pack.ObjectType;
import got.pack.PackException;
import got.pack.idx.IndexReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The packs of a repository.
 *
 * <p>An object is looked for in the pack that had the one before it, then in a {@link Catalog} of
 * the small packs, then in each of the others. So a thousand packs cost one search, and a large one
 * is never read into memory. One thread at a time; the channels are the caller's.
 */
public final class PackSet {
  /** A pack of more objects is looked into by itself. */
  private static final int SMALL = 1 << 16;

  /** So many packs are searched one after the other. */
  private static final int FEW = 4;

  private final HashAlgorithm algorithm;
  private final ObjectReader reader;
  private final List<Pack> packs = new ArrayList<>();
  private final List<Pack> alone = new ArrayList<>();
  private @Nullable Catalog catalog;
  private @Nullable Pack last;
  private final MadeOf made = new MadeOf("packs");

  /** A pack and its index. */
  static final class Pack implements Bases {
    private final FileChannel file;
    private final IndexReader index;

    Pack(FileChannel file, IndexReader index) {
      this.file = file;
      this.index = index;
    }

    IndexReader index() {
      return index;
    }

    @Override
    public long offsetOf(ObjectId id) throws IOException, PackException {
      return index.offsetOf(id);
    }
  }

  /**
   * Where an object is.
   *
   * @param position in the order of the pack's ids
   */
  record Found(Pack pack, int position) {
    /** Where its entry is in the pack. */
    long offset() throws IOException, PackException {
      return pack.index.offset(position);
    }
  }

  /**
   * @param secret random, for a table of places
   * @param garbage is told of each array that an object is read into
   */
  public PackSet(HashAlgorithm algorithm, long secret, Garbage garbage) {
    this.algorithm = algorithm;
    this.reader = new ObjectReader(algorithm, secret, made, garbage);
  }

  /**
   * Adds a pack.
   *
   * @throws PackException.Limit if there are too many
   * @throws PackException if the index cannot be one
   */
  public void add(FileChannel pack, FileChannel index) throws IOException, PackException {
    // One more comes with a fetch.
    if (packs.size() > Limits.PACKS) {
      throw new PackException.Limit(Limits.PACKS, "too many packs: run git gc");
    }
    Pack added = new Pack(pack, IndexReader.open(index, algorithm));
    made.add(pack.size());
    packs.add(added);
    alone.add(added);
    catalog = null;
  }

  /** How many packs there are. */
  public int size() {
    return packs.size();
  }

  /** True if an object is in a pack. */
  public boolean has(ObjectId id) throws IOException, PackException {
    return find(id) != null;
  }

  /** The type of an object; null if it is in no pack. */
  public @Nullable ObjectType type(ObjectId id) throws IOException, PackException {
    Found found = find(id);
    return found == null ? null : reader.type(found.pack.file, found.offset(), found.pack);
  }

  /** An object; null if it is in no pack. */
  public @Nullable StoredObject read(ObjectId id) throws IOException, PackException {
    Found found = find(id);
    return found == null ? null : reader.read(found.pack.file, found.offset(), found.pack);
  }

  private @Nullable Found find(ObjectId id) throws IOException, PackException {
    if (id.algorithm() != algorithm) {
      throw new IllegalArgumentException("id of another hash algorithm");
    }
    Pack recent = last;
    if (recent != null) {
      int position = recent.index.find(id);
      if (position >= 0) {
        return new Found(recent, position);
      }
    }
    Found found = catalog().find(id);
    for (int i = 0; found == null && i < alone.size(); i++) {
      Pack pack = alone.get(i);
      int position = pack == recent ? -1 : pack.index.find(id);
      if (position >= 0) {
        found = new Found(pack, position);
      }
    }
    if (found != null) {
      last = found.pack;
    }
    return found;
  }

  private Catalog catalog() throws IOException, PackException {
    Catalog made = catalog;
    if (made == null) {
      made = new Catalog(algorithm);
      if (packs.size() > FEW) {
        alone.clear();
        for (Pack pack : packs) {
          if (pack.index().size() > SMALL || !made.add(pack)) {
            alone.add(pack);
          }
        }
        made.sort();
      }
      catalog = made;
    }
    return made;
  }
}
