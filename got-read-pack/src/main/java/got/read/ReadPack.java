package got.read;

import got.ipc.BadValueException;
import got.ipc.Channel;
import got.ipc.ErrorKind;
import got.ipc.ErrorReport;
import got.ipc.HashAlgorithm;
import got.ipc.Helper;
import got.ipc.HelperFailure;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.PackEntry;
import got.ipc.Received;
import got.ipc.ReceivedFd;
import got.ipc.Text;
import got.ipc.base.BaseTalk;
import got.ipc.confine.ConfinementException;
import got.ipc.confine.KernelRandom;
import got.ipc.read.ReadTalk;
import got.pack.Garbage;
import got.pack.ObjectType;
import got.pack.PackException;
import got.pack.object.LooseReader;
import got.pack.object.PackSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.Adler32;
import org.jspecify.annotations.Nullable;

/** Answers what a fetch has to know about the repository that it is for. */
final class ReadPack implements Helper.Work<ReadTalk.Request, ReadTalk.Reply> {
  /** Bytes of garbage beside twice what is in use, which is some 10 to 20 MiB. */
  private static final long FREE_BYTES = 12L << 20;

  /** Of the tables of objects: whoever knew them could choose what makes a table slow. */
  private final long[] secrets = new long[3];

  @Override
  public void prepare() throws ConfinementException {
    System.arraycopy(KernelRandom.longs(secrets.length), 0, secrets, 0, secrets.length);
    // The first checksum loads a native library.
    new Adler32().update(0);
  }

  @Override
  public ReadTalk.Reply run(
      Helper<ReadTalk.Request, ReadTalk.Reply> got, Received<ReadTalk.Request> request)
      throws HelperFailure, InterruptedException {
    if (!(request.message() instanceof ReadTalk.Open open)) {
      throw new IllegalStateException("no request");
    }
    try {
      new Run(got, open.algorithm()).answer();
      return new ReadTalk.Served();
    } catch (PackException e) {
      throw new HelperFailure(
          ErrorReport.of(ErrorKind.REPOSITORY, e.offset(), "repository: " + e.reason()), e);
    } catch (IOException e) {
      throw new HelperFailure(
          ErrorReport.of(
              ErrorKind.REPOSITORY, -1, "reading the repository failed: " + Text.reason(e)),
          e);
    }
  }

  /** One repository, and what was found out about it. */
  private final class Run {
    private final Helper<ReadTalk.Request, ReadTalk.Reply> got;
    private final Inbox inbox;
    private final HashAlgorithm algorithm;
    private final PackSet packs;
    private final LooseFromGot loose;
    private final Objects objects;
    private final Completeness completeness;
    private final Commits latest;
    private final Negotiator negotiator;
    private final Set<ObjectId> tips = new LinkedHashSet<>();
    private @Nullable List<ObjectId> commits;

    private final EarlyWalk early;
    private final Ancestry.Patience patience = new Ancestry.Patience();
    private final List<ObjectId> asked = new ArrayList<>();

    Run(Helper<ReadTalk.Request, ReadTalk.Reply> got, HashAlgorithm algorithm) {
      this.got = got;
      this.inbox = new Inbox(got::next);
      this.algorithm = algorithm;
      Garbage garbage = new Garbage(FREE_BYTES);
      this.packs = new PackSet(algorithm, secrets[2], garbage);
      Progress progress = new Progress(got);
      this.loose =
          new LooseFromGot(
              id -> got.send(new ReadTalk.LooseWanted(id)),
              inbox,
              () -> new LooseReader(algorithm, garbage, progress));
      this.objects = new Objects(algorithm, packs, loose, progress);
      progress.of(objects);
      this.latest = new Commits(objects);
      this.completeness = new Completeness(objects, latest, secrets[0]);
      this.early = new EarlyWalk(objects, completeness);
      this.negotiator = new Negotiator(objects, latest, secrets[1]);
    }

    void answer() throws IOException, PackException, HelperFailure, InterruptedException {
      try {
        Received<ReadTalk.Request> next = inbox.next();
        while (!(next.message() instanceof ReadTalk.Finish)) {
          if (next.message() instanceof ReadTalk.Serve) {
            serve(next.descriptors().getFirst());
          } else {
            early.lock().lock();
            try {
              answer(next);
              loose.settle();
            } finally {
              early.lock().unlock();
            }
          }
          next = inbox.next();
        }
      } finally {
        early.end();
      }
    }

