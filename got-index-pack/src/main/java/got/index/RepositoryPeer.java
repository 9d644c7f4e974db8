package got.index;

import got.index.pack.Repository;
import got.index.pack.RepositoryException;
import got.ipc.BadValueException;
import got.ipc.Channel;
import got.ipc.ChannelException;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.PackEntry;
import got.ipc.ReceivedFd;
import got.ipc.Text;
import got.ipc.base.BaseTalk;
import got.pack.Garbage;
import got.pack.ObjectType;
import got.pack.Scratch;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The repository that a pack is for, by way of got-read-pack.
 *
 * <p>got-read-pack may have been taken over by what a server once sent. What it gives is bounded by
 * what arrives, and each id that it names must be one that it was asked about.
 */
final class RepositoryPeer implements Repository, Closeable {
  private static final int FIRST_BYTES = 64 * 1024;

  /**
   * How many objects are asked for before the first of them is here. So many questions fit into the
   * socket: got-read-pack need not read them to take its answers.
   */
  private static final int AHEAD = 16;

  private final Channel<BaseTalk.Request, BaseTalk.Reply> peer;
  private final Garbage garbage = new Garbage(Garbage.FREE_BYTES);

  /** What will be read; got-read-pack was asked for those before {@link #unasked}. */
  private List<ObjectId> announced = List.of();

  private int unread;
  private int unasked;

  RepositoryPeer(Channel<BaseTalk.Request, BaseTalk.Reply> peer) {
    this.peer = peer;
  }

  /** Takes over one end of the socket pair. */
  static RepositoryPeer over(ReceivedFd end) throws IOException {
    return new RepositoryPeer(Channel.toPeer(end, BaseTalk.REQUESTS, BaseTalk.REPLIES));
  }

  @Override
  public void announce(List<ObjectId> ids) {
    requireNoneUnread();
    announced = ids;
    unread = 0;
    unasked = 0;
  }

  private void requireNoneUnread() {
    if (unread < announced.size()) {
      throw new IllegalStateException("announced and not read: " + announced.get(unread));
    }
  }

  @Override
  public @Nullable Content read(ObjectId id) throws RepositoryException {
    if (unread == announced.size()) {
      announce(List.of(id));
    }
    if (!announced.get(unread).equals(id)) {
      throw new IllegalStateException("not what was announced: " + id);
    }
    while (unasked < Math.min(announced.size(), unread + AHEAD)) {
      send(new BaseTalk.Base(announced.get(unasked++)));
    }
    unread++;
    return switch (receive()) {
      case BaseTalk.BaseHead head -> new Content(ObjectType.of(head.type().code()), content(head));
      case BaseTalk.NoBase _ -> null;
      case BaseTalk.BaseBytes _,
          BaseTalk.BaseEnd _,
          BaseTalk.Missing _,
          BaseTalk.LinksDone _,
          BaseTalk.Present _,
          BaseTalk.ObjectsDone _ ->
          throw broken("another answer than to its question");
    };
  }

  private byte[] content(BaseTalk.BaseHead head) throws RepositoryException {
    if (head.size() > Scratch.MOST_BYTES) {
      throw broken("object of " + head.size() + " bytes");
    }
    int size = (int) head.size();
    int first = Math.min(size, FIRST_BYTES);
    garbage.making(first);
    byte[] content = new byte[first];
    int n = 0;
    while (receive() instanceof BaseTalk.BaseBytes(var part)) {
      int more = part.remaining();
      if (more > size - n) {
        throw broken("more bytes than stated");
      }
      if (more > content.length - n) {
        int longer = (int) Math.min(size, 2L * content.length);
        garbage.making(longer);
        content = Arrays.copyOf(content, longer);
      }
      part.get(content, n, more);
      n += more;
    }
    if (n != size) {
      throw broken("fewer bytes than stated");
    }
    return content;
  }

  /** Those of some objects that are not there, not complete, or of another type. */
  List<ObjectId> missing(List<ObjectId> ids, ObjectType type) throws RepositoryException {
    PackEntry.Type wire;
    try {
      wire = PackEntry.Type.of(type.code());
    } catch (BadValueException e) {
      throw new IllegalStateException(e);
    }
    return ask(ids, part -> new BaseTalk.Links(part, wire), new BaseTalk.LinksEnd());
  }

  /** Those of some objects that are there. */
  List<ObjectId> present(List<ObjectId> ids) throws RepositoryException {
    return ask(ids, BaseTalk.Objects::new, new BaseTalk.ObjectsEnd());
  }

  private List<ObjectId> ask(
      List<ObjectId> ids, Function<List<ObjectId>, BaseTalk.Request> part, BaseTalk.Request end)
      throws RepositoryException {
    requireNoneUnread();
    List<ObjectId> named = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += Limits.QUESTION_IDS) {
      List<ObjectId> question = ids.subList(from, Math.min(from + Limits.QUESTION_IDS, ids.size()));
      for (int i = 0; i < question.size(); i += Limits.IDS) {
        send(
            part.apply(
                List.copyOf(question.subList(i, Math.min(i + Limits.IDS, question.size())))));
      }
      send(end);
      named.addAll(answer(question, end));
    }
    return named;
  }

  private List<ObjectId> answer(List<ObjectId> question, BaseTalk.Request end)
      throws RepositoryException {
    boolean links = end instanceof BaseTalk.LinksEnd;
    Set<ObjectId> left = new HashSet<>(question);
    List<ObjectId> named = new ArrayList<>();
    while (true) {
      switch (receive()) {
        case BaseTalk.Missing(List<ObjectId> ids) when links -> take(ids, left, named);
        case BaseTalk.Present(List<ObjectId> ids) when !links -> take(ids, left, named);
        case BaseTalk.LinksDone _ when links -> {
          return named;
        }
        case BaseTalk.ObjectsDone _ when !links -> {
          return named;
        }
        case BaseTalk.BaseHead _,
            BaseTalk.BaseBytes _,
            BaseTalk.BaseEnd _,
            BaseTalk.NoBase _,
            BaseTalk.Missing _,
            BaseTalk.LinksDone _,
            BaseTalk.Present _,
            BaseTalk.ObjectsDone _ ->
            throw broken("another answer than to its question");
      }
    }
  }

  /** Each id once, so that an answer ends. */
  private static void take(List<ObjectId> ids, Set<ObjectId> left, List<ObjectId> named)
      throws RepositoryException {
    for (ObjectId id : ids) {
      if (!left.remove(id)) {
        throw broken("an id that nobody asked about");
      }
      named.add(id);
    }
  }

  private void send(BaseTalk.Request request) throws RepositoryException {
    try {
      peer.send(request);
    } catch (ChannelException e) {
      throw ended(e);
    }
  }

  private BaseTalk.Reply receive() throws RepositoryException {
    try {
      return peer.receive().message();
    } catch (ChannelException e) {
      throw ended(e);
    }
  }

  private static RepositoryException ended(ChannelException e) {
    return e.reason() == ChannelException.Reason.RULES
        ? broken(Text.reason(e))
        : new RepositoryException("got-read-pack has ended", e);
  }

  private static RepositoryException broken(String how) {
    return new RepositoryException("got-read-pack broke the rules: " + how);
  }

  /** got-read-pack sees that there are no more questions. */
  @Override
  public void close() throws IOException {
    peer.close();
  }
}
