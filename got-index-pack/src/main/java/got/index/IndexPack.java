package got.index;

import got.index.object.Inspection;
import got.index.object.SkipList;
import got.index.pack.Completion;
import got.index.pack.EntryTable;
import got.index.pack.PackAnalysis;
import got.index.pack.PackSource;
import got.index.pack.RepositoryException;
import got.index.pack.Terms;
import got.ipc.ErrorKind;
import got.ipc.ErrorReport;
import got.ipc.HashAlgorithm;
import got.ipc.Helper;
import got.ipc.HelperFailure;
import got.ipc.ObjectId;
import got.ipc.PackLimits;
import got.ipc.Received;
import got.ipc.ReceivedFd;
import got.ipc.Text;
import got.ipc.confine.ConfinementException;
import got.ipc.confine.KernelRandom;
import got.ipc.index.IndexTalk;
import got.pack.ObjectType;
import got.pack.PackException;
import got.pack.digest.Digests;
import got.pack.idx.IndexWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Adler32;
import java.util.zip.Deflater;

/**
 * Turns the pack that arrives into a verified pack file and its index, or does what is asked for
 * with a pack file that is there already.
 */
final class IndexPack implements Helper.Work<IndexTalk.Request, IndexTalk.Reply> {
  static final int THREADS = Runtime.getRuntime().availableProcessors();

  /** Of the fingerprints of links: whoever knew them could make two objects look alike. */
  private final long[] keys = new long[2];

  @Override
  public void prepare() throws ConfinementException {
    System.arraycopy(KernelRandom.longs(keys.length), 0, keys, 0, keys.length);
    // The first checksum loads a native library.
    new Adler32().update(0);
    new Deflater().end();
  }

  @Override
  public IndexTalk.Reply run(
      Helper<IndexTalk.Request, IndexTalk.Reply> got, Received<IndexTalk.Request> request)
      throws HelperFailure, InterruptedException {
    List<ReceivedFd> files = request.descriptors();
    try (ProgressReporter progress = new ProgressReporter(got::send)) {
      return switch (request.message()) {
        case IndexTalk.Index m -> index(got, m, files, progress);
        case IndexTalk.IndexThin m -> indexThin(got, m, files, progress);
        case IndexTalk.IndexFile m -> indexFile(got, m, files, progress);
        case IndexTalk.IndexThinFile m -> indexThinFile(got, m, files, progress);
        case IndexTalk.ListFile m -> ListPack.list(got, m, files, progress);
        case IndexTalk.ListThinFile m -> ListPack.listThin(got, m, files, progress);
        case IndexTalk.Tips _, IndexTalk.TipsEnd _, IndexTalk.SkipList _, IndexTalk.SkipListEnd _ ->
            throw new IllegalStateException("no request");
      };
    } catch (PackException e) {
      throw failure(e);
    } catch (RepositoryException e) {
      throw failure(ErrorKind.REPOSITORY, -1, Text.reason(e), e);
    } catch (IOException e) {
      throw failure(ErrorKind.INTERNAL, -1, "reading failed: " + Text.reason(e), e);
    }
  }

  private static HelperFailure failure(PackException e) {
    return switch (e) {
      case PackException.Thin _ -> failure(ErrorKind.THIN, e.offset(), e.reason(), e);
      case PackException.Format _, PackException.Collision _ ->
          failure(ErrorKind.PACK, e.offset(), e.reason(), e);
      case PackException.Structure _ -> failure(ErrorKind.STRUCTURE, e.offset(), e.reason(), e);
      case PackException.Limit limit -> failure(ErrorKind.PACK_LIMIT, limit.limit(), e.reason(), e);
      case PackException.Output output ->
          failure(ErrorKind.OUTPUT, -1, "writing failed: " + Text.reason(output.failure()), e);
    };
  }

  private static HelperFailure failure(ErrorKind kind, long detail, String text, Exception cause) {
    return new HelperFailure(ErrorReport.of(kind, detail, text), cause);
  }

