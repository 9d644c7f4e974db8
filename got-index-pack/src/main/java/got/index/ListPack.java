package got.index;

import got.index.pack.PackAnalysis;
import got.index.pack.PackListing;
import got.index.pack.PackSource;
import got.index.pack.Terms;
import got.ipc.Helper;
import got.ipc.Limits;
import got.ipc.PackEntry;
import got.ipc.ReceivedFd;
import got.ipc.index.IndexTalk;
import got.pack.PackException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Tells got what is in a pack file, thin or not. */
final class ListPack {
  private final Helper<?, IndexTalk.Reply> got;
  private final List<PackEntry> batch = new ArrayList<>(Limits.ENTRIES);

  private ListPack(Helper<?, IndexTalk.Reply> got) {
    this.got = got;
  }

  /**
   * @return the last message
   */
  static IndexTalk.Reply list(
      Helper<?, IndexTalk.Reply> got,
      IndexTalk.ListFile request,
      List<ReceivedFd> descriptors,
      ProgressReporter progress)
      throws IOException, PackException, InterruptedException {
    try (ReceivedFd pack = descriptors.getFirst()) {
      Terms terms = new Terms(request.algorithm(), request.limits(), IndexPack.THREADS);
      PackSource source = PackSource.inPlace(pack.input(), pack.readChannel());
      return tell(got, PackAnalysis.survey(source, terms, progress), pack, progress);
    }
  }

  /** As {@link #list}, with bases from a repository. */
  static IndexTalk.Reply listThin(
      Helper<?, IndexTalk.Reply> got,
      IndexTalk.ListThinFile request,
      List<ReceivedFd> descriptors,
      ProgressReporter progress)
      throws IOException, PackException, InterruptedException {
    try (ReceivedFd pack = descriptors.get(0)) {
      Terms terms = new Terms(request.algorithm(), request.limits(), IndexPack.THREADS);
      PackSource source = PackSource.inPlace(pack.input(), pack.readChannel());
      PackAnalysis.Result result;
      // Closed before the list: got-read-pack ends when nobody can ask any more.
      try (RepositoryPeer repository = RepositoryPeer.over(descriptors.get(1))) {
        result = PackAnalysis.survey(source, terms, progress, repository);
      }
      return tell(got, result, pack, progress);
    }
  }

  private static IndexTalk.Reply tell(
      Helper<?, IndexTalk.Reply> got,
      PackAnalysis.Result result,
      ReceivedFd pack,
      ProgressReporter progress)
      throws IOException, PackException {
    progress.close();
    ListPack list = new ListPack(got);
    PackListing.run(result, pack.readChannel(), list::add);
    list.flush();
    return new IndexTalk.Listed(
        result.checksum(),
        result.received(),
        result.bytes(),
        result.unresolved(),
        result.missingBases(),
        result.appended());
  }

  private void add(PackEntry entry) {
    batch.add(entry);
    if (batch.size() == Limits.ENTRIES) {
      flush();
    }
  }

  private void flush() {
    if (!batch.isEmpty()) {
      got.send(new IndexTalk.Entries(List.copyOf(batch)));
      batch.clear();
    }
  }
}
