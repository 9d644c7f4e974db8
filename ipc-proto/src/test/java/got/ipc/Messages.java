package got.ipc;

import got.ipc.base.BaseTalk;
import got.ipc.confine.Mechanism;
import got.ipc.fetch.FetchTalk;
import got.ipc.http.Authorization;
import got.ipc.http.HttpTalk;
import got.ipc.http.Origin;
import got.ipc.http.Via;
import got.ipc.index.IndexTalk;
import got.ipc.read.ReadTalk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Messages of every kind, with values from a seeded generator. */
final class Messages {
  private static final List<Kind<FetchTalk.Request>> TO_FETCH_PACK =
      new Requests<>(FetchTalk.PROTOCOL)
          .with(FetchTalk.ListRefs.class, r -> new FetchTalk.ListRefs(remote(r), r.nextBoolean()))
          .with(
              FetchTalk.Fetch.class,
              r ->
                  new FetchTalk.Fetch(
                      remote(r), list(r, 20, () -> latin1(r, r.nextInt(60))), r.nextBoolean()))
          .with(FetchTalk.Wants.class, r -> new FetchTalk.Wants(ids(r)))
          .with(FetchTalk.WantsEnd.class, _ -> new FetchTalk.WantsEnd())
          .with(
              FetchTalk.Update.class,
              r ->
                  new FetchTalk.Update(
                      remote(r), list(r, 20, () -> latin1(r, r.nextInt(60))), r.nextBoolean()))
          .with(FetchTalk.Haves.class, r -> new FetchTalk.Haves(ids(r)))
          .with(FetchTalk.HavesEnd.class, _ -> new FetchTalk.HavesEnd())
          .kinds;

  private static final List<Kind<FromHelper<FetchTalk.Reply>>> FROM_FETCH_PACK =
      new Replies<>(FetchTalk.PROTOCOL)
          .with(
              FetchTalk.Advertisement.class,
              r -> new FetchTalk.Advertisement(r.nextInt(3), algorithm(r)))
          .with(FetchTalk.Refs.class, r -> new FetchTalk.Refs(list(r, 40, () -> remoteRef(r))))
          .with(
              FetchTalk.LeftOut.class,
              r -> new FetchTalk.LeftOut(list(r, 40, () -> "refs/heads/" + latin1(r, 9) + "..x")))
          .with(FetchTalk.RefsEnd.class, r -> new FetchTalk.RefsEnd(count(r)))
          .with(
              FetchTalk.HavesWanted.class,
              r -> new FetchTalk.HavesWanted(1 + r.nextInt(Limits.IDS)))
          .with(FetchTalk.Common.class, r -> new FetchTalk.Common(ids(r)))
          .with(FetchTalk.ServerText.class, r -> new FetchTalk.ServerText(text(r), r.nextBoolean()))
          .with(FetchTalk.Heard.class, r -> new FetchTalk.Heard(bytes(r), bytes(r)))
          .with(FetchTalk.Packet.class, r -> new FetchTalk.Packet(text(r)))
          .with(FetchTalk.Fetching.class, r -> new FetchTalk.Fetching(bytes(r)))
          .with(FetchTalk.Fetched.class, r -> new FetchTalk.Fetched(bytes(r)))
          .kinds;

  private static final List<Kind<IndexTalk.Request>> TO_INDEX_PACK =
      new Requests<>(IndexTalk.PROTOCOL)
          .with(IndexTalk.Index.class, r -> new IndexTalk.Index(algorithm(r), packLimits(r)))
          .with(
              IndexTalk.IndexThin.class, r -> new IndexTalk.IndexThin(algorithm(r), packLimits(r)))
          .with(IndexTalk.Tips.class, r -> new IndexTalk.Tips(ids(r), r.nextBoolean()))
          .with(IndexTalk.TipsEnd.class, _ -> new IndexTalk.TipsEnd())
          .with(IndexTalk.SkipList.class, r -> new IndexTalk.SkipList(ids(r)))
          .with(IndexTalk.SkipListEnd.class, _ -> new IndexTalk.SkipListEnd())
          .with(
              IndexTalk.IndexFile.class, r -> new IndexTalk.IndexFile(algorithm(r), packLimits(r)))
          .with(
              IndexTalk.IndexThinFile.class,
              r -> new IndexTalk.IndexThinFile(algorithm(r), packLimits(r)))
          .with(IndexTalk.ListFile.class, r -> new IndexTalk.ListFile(algorithm(r), packLimits(r)))
          .with(
              IndexTalk.ListThinFile.class,
              r -> new IndexTalk.ListThinFile(algorithm(r), packLimits(r)))
          .kinds;

