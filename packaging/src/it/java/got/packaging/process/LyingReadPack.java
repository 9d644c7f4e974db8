package got.packaging.process;

import com.google.protobuf.ByteString;
import got.ipc.Channel;
import got.ipc.ChannelException;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.PackEntry;
import got.ipc.Received;
import got.ipc.base.BaseTalk;
import got.ipc.index.IndexTalk;
import got.ipc.read.ReadTalk;
import got.ipc.wire.ReadWire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Says that it has read a repository. Without a lie it knows of no object but what references say,
 * offers that to the server, and finds nothing missing: enough for a pack that is not thin.
 */
final class LyingReadPack {
  static final String NAME = "got-read-pack";
  private static final int FLOOD = 1_000_000;
  private static final int ID = 20;

  private final Liar liar;
  private final Channel<?, ReadTalk.Request> got;
  private final List<ObjectId> tips = new ArrayList<>();

  LyingReadPack(Liar liar, Channel<?, ReadTalk.Request> got) {
    this.liar = liar;
    this.got = got;
  }

  void run() throws Exception {
    liar.ready();
    Received<ReadTalk.Request> first = describe();
    liar.at("after the request");
    early();
    if (first.message() instanceof ReadTalk.Serve) {
      service(first);
    } else {
      know();
      liar.at("after the answer");
    }
    offer();
    liar.done();
  }

  /**
   * @return the first question of a got, or gotadmin's last word
   */
  private Received<ReadTalk.Request> describe() throws Exception {
    while (true) {
      Received<ReadTalk.Request> next = got.receive();
      switch (next.message()) {
        case ReadTalk.Tips m -> tips.addAll(m.ids());
        case ReadTalk.HaveEnd _, ReadTalk.Serve _ -> {
          return next;
        }
        default -> {
          // Of the repository that there is it takes no notice.
        }
      }
    }
  }

  private static ObjectId id(int first) throws Exception {
    byte[] id = new byte[ID];
    id[0] = (byte) first;
    return ObjectId.copyOf(HashAlgorithm.SHA1, id, 0);
  }

  private static ReadTalk.Known known(int first) throws Exception {
    return new ReadTalk.Known(List.of(new ReadTalk.KnownObject(id(first), PackEntry.Type.of(1))));
  }

  private void early() throws Exception {
    switch (liar.lie) {
      case "message of the other helper" -> liar.send(new IndexTalk.Indexing(1, 1, 1, 0, 0));
      case "done at once" -> {
        liar.send(new ReadTalk.Served());
        throw new Liar.TheEnd(0);
      }
      case "haves in place of the answer" -> liar.send(new ReadTalk.Haves(tips, true));
      case "known that nobody asked about" -> liar.send(known(7));
      case "known without end" -> {
        for (int i = 0; i < FLOOD; i++) {
          liar.send(known(i));
        }
        throw new Liar.TheEnd(0);
      }
      case "reading without end" -> {
        for (int i = 0; i < FLOOD; i++) {
          liar.send(new ReadTalk.Reading(i));
        }
        throw new Liar.TheEnd(0);
      }
      case "known of a type that is none" ->
          liar.send(
              ReadWire.ReadReply.newBuilder()
                  .setKnown(
                      ReadWire.Known.newBuilder()
                          .setIds(ids(1))
                          .setTypes(ByteString.copyFrom(new byte[] {9}))));
      case "known with fewer types than ids" ->
          liar.send(
              ReadWire.ReadReply.newBuilder()
                  .setKnown(
                      ReadWire.Known.newBuilder()
                          .setIds(ids(2))
                          .setTypes(ByteString.copyFrom(new byte[] {1}))));
      case "wish for an object that was not listed" -> liar.send(new ReadTalk.LooseWanted(id(9)));
      default -> {
        // A lie for later.
      }
    }
  }

  /** Ids of one length, which stands in front. */
  private static ByteString ids(int count) {
    byte[] ids = new byte[1 + count * ID];
    ids[0] = ID;
    return ByteString.copyFrom(ids);
  }

  private void know() throws Exception {
    liar.send(new ReadTalk.KnownEnd());
    switch (liar.lie) {
      case "end of an answer to nothing" -> liar.send(new ReadTalk.KnownEnd());
      case "known after the answer" -> liar.send(known(1));
      case "haves that nobody asked for" -> liar.send(new ReadTalk.Haves(tips, false));
      case "done before service" -> {
        liar.send(new ReadTalk.Served());
        throw new Liar.TheEnd(0);
      }
      default -> {
        // A lie for later.
      }
    }
  }

  private void offer() throws Exception {
    while (true) {
      Received<ReadTalk.Request> next = got.receive();
      switch (next.message()) {
        case ReadTalk.MoreHaves m -> {
          liar.at("before haves");
          haves(m.count());
          liar.at("after haves");
        }
        case ReadTalk.Serve _ -> service(next);
        case ReadTalk.Moves m -> ways(m.moves().size());
        case ReadTalk.Finish _ -> {
          served();
          return;
        }
        default -> {
          // What is common.
        }
      }
    }
  }

  private void afterwards() throws Exception {
    switch (liar.lie) {
      case "its peer left twice" -> liar.send(new ReadTalk.PeerServed());
      case "ways that nobody asked for" ->
          liar.send(new ReadTalk.Ways(List.of(ReadTalk.Way.FORWARD)));
      default -> {
        // A lie for later.
      }
    }
  }

