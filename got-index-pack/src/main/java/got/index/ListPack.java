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
      PackAnalysis.Result result =
          PackAnalysis.survey(
              PackSource.inPlace(pack.input(), pack.readChannel()),
              new Terms(request.algorithm(), request.limits(), IndexPack.THREADS),
              progress);
      progress.close();
      ListPack list = new ListPack(got);
      PackListing.run(result, pack.readChannel(), list::add);
      list.flush();
      return new IndexTalk.Listed(
          result.checksum(),
          result.table().size(),
          result.bytes(),
          result.unresolved(),
          result.missingBases());
    }
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