  private static final List<Kind<FromHelper<IndexTalk.Reply>>> FROM_INDEX_PACK =
      new Replies<>(IndexTalk.PROTOCOL)
          .with(IndexTalk.Indexing.class, Messages::indexing)
          .with(IndexTalk.Indexed.class, Messages::indexed)
          .with(
              IndexTalk.Inspected.class,
              r ->
                  new IndexTalk.Inspected(
                      bytes(r), list(r, 20, () -> new Oddity(text(r), bytes(r)))))
          .with(
              IndexTalk.Entries.class,
              r -> new IndexTalk.Entries(list(r, 40, () -> packEntry(r, algorithm(r)))))
          .with(IndexTalk.Listed.class, Messages::listed)
          .kinds;

  private static final List<Kind<HttpTalk.Request>> TO_FETCH_HTTP =
      new Requests<>(HttpTalk.PROTOCOL)
          .with(HttpTalk.Open.class, Messages::open)
          .with(
              HttpTalk.Connection.class,
              r -> new HttpTalk.Connection(origin(r), "/~" + r.nextInt(9), via(r)))
          .with(HttpTalk.Spare.class, _ -> new HttpTalk.Spare())
          .with(HttpTalk.Proceed.class, _ -> new HttpTalk.Proceed())
          .kinds;

  private static final List<Kind<FromHelper<HttpTalk.Reply>>> FROM_FETCH_HTTP =
      new Replies<>(HttpTalk.PROTOCOL)
          .with(
              HttpTalk.Redirect.class,
              r -> new HttpTalk.Redirect(300 + r.nextInt(100), "https://h/" + r.nextInt(9)))
          .with(HttpTalk.Discovered.class, r -> new HttpTalk.Discovered(r.nextBoolean(), text(r)))
          .with(HttpTalk.Heard.class, _ -> new HttpTalk.Heard())
          .with(
              HttpTalk.Trouble.class,
              r -> new HttpTalk.Trouble(r.nextInt(600), r.nextInt(Integer.MAX_VALUE)))
          .with(HttpTalk.Relayed.class, _ -> new HttpTalk.Relayed())
          .kinds;

  private static final List<Kind<ReadTalk.Request>> TO_READ_PACK =
      new Requests<>(ReadTalk.PROTOCOL)
          .with(ReadTalk.Open.class, r -> new ReadTalk.Open(algorithm(r)))
          .with(ReadTalk.Pack.class, _ -> new ReadTalk.Pack())
          .with(ReadTalk.PacksEnd.class, _ -> new ReadTalk.PacksEnd())
          .with(ReadTalk.LooseIds.class, r -> new ReadTalk.LooseIds(ids(r)))
          .with(ReadTalk.Tips.class, r -> new ReadTalk.Tips(ids(r)))
          .with(ReadTalk.TipsEnd.class, _ -> new ReadTalk.TipsEnd())
          .with(ReadTalk.Have.class, r -> new ReadTalk.Have(ids(r)))
          .with(ReadTalk.HaveEnd.class, _ -> new ReadTalk.HaveEnd())
          .with(ReadTalk.MoreHaves.class, r -> new ReadTalk.MoreHaves(1 + r.nextInt(1024)))
          .with(ReadTalk.Common.class, r -> new ReadTalk.Common(ids(r)))
          .with(ReadTalk.Serve.class, _ -> new ReadTalk.Serve())
          .with(ReadTalk.Finish.class, _ -> new ReadTalk.Finish())
          .with(ReadTalk.Loose.class, _ -> new ReadTalk.Loose())
          .with(ReadTalk.NotLoose.class, _ -> new ReadTalk.NotLoose())
          .with(
              ReadTalk.Moves.class,
              r -> {
                HashAlgorithm algorithm = algorithm(r);
                return new ReadTalk.Moves(
                    list(r, 40, () -> new ReadTalk.Move(id(r, algorithm), id(r, algorithm))));
              })
          .kinds;

  private static final List<ReadTalk.Way> WAYS =
      List.of(ReadTalk.Way.FORWARD, ReadTalk.Way.FORCED, ReadTalk.Way.OTHER);