  /**
   * What was asked for.
   *
   * @param commits what branches point to
   */
  record Tips(List<ObjectId> commits, List<ObjectId> others) {
    List<ObjectId> all() {
      List<ObjectId> all = new ArrayList<>(commits);
      all.addAll(others);
      return all;
    }
  }

  private static Tips readTips(Helper<IndexTalk.Request, ?> got, HashAlgorithm algorithm)
      throws InterruptedException {
    Tips tips = new Tips(new ArrayList<>(), new ArrayList<>());
    while (true) {
      switch (got.next().message()) {
        case IndexTalk.Tips batch -> {
          requireAll(batch.ids(), algorithm);
          (batch.commits() ? tips.commits() : tips.others()).addAll(batch.ids());
        }
        case IndexTalk.TipsEnd _ -> {
          return tips;
        }
        case IndexTalk.Index _,
            IndexTalk.IndexThin _,
            IndexTalk.IndexFile _,
            IndexTalk.IndexThinFile _,
            IndexTalk.ListFile _,
            IndexTalk.ListThinFile _,
            IndexTalk.SkipList _,
            IndexTalk.SkipListEnd _ ->
            throw new IllegalStateException("not a tip");
      }
    }
  }

  /**
   * @return the inspection that excuses what is on the list
   */
  private Inspection readSkipList(Helper<IndexTalk.Request, ?> got, HashAlgorithm algorithm)
      throws InterruptedException {
    return Inspection.full(algorithm, readSkipped(got, algorithm), keys[0], keys[1]);
  }

  private static SkipList readSkipped(Helper<IndexTalk.Request, ?> got, HashAlgorithm algorithm)
      throws InterruptedException {
    List<ObjectId> ids = new ArrayList<>();
    while (true) {
      switch (got.next().message()) {
        case IndexTalk.SkipList batch -> {
          requireAll(batch.ids(), algorithm);
          ids.addAll(batch.ids());
        }
        case IndexTalk.SkipListEnd _ -> {
          return SkipList.of(ids);
        }
        case IndexTalk.Index _,
            IndexTalk.IndexThin _,
            IndexTalk.IndexFile _,
            IndexTalk.IndexThinFile _,
            IndexTalk.ListFile _,
            IndexTalk.ListThinFile _,
            IndexTalk.Tips _,
            IndexTalk.TipsEnd _ ->
            throw new IllegalStateException("no skip list");
      }
    }
  }

  private static void requireAll(List<ObjectId> ids, HashAlgorithm algorithm) {
    if (ids.stream().anyMatch(id -> id.algorithm() != algorithm)) {
      throw new IllegalStateException("id of another hash algorithm");
    }
  }

  private IndexTalk.Reply index(
      Helper<IndexTalk.Request, IndexTalk.Reply> got,
      IndexTalk.Index request,
      List<ReceivedFd> descriptors,
      ProgressReporter progress)
      throws IOException, PackException, InterruptedException {
    Tips tips = readTips(got, request.algorithm());
    Inspection inspection = readSkipList(got, request.algorithm());
    try (ReceivedFd pipe = descriptors.get(0);
        ReceivedFd pack = descriptors.get(1);
        ReceivedFd idx = descriptors.get(2)) {
      PackAnalysis.Result result =
          PackAnalysis.run(
              new PackSource(progress.counting(pipe.input()), pack.output(), pack.readChannel()),
              new Terms(request.algorithm(), request.limits(), THREADS),
              inspection,
              progress);
      EntryTable table = result.table();
      int[] rows = IndexWriter.sortedById(table);
      requireUnique(table, rows);
      requireTips(table, rows, tips);
      if (result.missingLinks() > 0) {
        throw incomplete(result, inspection.searchMissing(), pack.readChannel(), progress);
      }
      return write(got, new Verified(result, rows, inspection, 0), idx.output(), progress);
    }
  }

