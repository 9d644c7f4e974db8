package got.packaging.process;

import got.ipc.Channel;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.PackEntry;
import got.ipc.Received;
import got.ipc.ReceivedFd;
import got.ipc.fetch.FetchTalk;
import got.ipc.index.IndexTalk;
import got.ipc.wire.IndexWire;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * Says that it has indexed a pack. Without a lie it keeps the pack as it came and writes an index
 * that got cannot tell from one, because got looks at its size and its end only.
 */
final class LyingIndexPack {
  private static final int ID = 20;
  private static final int INDEX_BYTES = 1000;
  private static final int FLOOD = 1_000_000;

  private final Liar liar;
  private final Channel<?, IndexTalk.Request> got;

  LyingIndexPack(Liar liar, Channel<?, IndexTalk.Request> got) {
    this.liar = liar;
    this.got = got;
  }

  void run() throws Exception {
    liar.ready();
    Received<IndexTalk.Request> request = got.receive();
    while (!(got.receive().message() instanceof IndexTalk.SkipListEnd)) {
      // One of the tips.
    }
    liar.at("after the request");
    early();
    byte[] pack = keepPack(request.descriptors());
    liar.at("after the pack");
    byte[] id = Arrays.copyOfRange(pack, pack.length - ID, pack.length);
    writeIndex(request.descriptors().get(2), id);
    if (!liar.is("indexed without inspected")) {
      liar.send(new IndexTalk.Inspected(0, List.of()));
    }
    if (liar.is("inspected twice")) {
      liar.send(new IndexTalk.Inspected(0, List.of()));
    }
    liar.at("before done");
    sendIndexed(id, pack.length);
    if (liar.is("one more after done")) {
      liar.send(new IndexTalk.Indexing(1, 1, 1, 0, 0));
    }
    if (liar.is("done twice")) {
      sendIndexed(id, pack.length);
    }
    liar.done();
  }

  private void early() throws Exception {
    switch (liar.lie) {
      case "done at once" -> {
        liar.send(new IndexTalk.Inspected(0, List.of()));
        liar.send(new IndexTalk.Indexed(ObjectId.copyOf(HashAlgorithm.SHA1, id(7), 0), 1, 0, 0));
      }
      case "answer to listpack" ->
          liar.send(
              new IndexTalk.Entries(
                  List.of(
                      PackEntry.check(
                          12,
                          1,
                          9,
                          new PackEntry.NoBase(),
                          new PackEntry.Resolved(
                              ObjectId.copyOf(HashAlgorithm.SHA1, id(7), 0),
                              PackEntry.Type.of(3),
                              1,
                              0)))));
      case "end of listpack" ->
          liar.send(
              new IndexTalk.Listed(ObjectId.copyOf(HashAlgorithm.SHA1, id(7), 0), 0, 32, 0, 0));
      case "message of the other helper" -> liar.send(new FetchTalk.Fetched(1));
      case "more indexed than there are" -> progress(1, 2, 0, 0);
      case "more deltas than entries" -> progress(2, 1, 2, 0);
      case "more resolved than deltas" -> progress(2, 2, 1, 2);
      case "progress below zero" -> progress(-1, 0, 0, 0);
      case "progress backwards" -> {
        liar.send(new IndexTalk.Indexing(100, 100, 100, 50, 50));
        liar.send(new IndexTalk.Indexing(10, 100, 10, 5, 5));
        liar.send(new IndexTalk.Indexing(1, 2, 0, 0, 0));
        throw new Liar.TheEnd(0);
      }
      case "flood" -> {
        for (int i = 0; i < FLOOD; i++) {
          liar.send(new IndexTalk.Indexing(i, FLOOD, i, i, i));
        }
        throw new Liar.TheEnd(0);
      }
      default -> {
        // A lie for later.
      }
    }
  }

  private void progress(int objects, int indexed, int deltas, int resolved) throws Exception {
    liar.send(
        IndexWire.IndexReply.newBuilder()
            .setIndexing(
                IndexWire.Indexing.newBuilder()
                    .setBytes(1)
                    .setObjects(objects)
                    .setIndexed(indexed)
                    .setDeltas(deltas)
                    .setResolved(resolved)));
  }

  private static byte[] id(int first) {
    byte[] id = new byte[ID];
    id[0] = (byte) first;
    return id;
  }

  private byte[] keepPack(List<ReceivedFd> files) throws Exception {
    ByteArrayOutputStream pack = new ByteArrayOutputStream();
    InputStream pipe = files.get(0).input();
    byte[] buffer = new byte[4096];
    for (int n = pipe.read(buffer); n >= 0; n = pipe.read(buffer)) {
      pack.write(buffer, 0, n);
      liar.at("in the pack");
    }
    byte[] kept = pack.toByteArray();
    if (liar.is("pack file with another end")) {
      kept[kept.length - 1] ^= 1;
    }
    OutputStream out = files.get(1).output();
    out.write(kept, 0, kept.length - (liar.is("pack file that is shorter") ? 1 : 0));
    if (liar.is("pack file that is longer")) {
      out.write(0);
    }
    return pack.toByteArray();
  }

  private void writeIndex(ReceivedFd file, byte[] id) throws Exception {
    byte[] index = new byte[INDEX_BYTES];
    System.arraycopy(id, 0, index, INDEX_BYTES - 2 * ID, ID);
    if (liar.is("index of another pack")) {
      index[INDEX_BYTES - 2 * ID] ^= 1;
    }
    file.output().write(index);
  }

  private void sendIndexed(byte[] id, int packBytes) throws Exception {
    byte[] claimed = liar.is("checksum of another pack") ? id(9) : id;
    if (liar.is("checksum of another length")) {
      claimed = Arrays.copyOf(id, 32);
    }
    if (liar.is("checksum of no length")) {
      claimed = new byte[0];
    }
    int pack =
        packBytes
            + switch (liar.lie) {
              case "pack size too small" -> -1;
              case "pack size too large" -> 1;
              default -> 0;
            };
    int index =
        INDEX_BYTES
            + switch (liar.lie) {
              case "index size too small" -> -1;
              case "index size too large" -> 1;
              default -> 0;
            };
    liar.send(
        IndexWire.IndexReply.newBuilder()
            .setIndexed(
                IndexWire.Indexed.newBuilder()
                    .setChecksum(com.google.protobuf.ByteString.copyFrom(claimed))
                    .setObjects(liar.is("objects below zero") ? -1 : 1)
                    .setPackBytes(pack)
                    .setIndexBytes(index)));
  }
}
