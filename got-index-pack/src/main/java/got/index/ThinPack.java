package got.index;

import got.index.object.Inspection;
import got.index.pack.EntryTable;
import got.index.pack.PackAnalysis;
import got.index.pack.Repository;
import got.index.pack.RepositoryException;
import got.ipc.ObjectId;
import got.pack.Garbage;
import got.pack.ObjectType;
import got.pack.PackException;
import got.pack.object.ObjectReader;
import got.pack.object.StoredObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is asked of a pack and the repository that it is for, together. */
final class ThinPack {
  private final PackAnalysis.Result result;
  private final RepositoryPeer repository;
  private final long secret;

  /** The rows of the pack, by id. */
  private final int[] rows;

  /**
   * @param rows of the pack, sorted by id
   * @param secret random, for a table of places
   */
  ThinPack(PackAnalysis.Result result, int[] rows, RepositoryPeer repository, long secret) {
    this.result = result;
    this.rows = rows;
    this.repository = repository;
    this.secret = secret;
  }

  /**
   * Every link that does not end in what came ends in an object that is known to be complete. So
   * does every tip that did not come: an appended base may have been lying around.
   *
   * @throws PackException.Format if one does not
   */
  void requireLinks(Inspection inspection, List<ObjectId> tips)
      throws PackException, RepositoryException {
    long missing = 0;
    String one = "";
    Map<ObjectType, List<ObjectId>> outside = inspection.outside();
    for (ObjectId tip : tips) {
      int row = row(tip);
      if (row >= result.received()) {
        outside.computeIfAbsent(result.table().type(row), _ -> new ArrayList<>()).add(tip);
      }
    }
    for (Map.Entry<ObjectType, List<ObjectId>> links : outside.entrySet()) {
      List<ObjectId> ids = links.getValue().stream().distinct().toList();
      List<ObjectId> lost = repository.missing(ids, links.getKey());
      missing += lost.size();
      if (one.isEmpty() && !lost.isEmpty()) {
        one = links.getKey().name().toLowerCase(Locale.ROOT) + " " + lost.getFirst();
      }
    }
    if (missing > 0) {
      throw new PackException.Format(
          PackException.NOWHERE, missing(missing, "pack and repository", one));
    }
  }

  /**
   * Says that objects are missing.
   *
   * @param one of them, with its type
   */
  static String missing(long count, String where, String one) {
    return count == 1
        ? one + " is missing from " + where
        : count + " objects are missing from " + where + ", one is " + one;
  }

  /**
   * How many objects others refer to that neither came nor are in the repository, whatever they
   * lead to.
   */
  long missingLinks(Inspection inspection) throws RepositoryException {
    List<ObjectId> ids =
        inspection.outside().values().stream().flatMap(List::stream).distinct().toList();
    return (long) ids.size() - repository.present(ids).size();
  }

  /**
   * Compares what came with what the repository has under the same id. Detection of collisions
   * knows the known attacks; other bytes under one id would show an unknown one.
   *
   * @throws PackException.Format if they differ
   * @throws PackException.Limit if more has to be made for that than the pack may grow to
   */
  void requireNoCollision(FileChannel pack) throws IOException, PackException {
    List<ObjectId> ids = new ArrayList<>();
    for (int row = 0; row < result.received(); row++) {
      ids.add(id(row));
    }
    ObjectReader reader =
        new ObjectReader(
            result.table().algorithm(),
            secret,
            result.guard()::madeAgain,
            new Garbage(Garbage.FREE_BYTES));
    List<ObjectId> present = repository.present(ids);
    repository.announce(present);
    for (ObjectId id : present) {
      Repository.Content there = repository.read(id);
      if (there == null) {
        throw new RepositoryException("got-read-pack broke the rules: object that is gone");
      }
      StoredObject here = reader.read(pack, result.table().offset(row(id)), this::offset);
      if (here.type() != there.type()
          || !Arrays.equals(here.bytes(), 0, here.size(), there.bytes(), 0, there.bytes().length)) {
        throw new PackException.Format(
            result.table().offset(row(id)),
            "object " + id + " has other bytes than in the repository: a collision");
      }
    }
  }

  private long offset(ObjectId id) {
    int row = row(id);
    return row < 0 ? -1 : result.table().offset(row);
  }

  private ObjectId id(int row) {
    EntryTable table = result.table();
    byte[] id = new byte[table.algorithm().idBytes()];
    table.copyId(row, id, 0);
    return ObjectId.copyOf(table.algorithm(), id, 0);
  }

  /** The row of an object; negative if it is not in the pack. */
  private int row(ObjectId wanted) {
    int low = 0;
    int high = rows.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = id(rows[middle]).compareTo(wanted);
      if (order == 0) {
        return rows[middle];
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }
}