    private void answer(Received<ReadTalk.Request> request)
        throws IOException, PackException, HelperFailure, InterruptedException {
      switch (request.message()) {
        case ReadTalk.Pack _ ->
            packs.add(
                request.descriptors().get(0).readChannel(),
                request.descriptors().get(1).readChannel());
        case ReadTalk.LooseIds batch -> {
          for (ObjectId id : checked(batch.ids())) {
            objects.addLoose(id);
          }
        }
        case ReadTalk.Tips batch -> tips.addAll(checked(batch.ids()));
        case ReadTalk.Have batch -> asked.addAll(checked(batch.ids()));
        case ReadTalk.HaveEnd _ -> {
          tellKnown(asked);
          asked.clear();
        }
        case ReadTalk.MoreHaves m -> {
          begin();
          List<ObjectId> offers = negotiator.next(m.count());
          got.send(new ReadTalk.Haves(offers, negotiator.isOver()));
        }
        case ReadTalk.Common batch -> {
          begin();
          for (ObjectId id : checked(batch.ids())) {
            negotiator.common(id);
            early.begin(id);
          }
        }
        case ReadTalk.Moves batch -> tellWays(batch.moves());
        case ReadTalk.PacksEnd _, ReadTalk.TipsEnd _ -> {
          // What follows tells as much.
        }
        case ReadTalk.Open _,
            ReadTalk.Loose _,
            ReadTalk.NotLoose _,
            ReadTalk.Serve _,
            ReadTalk.Finish _ ->
            throw new IllegalStateException("nobody asked for that");
      }
    }

    private List<ObjectId> checked(List<ObjectId> ids) {
      if (ids.stream().anyMatch(id -> id.algorithm() != algorithm)) {
        throw new IllegalStateException("id of another hash algorithm");
      }
      return ids;
    }

    /** Before the first answer: not while got describes the repository, and cannot give objects. */
    private void begin() throws IOException, PackException, HelperFailure, InterruptedException {
      if (commits == null) {
        commits = completeness.trust(List.copyOf(tips));
        negotiator.start(commits);
      }
    }

    private void tellKnown(List<ObjectId> asked)
        throws IOException, PackException, HelperFailure, InterruptedException {
      begin();
      List<ReadTalk.KnownObject> known = new ArrayList<>();
      for (ObjectId id : asked) {
        ObjectType type = completeness.complete(id);
        if (type == ObjectType.COMMIT) {
          negotiator.name(id);
        }
        if (type != null) {
          known.add(new ReadTalk.KnownObject(id, typeOf(type)));
        }
      }
      for (int i = 0; i < known.size(); i += Limits.IDS) {
        got.send(
            new ReadTalk.Known(
                List.copyOf(known.subList(i, Math.min(i + Limits.IDS, known.size())))));
      }
      got.send(new ReadTalk.KnownEnd());
    }

    private void tellWays(List<ReadTalk.Move> moves)
        throws IOException, PackException, HelperFailure, InterruptedException {
      List<ReadTalk.Way> ways = new ArrayList<>();
      for (ReadTalk.Move move : moves) {
        checked(List.of(move.from(), move.to()));
        ways.add(new Ancestry(objects, latest, secrets[1], patience).way(move.from(), move.to()));
      }
      got.send(new ReadTalk.Ways(ways));
    }

    private void serve(ReceivedFd peer)
        throws IOException, PackException, HelperFailure, InterruptedException {
      begin();
      try (Channel<BaseTalk.Reply, BaseTalk.Request> channel =
          Channel.toPeer(peer, BaseTalk.REPLIES, BaseTalk.REQUESTS)) {
        new PeerService(channel, objects, completeness, early.lock()).serve();
      }
      loose.settle();
      got.send(new ReadTalk.PeerServed());
    }
  }

  static PackEntry.Type typeOf(ObjectType type) {
    try {
      return PackEntry.Type.of(type.code());
    } catch (BadValueException e) {
      throw new IllegalStateException(e);
    }
  }
}