  /** Completes a pack that may be thin, for a repository that is there. */
  private IndexTalk.Reply indexThin(
      Helper<IndexTalk.Request, IndexTalk.Reply> got,
      IndexTalk.IndexThin request,
      List<ReceivedFd> descriptors,
      ProgressReporter progress)
      throws IOException, PackException, InterruptedException {
    HashAlgorithm algorithm = request.algorithm();
    Tips tips = readTips(got, algorithm);
    Inspection inspection =
        Inspection.forRepository(algorithm, readSkipped(got, algorithm), keys[0], keys[1]);
    try (ReceivedFd pipe = descriptors.get(0);
        ReceivedFd pack = descriptors.get(1);
        ReceivedFd idx = descriptors.get(2)) {
      PackAnalysis.Result result;
      int[] rows;
      // Closed before the index is written: got-read-pack ends when nobody can ask any more.
      try (RepositoryPeer repository = RepositoryPeer.over(descriptors.get(3))) {
        result =
            PackAnalysis.complete(
                new PackSource(progress.counting(pipe.input()), pack.output(), pack.readChannel()),
                new Terms(algorithm, request.limits(), THREADS),
                inspection,
                progress,
                new Completion(pack.writeChannel(), repository));
        rows = IndexWriter.sortedById(result.table());
        requireUnique(result.table(), rows);
        requireTips(result.table(), rows, tips);
        ThinPack thin = new ThinPack(result, rows, repository, keys[1]);
        thin.requireLinks(inspection, tips.all());
        thin.requireNoCollision(pack.readChannel());
      }
      return write(got, new Verified(result, rows, inspection, 0), idx.output(), progress);
    }
  }

  /** Indexes a pack where it is. It need not be complete: what its objects refer to is counted. */
  private IndexTalk.Reply indexFile(
      Helper<IndexTalk.Request, IndexTalk.Reply> got,
      IndexTalk.IndexFile request,
      List<ReceivedFd> descriptors,
      ProgressReporter progress)
      throws IOException, PackException, InterruptedException {
    Inspection inspection = readSkipList(got, request.algorithm());
    try (ReceivedFd pack = descriptors.get(0);
        ReceivedFd idx = descriptors.get(1)) {
      PackAnalysis.Result result =
          PackAnalysis.run(
              PackSource.inPlace(pack.input(), pack.readChannel()),
              new Terms(request.algorithm(), request.limits(), THREADS),
              inspection,
              progress);
      int[] rows = IndexWriter.sortedById(result.table());
      requireUnique(result.table(), rows);
      return write(
          got,
          new Verified(result, rows, inspection, result.missingLinks()),
          idx.output(),
          progress);
    }
  }

  /**
   * Copies a pack that is there and may be thin, completes the copy, and indexes it. What its
   * objects refer to is counted if the repository does not have it either.
   */
  private IndexTalk.Reply indexThinFile(
      Helper<IndexTalk.Request, IndexTalk.Reply> got,
      IndexTalk.IndexThinFile request,
      List<ReceivedFd> descriptors,
      ProgressReporter progress)
      throws IOException, PackException, InterruptedException {
    HashAlgorithm algorithm = request.algorithm();
    Inspection inspection =
        Inspection.forRepository(algorithm, readSkipped(got, algorithm), keys[0], keys[1]);
    try (ReceivedFd file = descriptors.get(0);
        ReceivedFd pack = descriptors.get(1);
        ReceivedFd idx = descriptors.get(2)) {
      PackAnalysis.Result result;
      int[] rows;
      long missingLinks;
      try (RepositoryPeer repository = RepositoryPeer.over(descriptors.get(3))) {
        result =
            PackAnalysis.complete(
                new PackSource(progress.counting(file.input()), pack.output(), pack.readChannel()),
                new Terms(algorithm, request.limits(), THREADS),
                inspection,
                progress,
                new Completion(pack.writeChannel(), repository));
        rows = IndexWriter.sortedById(result.table());
        requireUnique(result.table(), rows);
        ThinPack thin = new ThinPack(result, rows, repository, keys[1]);
        thin.requireNoCollision(pack.readChannel());
        missingLinks = thin.missingLinks(inspection);
      }
      return write(
          got, new Verified(result, rows, inspection, missingLinks), idx.output(), progress);
    }
  }