  private static final List<Kind<FromHelper<ReadTalk.Reply>>> FROM_READ_PACK =
      new Replies<>(ReadTalk.PROTOCOL)
          .with(ReadTalk.Reading.class, r -> new ReadTalk.Reading(bytes(r)))
          .with(
              ReadTalk.Known.class,
              r -> {
                HashAlgorithm algorithm = algorithm(r);
                return new ReadTalk.Known(
                    list(r, 40, () -> new ReadTalk.KnownObject(id(r, algorithm), type(r))));
              })
          .with(ReadTalk.KnownEnd.class, _ -> new ReadTalk.KnownEnd())
          .with(ReadTalk.Haves.class, r -> new ReadTalk.Haves(ids(r), r.nextBoolean()))
          .with(ReadTalk.LooseWanted.class, r -> new ReadTalk.LooseWanted(id(r, algorithm(r))))
          .with(ReadTalk.Served.class, _ -> new ReadTalk.Served())
          .with(ReadTalk.PeerServed.class, _ -> new ReadTalk.PeerServed())
          .with(
              ReadTalk.Ways.class,
              r -> {
                List<ReadTalk.Way> ways = new ArrayList<>(List.of(ReadTalk.Way.FORWARD));
                ways.addAll(list(r, 40, () -> WAYS.get(r.nextInt(WAYS.size()))));
                return new ReadTalk.Ways(List.copyOf(ways));
              })
          .kinds;

  private static final List<Kind<BaseTalk.Request>> BETWEEN_ASKED =
      new Requests<>(BaseTalk.REQUESTS)
          .with(BaseTalk.Base.class, r -> new BaseTalk.Base(id(r, algorithm(r))))
          .with(BaseTalk.Links.class, r -> new BaseTalk.Links(ids(r), type(r)))
          .with(BaseTalk.LinksEnd.class, _ -> new BaseTalk.LinksEnd())
          .with(BaseTalk.Objects.class, r -> new BaseTalk.Objects(ids(r)))
          .with(BaseTalk.ObjectsEnd.class, _ -> new BaseTalk.ObjectsEnd())
          .kinds;

  private static final List<Kind<BaseTalk.Reply>> BETWEEN_ANSWERED =
      new Requests<>(BaseTalk.REPLIES)
          .with(
              BaseTalk.BaseHead.class,
              r -> new BaseTalk.BaseHead(type(r), r.nextLong(Limits.OBJECT_BYTES + 1)))
          .with(BaseTalk.BaseBytes.class, Messages::baseBytes)
          .with(BaseTalk.BaseEnd.class, _ -> new BaseTalk.BaseEnd())
          .with(BaseTalk.NoBase.class, _ -> new BaseTalk.NoBase())
          .with(BaseTalk.Missing.class, r -> new BaseTalk.Missing(ids(r)))
          .with(BaseTalk.LinksDone.class, _ -> new BaseTalk.LinksDone())
          .with(BaseTalk.Present.class, r -> new BaseTalk.Present(ids(r)))
          .with(BaseTalk.ObjectsDone.class, _ -> new BaseTalk.ObjectsDone())
          .kinds;

  private Messages() {}

  private static PackEntry.Type type(Random r) {
    PackEntry.Type[] types = PackEntry.Type.values();
    return types[r.nextInt(types.length)];
  }

  private static BaseTalk.BaseBytes baseBytes(Random r) {
    byte[] bytes = new byte[1 + r.nextInt(99)];
    r.nextBytes(bytes);
    return new BaseTalk.BaseBytes(ByteBuffer.wrap(bytes));
  }

  private static IndexTalk.Indexed indexed(Random r) {
    int objects = 1 + r.nextInt(Integer.MAX_VALUE - 1);
    long packBytes = 1 + (bytes(r) >>> 1);
    boolean whole = r.nextBoolean();
    return new IndexTalk.Indexed(
        id(r, algorithm(r)),
        objects,
        packBytes,
        bytes(r),
        whole ? 0 : 1 + r.nextInt(objects),
        whole ? 0 : 1 + r.nextLong(packBytes));
  }

