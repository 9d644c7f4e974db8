package got.index;

import got.index.pack.Repository.Content;
import got.ipc.Channel;
import got.ipc.ChannelException;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.PackEntry;
import got.ipc.PeerEnds;
import got.ipc.base.BaseTalk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers as got-read-pack does, from a map, in a thread of its own. */
class FakeRepository implements Closeable {
  final Map<ObjectId, Content> objects = new HashMap<>();
  private final PeerEnds ends;
  private final Channel<BaseTalk.Reply, BaseTalk.Request> channel;
  private final List<ObjectId> named = new ArrayList<>();

  FakeRepository() throws Exception {
    ends = PeerEnds.open();
    channel = ends.answering();
  }

  RepositoryPeer start() {
    Thread.ofPlatform().daemon().start(this::run);
    return new RepositoryPeer(ends.asking());
  }

  private void run() {
    try {
      while (true) {
        answer(channel.receive().message());
      }
    } catch (ChannelException e) {
      // The test has ended.
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** To lie, override. */
  void answer(BaseTalk.Request request) throws Exception {
    switch (request) {
      case BaseTalk.Base m -> tell(objects.get(m.id()));
      case BaseTalk.Links m -> {
        for (ObjectId id : m.ids()) {
          Content there = objects.get(id);
          if (there == null || there.type().code() != m.type().code()) {
            named.add(id);
          }
        }
      }
      case BaseTalk.LinksEnd _ -> {
        send(new BaseTalk.Missing(List.copyOf(named)));
        send(new BaseTalk.LinksDone());
        named.clear();
      }
      case BaseTalk.Objects m -> m.ids().stream().filter(objects::containsKey).forEach(named::add);
      case BaseTalk.ObjectsEnd _ -> {
        send(new BaseTalk.Present(List.copyOf(named)));
        send(new BaseTalk.ObjectsDone());
        named.clear();
      }
    }
  }

  private void tell(@Nullable Content object) throws Exception {
    if (object == null) {
      send(new BaseTalk.NoBase());
      return;
    }
    byte[] bytes = object.bytes();
    send(new BaseTalk.BaseHead(PackEntry.Type.of(object.type().code()), bytes.length));
    for (int at = 0; at < bytes.length; at += Limits.CONTENT) {
      int length = Math.min(Limits.CONTENT, bytes.length - at);
      send(new BaseTalk.BaseBytes(ByteBuffer.wrap(bytes, at, length)));
    }
    send(new BaseTalk.BaseEnd());
  }

  void send(BaseTalk.Reply reply) throws Exception {
    channel.send(reply);
  }

  @Override
  public void close() throws IOException {
    ends.close();
  }
}