  /**
   * A pack whose index may be written.
   *
   * @param rows of the table, sorted by id
   * @param missingLinks objects that others refer to and that are nowhere
   */
  private record Verified(
      PackAnalysis.Result result, int[] rows, Inspection inspection, long missingLinks) {}

  private static IndexTalk.Reply write(
      Helper<?, IndexTalk.Reply> got, Verified pack, OutputStream idx, ProgressReporter progress)
      throws PackException.Output {
    PackAnalysis.Result result = pack.result();
    EntryTable table = result.table();
    long indexBytes = write(table, pack.rows(), result.checksum(), progress.counting(idx));
    progress.close();
    got.send(new IndexTalk.Inspected(pack.missingLinks(), pack.inspection().findings().oddities()));
    return new IndexTalk.Indexed(
        result.checksum(),
        table.size(),
        result.bytes(),
        indexBytes,
        result.appended(),
        result.appendedBytes());
  }

  /** Goes through the pack a second time to name one of the objects that are not there. */
  private static PackException.Format incomplete(
      PackAnalysis.Result result, Inspection search, FileChannel pack, ProgressReporter progress)
      throws IOException, PackException, InterruptedException {
    pack.position(0);
    PackAnalysis.run(
        PackSource.inPlace(Channels.newInputStream(pack), pack),
        new Terms(result.table().algorithm(), PackLimits.NONE, THREADS),
        search,
        progress);
    return new PackException.Format(
        -1, ThinPack.missing(result.missingLinks(), "the pack", search.found()));
  }

  private static long write(EntryTable table, int[] rows, ObjectId pack, OutputStream out)
      throws PackException.Output {
    try {
      return IndexWriter.write(table, rows, pack, Digests.checksum(table.algorithm()), out);
    } catch (IOException e) {
      throw new PackException.Output(e);
    }
  }

  /** An object that is there twice could be two different things to two readers of the pack. */
  static void requireUnique(EntryTable table, int[] rows) throws PackException.Format {
    for (int i = 1; i < rows.length; i++) {
      if (table.compareIds(rows[i - 1], rows[i]) == 0) {
        throw new PackException.Format(
            Math.max(table.offset(rows[i - 1]), table.offset(rows[i])), "object appears twice");
      }
    }
  }

  /**
   * A pack without what was asked for would make a repository whose references lead nowhere. A
   * branch leads to a commit: git takes nothing else for one, and would see a broken repository.
   */
  static void requireTips(EntryTable table, int[] rows, Tips tips) throws PackException.Format {
    requireTips(table, rows, tips.commits(), true);
    requireTips(table, rows, tips.others(), false);
  }

  private static void requireTips(
      EntryTable table, int[] rows, List<ObjectId> tips, boolean commits)
      throws PackException.Format {
    for (ObjectId tip : tips) {
      int row = rowOf(table, rows, tip);
      if (commits && table.type(row) != ObjectType.COMMIT) {
        throw new PackException.Format(
            -1, "object " + tip + ", which a branch points to, is no commit");
      }
    }
  }

  private static int rowOf(EntryTable table, int[] rows, ObjectId tip) throws PackException.Format {
    byte[] id = new byte[table.algorithm().idBytes()];
    int low = 0;
    int high = rows.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      table.copyId(rows[middle], id, 0);
      int order = ObjectId.copyOf(table.algorithm(), id, 0).compareTo(tip);
      if (order == 0) {
        return rows[middle];
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    throw new PackException.Format(-1, "pack lacks object " + tip + ", which was asked for");
  }
}
