package got.read;

import got.ipc.Channel;
import got.ipc.ChannelException;
import got.ipc.ErrorKind;
import got.ipc.ErrorReport;
import got.ipc.HelperFailure;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.PackEntry;
import got.ipc.Text;
import got.ipc.base.BaseTalk;
import got.pack.ObjectType;
import got.pack.PackException;
import got.pack.object.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers got-index-pack until that closes its end.
 *
 * <p>got-index-pack reads what a server sent. If it was taken over, it can read the repository's
 * objects here, and nothing else: no answer changes anything.
 */
final class PeerService {
  private final Channel<BaseTalk.Reply, BaseTalk.Request> peer;
  private final Objects objects;
  private final Completeness completeness;
  private final Lock lock;
  private final List<ObjectId> found = new ArrayList<>();
  private int asked;

  /**
   * @param lock held while objects are looked for
   */
  PeerService(
      Channel<BaseTalk.Reply, BaseTalk.Request> peer,
      Objects objects,
      Completeness completeness,
      Lock lock) {
    this.peer = peer;
    this.objects = objects;
    this.completeness = completeness;
    this.lock = lock;
  }

  /**
   * @throws HelperFailure if the peer broke a rule
   */
  void serve() throws IOException, PackException, HelperFailure, InterruptedException {
    try {
      while (true) {
        BaseTalk.Request request = peer.receive().message();
        lock.lock();
        try {
          answer(request);
        } finally {
          lock.unlock();
        }
      }
    } catch (ChannelException e) {
      if (e.reason() == ChannelException.Reason.RULES) {
        throw broken(Text.reason(e));
      }
    }
  }

  private void answer(BaseTalk.Request request)
      throws ChannelException, IOException, PackException, HelperFailure, InterruptedException {
    switch (request) {
      case BaseTalk.Base m -> {
        require(m.id());
        tell(objects.read(m.id()));
      }
      case BaseTalk.Links m -> {
        count(m.ids());
        for (int i = 0; i < m.ids().size(); i++) {
          objects.expectFrom(m.ids(), i);
          if (!completeness.complete(m.ids().get(i), typeOf(m.type()))) {
            found.add(m.ids().get(i));
          }
        }
      }
      case BaseTalk.LinksEnd _ -> {
        tell(BaseTalk.Missing::new);
        peer.send(new BaseTalk.LinksDone());
      }
      case BaseTalk.Objects m -> {
        count(m.ids());
        for (int i = 0; i < m.ids().size(); i++) {
          objects.expectFrom(m.ids(), i);
          if (objects.has(m.ids().get(i))) {
            found.add(m.ids().get(i));
          }
        }
      }
      case BaseTalk.ObjectsEnd _ -> {
        tell(BaseTalk.Present::new);
        peer.send(new BaseTalk.ObjectsDone());
      }
    }
  }

  private void tell(@Nullable StoredObject object) throws ChannelException {
    if (object == null) {
      peer.send(new BaseTalk.NoBase());
      return;
    }
    peer.send(new BaseTalk.BaseHead(ReadPack.typeOf(object.type()), object.size()));
    for (int at = 0; at < object.size(); at += Limits.CONTENT) {
      int length = Math.min(Limits.CONTENT, object.size() - at);
      peer.send(new BaseTalk.BaseBytes(ByteBuffer.wrap(object.bytes(), at, length)));
    }
    peer.send(new BaseTalk.BaseEnd());
  }

  /** Answers a question that came in parts. */
  private void tell(Function<List<ObjectId>, BaseTalk.Reply> message) throws ChannelException {
    for (int i = 0; i < found.size(); i += Limits.IDS) {
      peer.send(
          message.apply(List.copyOf(found.subList(i, Math.min(i + Limits.IDS, found.size())))));
    }
    found.clear();
    asked = 0;
  }

  private void count(List<ObjectId> ids) throws HelperFailure {
    for (ObjectId id : ids) {
      require(id);
    }
    asked += ids.size();
    if (asked > Limits.QUESTION_IDS) {
      throw broken("more than " + Limits.QUESTION_IDS + " ids in one question");
    }
  }

  private void require(ObjectId id) throws HelperFailure {
    if (id.algorithm() != objects.algorithm()) {
      throw broken("id of another hash algorithm");
    }
  }

  private static ObjectType typeOf(PackEntry.Type type) {
    return ObjectType.of(type.code());
  }

  private static HelperFailure broken(String how) {
    return new HelperFailure(
        ErrorReport.of(ErrorKind.INTERNAL, -1, "got-index-pack broke the rules: " + how));
  }
}