  private static HttpTalk.Open open(Random r) {
    Origin origin = origin(r);
    try {
      return new HttpTalk.Open(
          origin,
          "/p%20" + r.nextInt(9),
          origin.secure() ? Authorization.basic("u", text(r)) : Authorization.NONE,
          via(r));
    } catch (BadValueException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Via via(Random r) {
    try {
      return switch (r.nextInt(3)) {
        case 0 -> Via.SERVER;
        case 1 -> Via.proxy(Authorization.NONE);
        default -> Via.proxy(Authorization.basic("p", text(r)));
      };
    } catch (BadValueException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Origin origin(Random r) {
    return new Origin(r.nextBoolean(), "h" + r.nextInt(9), 1 + r.nextInt(65_535));
  }

  /** A kind of message, in one direction of a talk. */
  record Kind<M>(Direction<M> direction, Class<?> type, Function<Random, M> generator) {
    M random(Random random) {
      return generator.apply(random);
    }

    /** One of the kind, always the same. */
    M some() {
      return random(new Random(1));
    }

    /** An envelope with one of the kind in it. */
    byte[] envelope(Random random) {
      return Envelopes.of(direction, random(random));
    }

    String name() {
      return type.getSimpleName();
    }

    @Override
    public String toString() {
      return type.getName();
    }
  }

  private static final class Requests<Q> {
    private final Direction<Q> direction;
    private final List<Kind<Q>> kinds = new ArrayList<>();

    Requests(Protocol<Q, ?> protocol) {
      this(protocol.requests());
    }

    Requests(Direction<Q> direction) {
      this.direction = direction;
    }

    <T extends Q> Requests<Q> with(Class<T> type, Function<Random, T> generator) {
      kinds.add(new Kind<>(direction, type, generator::apply));
      return this;
    }
  }

  private static final class Replies<R> {
    private final Direction<FromHelper<R>> direction;
    private final List<Kind<FromHelper<R>>> kinds = new ArrayList<>();

    Replies(Protocol<?, R> protocol) {
      this.direction = protocol.replies();
      kinds.add(
          new Kind<>(
              direction, FromHelper.Ready.class, r -> new FromHelper.Ready<>(mechanisms(r))));
      kinds.add(
          new Kind<>(direction, FromHelper.Failed.class, r -> new FromHelper.Failed<>(report(r))));
    }

    <T extends R> Replies<R> with(Class<T> type, Function<Random, T> generator) {
      kinds.add(new Kind<>(direction, type, r -> new FromHelper.Answer<>(generator.apply(r))));
      return this;
    }
  }

  /** Every kind of message there is. */
  static List<Kind<?>> kinds() {
    List<Kind<?>> all = new ArrayList<>();
    all.addAll(TO_FETCH_PACK);
    all.addAll(FROM_FETCH_PACK);
    all.addAll(TO_INDEX_PACK);
    all.addAll(FROM_INDEX_PACK);
    all.addAll(TO_FETCH_HTTP);
    all.addAll(FROM_FETCH_HTTP);
    all.addAll(TO_READ_PACK);
    all.addAll(FROM_READ_PACK);
    all.addAll(BETWEEN_ASKED);
    all.addAll(BETWEEN_ANSWERED);
    return all;
  }

  /** Those of one direction. */
  static List<Kind<?>> kinds(Direction<?> direction) {
    return kinds().stream().filter(kind -> kind.direction().equals(direction)).toList();
  }

  /** A message of one of the talks, always the same. */
  static <T> T some(Class<T> type) {
    Object message =
        kinds().stream().filter(kind -> kind.type() == type).findFirst().orElseThrow().some();
    return type.cast(message instanceof FromHelper.Answer<?>(Object reply) ? reply : message);
  }

  private static PackLimits packLimits(Random r) {
    return new PackLimits(bytes(r), bytes(r), bytes(r));
  }

  private static IndexTalk.Listed listed(Random r) {
    int objects = count(r);
    int unresolved = upTo(r, objects);
    return new IndexTalk.Listed(
        id(r, algorithm(r)),
        objects,
        bytes(r),
        unresolved,
        upTo(r, unresolved),
        upTo(r, objects - unresolved));
  }

  private static PackEntry packEntry(Random r, HashAlgorithm algorithm) {
    long offset = 12 + (r.nextLong() >>> 2);
    long size = bytes(r);
    PackEntry.Base base =
        switch (r.nextInt(4)) {
          case 0 -> new PackEntry.NoBase();
          case 1 -> new PackEntry.OffsetBase(1 + r.nextLong(offset - 1));
          case 2 -> new PackEntry.OutsideBase(id(r, algorithm));
          default -> new PackEntry.IdBase(id(r, algorithm));
        };
    boolean isDelta = !(base instanceof PackEntry.NoBase);
    PackEntry.Type[] types = PackEntry.Type.values();
    boolean isOutside = base instanceof PackEntry.OutsideBase;
    PackEntry.Content content =
        isDelta && !isOutside && r.nextBoolean()
            ? new PackEntry.Unresolved()
            : new PackEntry.Resolved(
                id(r, algorithm),
                types[r.nextInt(types.length)],
                isDelta ? bytes(r) : size,
                isOutside ? 1 : isDelta ? 1 + r.nextInt(Integer.MAX_VALUE - 1) : 0);
    return new PackEntry(offset, size, 1 + r.nextInt(Integer.MAX_VALUE - 1), base, content);
  }

  private static IndexTalk.Indexing indexing(Random r) {
    int objects = count(r);
    int indexed = upTo(r, objects);
    int deltas = upTo(r, indexed);
    return new IndexTalk.Indexing(bytes(r), objects, indexed, deltas, upTo(r, deltas));
  }

  private static Set<Mechanism> mechanisms(Random r) {
    Set<Mechanism> some = EnumSet.allOf(Mechanism.class);
    some.removeIf(_ -> r.nextBoolean());
    return some;
  }

  private static ErrorReport report(Random r) {
    ErrorKind[] kinds = ErrorKind.values();
    return new ErrorReport(kinds[r.nextInt(kinds.length)], r.nextLong(), text(r), text(r));
  }

  private static Remote remote(Random r) {
    Remote.Transport[] transports = Remote.Transport.values();
    return new Remote(
        transports[r.nextInt(transports.length)], "höst:9418", "/päth/文/" + r.nextInt());
  }

  static ObjectId id(Random r, HashAlgorithm algorithm) {
    byte[] bytes = new byte[algorithm.idBytes()];
    r.nextBytes(bytes);
    return ObjectId.copyOf(algorithm, bytes, 0);
  }

  private static List<ObjectId> ids(Random r) {
    HashAlgorithm algorithm = algorithm(r);
    return list(r, 50, () -> id(r, algorithm));
  }

  private static RemoteRef remoteRef(Random r) {
    ObjectId id = id(r, algorithm(r));
    return switch (r.nextInt(3)) {
      case 0 -> new RemoteRef.Direct(name(r), id);
      case 1 -> new RemoteRef.Symbolic(RefName.HEAD, name(r), id);
      default -> new RemoteRef.Unborn(RefName.HEAD, name(r));
    };
  }

  private static RefName name(Random r) {
    try {
      return RefName.check(
          ("refs/heads/" + latin1(r, 1 + r.nextInt(40))).getBytes(StandardCharsets.ISO_8859_1));
    } catch (BadValueException e) {
      throw new AssertionError(e);
    }
  }

  /** Letters and bytes that are no ASCII, one byte per char. */
  private static String latin1(Random r, int length) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; i++) {
      out.append((char) (r.nextBoolean() ? 'a' + r.nextInt(26) : 0x80 + r.nextInt(0x80)));
    }
    return out.toString();
  }

  /** Any chars: halves of surrogate pairs, control characters and all. */
  static String text(Random r) {
    StringBuilder out = new StringBuilder();
    for (int i = r.nextInt(8) == 0 ? 900 + r.nextInt(300) : r.nextInt(30); i > 0; i--) {
      out.append((char) (r.nextInt(4) == 0 ? r.nextInt(0x10000) : r.nextInt(0x120)));
    }
    return out.toString();
  }

  private static HashAlgorithm algorithm(Random r) {
    return r.nextBoolean() ? HashAlgorithm.SHA1 : HashAlgorithm.SHA256;
  }

  private static int count(Random r) {
    return r.nextInt(4) == 0 ? Integer.MAX_VALUE : r.nextInt() >>> (1 + r.nextInt(31));
  }

  private static int upTo(Random r, int most) {
    return (int) r.nextLong(most + 1L);
  }

  private static long bytes(Random r) {
    return r.nextInt(4) == 0 ? Long.MAX_VALUE : r.nextLong() >>> (1 + r.nextInt(63));
  }

  private static <T> List<T> list(Random r, int most, Supplier<T> element) {
    List<T> all = new ArrayList<>();
    for (int i = r.nextInt(most); i > 0; i--) {
      all.add(element.get());
    }
    return List.copyOf(all);
  }
}