  private void ways(int moves) throws Exception {
    int count = liar.is("more ways than moves") ? moves + 1 : moves;
    liar.send(new ReadTalk.Ways(Collections.nCopies(count, ReadTalk.Way.FORCED)));
  }

  private void haves(int count) throws Exception {
    switch (liar.lie) {
      case "more haves than asked for" ->
          liar.send(new ReadTalk.Haves(Collections.nCopies(count + 1, tips.getFirst()), true));
      case "haves of another algorithm" ->
          liar.send(
              new ReadTalk.Haves(
                  List.of(ObjectId.copyOf(HashAlgorithm.SHA256, new byte[32], 0)), true));
      case "haves of half an id" ->
          liar.send(
              ReadWire.ReadReply.newBuilder()
                  .setHaves(
                      ReadWire.Haves.newBuilder()
                          .setIds(ByteString.copyFrom(new byte[] {ID, 1, 2}))));
      case "known in place of haves" -> liar.send(known(1));
      default -> liar.send(new ReadTalk.Haves(tips, true));
    }
  }

  private void service(Received<ReadTalk.Request> request) throws Exception {
    try (Channel<BaseTalk.Reply, BaseTalk.Request> peer =
        Channel.toPeer(request.descriptors().getFirst(), BaseTalk.REPLIES, BaseTalk.REQUESTS)) {
      serve(peer);
    } catch (ChannelException e) {
      // got-index-pack has no more questions, or has had enough.
    }
    liar.at("before done");
    liar.send(new ReadTalk.PeerServed());
    afterwards();
  }

  private void served() throws Exception {
    liar.send(new ReadTalk.Served());
    if (liar.is("done twice")) {
      liar.send(new ReadTalk.Served());
    }
    if (liar.is("one more after done")) {
      liar.send(new ReadTalk.Reading(1));
    }
  }

  /** Answers got-index-pack until it has no more questions. */
  private void serve(Channel<BaseTalk.Reply, BaseTalk.Request> peer) throws Exception {
    while (true) {
      List<ObjectId> asked = new ArrayList<>();
      BaseTalk.Request question = peer.receive().message();
      while (question instanceof BaseTalk.Links || question instanceof BaseTalk.Objects) {
        asked.addAll(
            question instanceof BaseTalk.Links links
                ? links.ids()
                : ((BaseTalk.Objects) question).ids());
        question = peer.receive().message();
      }
      liar.at("in service");
      switch (question) {
        case BaseTalk.Base _ -> base(peer);
        case BaseTalk.LinksEnd _ -> links(peer, asked);
        case BaseTalk.ObjectsEnd _ -> objects(peer, asked);
        case BaseTalk.Links _, BaseTalk.Objects _ -> throw new IllegalStateException();
      }
    }
  }

  private void base(Channel<BaseTalk.Reply, BaseTalk.Request> peer) throws Exception {
    PackEntry.Type blob = PackEntry.Type.of(3);
    switch (liar.lie) {
      case "base that is another" -> {
        peer.send(new BaseTalk.BaseHead(blob, 3));
        peer.send(new BaseTalk.BaseBytes(ByteBuffer.wrap(new byte[3])));
        peer.send(new BaseTalk.BaseEnd());
      }
      case "base that is too short" -> {
        peer.send(new BaseTalk.BaseHead(blob, 3));
        peer.send(new BaseTalk.BaseEnd());
      }
      case "base that is too long" -> {
        peer.send(new BaseTalk.BaseHead(blob, 3));
        peer.send(new BaseTalk.BaseBytes(ByteBuffer.wrap(new byte[4])));
      }
      case "base that is huge" -> {
        peer.send(new BaseTalk.BaseHead(blob, Limits.OBJECT_BYTES));
        while (true) {
          peer.send(new BaseTalk.BaseBytes(ByteBuffer.wrap(new byte[Limits.CONTENT])));
        }
      }
      case "base in place of which objects are named" -> peer.send(new BaseTalk.ObjectsDone());
      default -> peer.send(new BaseTalk.NoBase());
    }
  }

  private void links(Channel<BaseTalk.Reply, BaseTalk.Request> peer, List<ObjectId> asked)
      throws Exception {
    switch (liar.lie) {
      case "all is missing" -> peer.send(new BaseTalk.Missing(asked));
      case "missing that nobody asked about" -> peer.send(new BaseTalk.Missing(List.of(id(5))));
      case "missing twice" -> {
        peer.send(new BaseTalk.Missing(asked));
        peer.send(new BaseTalk.Missing(asked));
      }
      default -> {
        // Nothing is.
      }
    }
    peer.send(new BaseTalk.LinksDone());
  }

  private void objects(Channel<BaseTalk.Reply, BaseTalk.Request> peer, List<ObjectId> asked)
      throws Exception {
    switch (liar.lie) {
      case "all is there, but gone" -> peer.send(new BaseTalk.Present(asked));
      case "present that nobody asked about" -> peer.send(new BaseTalk.Present(List.of(id(5))));
      case "answer to another question" -> peer.send(new BaseTalk.LinksDone());
      default -> {
        // Nothing is.
      }
    }
    peer.send(new BaseTalk.ObjectsDone());
  }
}
