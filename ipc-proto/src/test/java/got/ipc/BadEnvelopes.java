package got.ipc;

import com.google.protobuf.ByteString;
import got.ipc.base.BaseTalk;
import got.ipc.fetch.FetchTalk;
import got.ipc.http.HttpTalk;
import got.ipc.index.IndexTalk;
import got.ipc.read.ReadTalk;
import got.ipc.wire.BaseWire;
import got.ipc.wire.CommonWire;
import got.ipc.wire.FetchWire;
import got.ipc.wire.HttpWire;
import got.ipc.wire.IndexWire;
import got.ipc.wire.ReadWire;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Envelopes with one value that its type does not allow, by what is wrong. */
final class BadEnvelopes {
  /** An envelope, and the direction in which it is sent. */
  record Bad(Direction<?> direction, byte[] envelope) {}

  static final Map<String, Bad> ALL = new LinkedHashMap<>();

  static {
    counts();
    progress();
    packs();
    ids();
    refs();
    remotes();
    enums();
    http();
    read();
    base();
  }

  private BadEnvelopes() {}

  private static void put(
      String what, Direction<?> direction, com.google.protobuf.Message.Builder envelope) {
    ALL.put(what, new Bad(direction, envelope.build().toByteArray()));
  }

  private static void status(String what, Consumer<CommonWire.Status.Builder> body) {
    CommonWire.Status.Builder envelope = CommonWire.Status.newBuilder();
    body.accept(envelope);
    put(what, FetchTalk.PROTOCOL.replies(), envelope);
  }

  private static void fetchRequest(String what, Consumer<FetchWire.FetchRequest.Builder> body) {
    FetchWire.FetchRequest.Builder envelope = FetchWire.FetchRequest.newBuilder();
    body.accept(envelope);
    put(what, FetchTalk.PROTOCOL.requests(), envelope);
  }

  private static void fetchReply(String what, Consumer<FetchWire.FetchReply.Builder> body) {
    FetchWire.FetchReply.Builder envelope = FetchWire.FetchReply.newBuilder();
    body.accept(envelope);
    put(what, FetchTalk.PROTOCOL.replies(), envelope);
  }

  private static void httpRequest(String what, Consumer<HttpWire.HttpRequest.Builder> body) {
    HttpWire.HttpRequest.Builder envelope = HttpWire.HttpRequest.newBuilder();
    body.accept(envelope);
    put(what, HttpTalk.PROTOCOL.requests(), envelope);
  }

  private static void httpReply(String what, Consumer<HttpWire.HttpReply.Builder> body) {
    HttpWire.HttpReply.Builder envelope = HttpWire.HttpReply.newBuilder();
    body.accept(envelope);
    put(what, HttpTalk.PROTOCOL.replies(), envelope);
  }

  private static void readRequest(String what, Consumer<ReadWire.ReadRequest.Builder> body) {
    ReadWire.ReadRequest.Builder envelope = ReadWire.ReadRequest.newBuilder();
    body.accept(envelope);
    put(what, ReadTalk.PROTOCOL.requests(), envelope);
  }

  private static void readReply(String what, Consumer<ReadWire.ReadReply.Builder> body) {
    ReadWire.ReadReply.Builder envelope = ReadWire.ReadReply.newBuilder();
    body.accept(envelope);
    put(what, ReadTalk.PROTOCOL.replies(), envelope);
  }

  private static void baseRequest(String what, Consumer<BaseWire.BaseRequest.Builder> body) {
    BaseWire.BaseRequest.Builder envelope = BaseWire.BaseRequest.newBuilder();
    body.accept(envelope);
    put(what, BaseTalk.REQUESTS, envelope);
  }

  private static void baseReply(String what, Consumer<BaseWire.BaseReply.Builder> body) {
    BaseWire.BaseReply.Builder envelope = BaseWire.BaseReply.newBuilder();
    body.accept(envelope);
    put(what, BaseTalk.REPLIES, envelope);
  }

  private static void read() {
    ByteString many = ids(20, 1025 * 20);
    readRequest("no algorithm to read with", e -> e.getOpenBuilder());
    readRequest("1025 loose ids", e -> e.getLooseIdsBuilder().setIds(many));
    readRequest("1025 values of references", e -> e.getTipsBuilder().setIds(many));
    readRequest("1025 ids to look for", e -> e.getHaveBuilder().setIds(many));
    readRequest("id to look for: cut", e -> e.getHaveBuilder().setIds(ids(32, 33)));
    readRequest("1025 common ids", e -> e.getCommonBuilder().setIds(many));
    readRequest("513 moves", e -> e.getMovesBuilder().setIds(ids(20, 1026 * 20)));
    readRequest("a move to nowhere", e -> e.getMovesBuilder().setIds(ids(20, 3 * 20)));
    readReply("no ways", e -> e.getWaysBuilder());
    readReply("513 ways", e -> e.getWaysBuilder().setWays(zeros(513)));
    readReply(
        "an unknown way", e -> e.getWaysBuilder().setWays(ByteString.copyFrom(new byte[] {1, 4})));
    readRequest("no commits to offer", e -> e.getMoreHavesBuilder());
    readRequest("1025 commits to offer", e -> e.getMoreHavesBuilder().setCount(1025));
    readRequest("-1 commits to offer", e -> e.getMoreHavesBuilder().setCount(-1));
    readReply("objects read over 2^63", e -> e.getReadingBuilder().setObjects(-1));
    readReply("1025 offered ids", e -> e.getHavesBuilder().setIds(many));
    readReply("loose object without id", e -> e.getLooseWantedBuilder());
    readReply("known object without type", e -> e.getKnownBuilder().setIds(ids(20, 20)));
    readReply("type without known object", e -> e.getKnownBuilder().setTypes(zeros(1)));
    readReply(
        "known object of type 0", e -> e.getKnownBuilder().setIds(ids(20, 20)).setTypes(zeros(1)));
    readReply(
        "1025 known objects",
        e -> e.getKnownBuilder().setIds(many).setTypes(utf8("\u0001".repeat(1025))));
  }

  private static void base() {
    ByteString many = ids(32, 1025 * 32);
    baseRequest("base without id", e -> e.getBaseBuilder());
    baseRequest("1025 links", e -> e.getLinksBuilder().setIds(many).setType(1));
    baseRequest("links of no type", e -> e.getLinksBuilder().setIds(ids(20, 20)));
    baseRequest("1025 objects to look for", e -> e.getObjectsBuilder().setIds(many));
    baseReply("base of no type", e -> e.getBaseHeadBuilder().setSize(1));
    baseReply("base of type 5", e -> e.getBaseHeadBuilder().setType(5));
    baseReply("base of -1 bytes", e -> e.getBaseHeadBuilder().setType(1).setSize(-1));
    baseReply(
        "base of more than 4 GiB",
        e -> e.getBaseHeadBuilder().setType(1).setSize(Limits.OBJECT_BYTES + 1));
    baseReply("part of nothing", e -> e.getBaseBytesBuilder());
    baseReply("part of 32769 bytes", e -> e.getBaseBytesBuilder().setBytes(zeros(32_769)));
    baseReply("1025 missing objects", e -> e.getMissingBuilder().setIds(many));
    baseReply("1025 objects that are there", e -> e.getPresentBuilder().setIds(many));
    indexRequest("no algorithm for a thin pack", e -> e.getIndexThinBuilder());
    indexReply("appended over 2^31", e -> indexed(e).setAppended(-1));
    indexReply(
        "more appended than objects",
        e -> indexed(e).setPackBytes(9).setAppended(1).setAppendedBytes(1));
    indexReply(
        "more bytes appended than there are",
        e -> indexed(e).setPackBytes(9).setObjects(1).setAppended(1).setAppendedBytes(10));
    indexReply(
        "bytes of no object appended",
        e -> indexed(e).setPackBytes(9).setObjects(1).setAppendedBytes(1));
    indexReply(
        "an object of no bytes appended",
        e -> indexed(e).setPackBytes(9).setObjects(1).setAppended(1));
  }

  private static HttpWire.Origin.Builder origin() {
    return HttpWire.Origin.newBuilder().setSecure(true).setHost("h").setPort(443);
  }

  private static void http() {
    httpRequest("no origin", e -> e.getOpenBuilder().setPath("/r"));
    for (String host :
        new String[] {"", "a b", "a/b", "a\r\nb", "u@h", "h?", "h#", "x".repeat(256)}) {
      httpRequest(
          "the host '" + host + "'",
          e -> e.getOpenBuilder().setPath("/r").setOrigin(origin().setHost(host)));
    }
    for (int port : new int[] {0, 65_536, -1}) {
      httpRequest(
          "port " + port + " of an origin",
          e -> e.getOpenBuilder().setPath("/r").setOrigin(origin().setPort(port)));
    }
    String longest = "/" + "x".repeat(Limits.URL_PATH);
    for (String path :
        new String[] {"", "r", "/a b", "/a?b", "/a#b", "/a\r\nb", "/\u00e4", longest}) {
      httpRequest(
          "the path '" + path + "'",
          e -> e.getConnectionBuilder().setPath(path).setOrigin(origin()));
    }
    for (int status : new int[] {0, 200, 299, 400, -1}) {
      httpReply(
          "a redirect with status " + status,
          e -> e.getRedirectBuilder().setStatus(status).setLocation("/r"));
    }
    for (String location : new String[] {"", "/a b", "/a\nb", "/\u00e4", longest}) {
      httpReply(
          "the location '" + location + "'",
          e -> e.getRedirectBuilder().setStatus(302).setLocation(location));
    }
  }

  private static void indexRequest(String what, Consumer<IndexWire.IndexRequest.Builder> body) {
    IndexWire.IndexRequest.Builder envelope = IndexWire.IndexRequest.newBuilder();
    body.accept(envelope);
    put(what, IndexTalk.PROTOCOL.requests(), envelope);
  }

  private static void indexReply(String what, Consumer<IndexWire.IndexReply.Builder> body) {
    IndexWire.IndexReply.Builder envelope = IndexWire.IndexReply.newBuilder();
    body.accept(envelope);
    put(what, IndexTalk.PROTOCOL.replies(), envelope);
  }

  /** A remote with nothing wrong. */
  static FetchWire.Remote.Builder remote() {
    return FetchWire.Remote.newBuilder()
        .setTransport(1)
        .setHost(utf8("host"))
        .setPath(utf8("/path"));
  }

  private static void leftOut(FetchWire.FetchReply.Builder envelope, String name) {
    envelope.getLeftOutBuilder().addNames(utf8("refs/heads/a..b")).addNames(utf8(name));
  }

  private static void counts() {
    status("a mechanism nobody knows", e -> e.getReadyBuilder().setInForce(1 << 30));
    status("descriptors over 2^31", e -> e.setDescriptors(-1).getReadyBuilder());
    fetchReply("references over 2^31", e -> e.getRefsEndBuilder().setCount(-1));
    fetchReply("no commits wanted", e -> e.getHavesWantedBuilder());
    fetchReply("1025 commits wanted", e -> e.getHavesWantedBuilder().setCount(1025));
    fetchReply("bytes arriving over 2^63", e -> e.getFetchingBuilder().setBytes(-1));
    fetchReply("bytes arrived over 2^63", e -> e.getFetchedBuilder().setBytes(Long.MIN_VALUE));
    indexReply("objects over 2^31", e -> indexed(e).setObjects(-1));
    indexReply("pack over 2^63 bytes", e -> indexed(e).setPackBytes(-1));
    indexReply("index over 2^63 bytes", e -> indexed(e).setIndexBytes(-1));
    fetchReply(
        "version 3",
        e -> e.getAdvertisementBuilder().setVersion(3).setAlgorithm(CommonWire.Algorithm.SHA1));
    fetchReply(
        "version -1",
        e -> e.getAdvertisementBuilder().setVersion(-1).setAlgorithm(CommonWire.Algorithm.SHA1));
  }

  private static void progress() {
    indexReply("progress: bytes", e -> e.getIndexingBuilder().setBytes(-1));
    indexReply("progress: objects", e -> e.getIndexingBuilder().setObjects(-1));
    indexReply("progress: indexed", e -> e.getIndexingBuilder().setObjects(1).setIndexed(-1));
    indexReply("progress: deltas", e -> e.getIndexingBuilder().setObjects(1).setDeltas(-1));
    indexReply("progress: resolved", e -> e.getIndexingBuilder().setObjects(1).setResolved(-1));
    indexReply("more indexed than objects", e -> e.getIndexingBuilder().setIndexed(1));
    indexReply("more deltas than indexed", e -> e.getIndexingBuilder().setObjects(9).setDeltas(1));
    indexReply(
        "more resolved than deltas",
        e -> e.getIndexingBuilder().setObjects(9).setIndexed(9).setResolved(1));
  }

  private static void packs() {
    indexReply("missing links over 2^63", e -> e.getInspectedBuilder().setMissingLinks(-1));
    indexReply(
        "odd objects over 2^63",
        e -> e.getInspectedBuilder().addOdditiesBuilder().setName("x").setObjects(-1));
    indexReply(
        "65 oddities",
        e -> {
          for (int i = 0; i < 65; i++) {
            e.getInspectedBuilder().addOdditiesBuilder().setName("x").setObjects(1);
          }
        });
    indexReply(
        "257 entries",
        e -> {
          for (int i = 0; i < 257; i++) {
            entry(e);
          }
        });
    indexReply("entry of nothing", e -> e.getEntriesBuilder().addEntriesBuilder());
    indexReply("entry at 0", e -> entry(e).clearOffset());
    indexReply("entry beyond 2^63", e -> entry(e).setOffset(-1));
    indexReply("entry that ends beyond 2^63", e -> entry(e).setPackedSize(Long.MAX_VALUE));
    indexReply("entry of no bytes", e -> entry(e).clearPackedSize());
    indexReply("entry inflated over 2^63", e -> entry(e).setSize(-1).setObjectSize(-1));
    indexReply("object of another size", e -> entry(e).setObjectSize(4));
    indexReply("object without id", e -> entry(e).clearId());
    indexReply("object of 21 bytes of id", e -> entry(e).setId(zeros(21)));
    indexReply("object of type 5", e -> entry(e).setType(5));
    indexReply("object of no type", e -> entry(e).clearType());
    indexReply("depth without base", e -> entry(e).setDepth(1));
    indexReply("base without depth", e -> entry(e).setBaseOffset(12));
    indexReply("two bases", e -> entry(e).setDepth(1).setBaseOffset(12).setBaseId(zeros(20)));
    indexReply("base of 19 bytes of id", e -> entry(e).setDepth(1).setBaseId(zeros(19)));
    indexReply("base that is the delta", e -> entry(e).setDepth(1).setBaseOffset(90));
    indexReply("base beyond 2^63", e -> entry(e).setDepth(1).setBaseOffset(-1));
    indexReply("unresolved without base", e -> unresolved(e));
    indexReply("unresolved with depth", e -> unresolved(e).setBaseOffset(12).setDepth(1));
    indexReply("unresolved with size", e -> unresolved(e).setBaseOffset(12).setObjectSize(1));
    indexReply("base outside of no id", e -> entry(e).setDepth(1).setOutside(true));
    indexReply(
        "base outside at an offset", e -> entry(e).setDepth(1).setBaseOffset(12).setOutside(true));
    indexReply(
        "two deltas on a base outside",
        e -> entry(e).setDepth(2).setBaseId(zeros(20)).setOutside(true));
    indexReply(
        "unresolved with base outside", e -> unresolved(e).setBaseId(zeros(20)).setOutside(true));
    indexReply("listed without checksum", e -> e.getListedBuilder().setObjects(1));
    indexReply("listed over 2^31", e -> listed(e).setObjects(-1));
    indexReply("listed pack over 2^63 bytes", e -> listed(e).setPackBytes(-1));
    indexReply("more unresolved than objects", e -> listed(e).setUnresolved(1));
    indexReply(
        "more missing bases than unresolved",
        e -> listed(e).setObjects(5).setUnresolved(1).setMissingBases(2));
    indexReply(
        "more bases outside than resolved",
        e -> listed(e).setObjects(5).setUnresolved(1).setOutsideBases(5));
    indexRequest("no algorithm to index with", e -> e.getIndexFileBuilder());
    indexRequest("no algorithm to list with", e -> e.getListFileBuilder());
    indexRequest("no algorithm to complete with", e -> e.getIndexThinFileBuilder());
    indexRequest("no algorithm to list a thin pack with", e -> e.getListThinFileBuilder());
  }

  /** A blob of 3 bytes at 90. */
  private static IndexWire.PackEntry.Builder entry(IndexWire.IndexReply.Builder envelope) {
    return envelope
        .getEntriesBuilder()
        .addEntriesBuilder()
        .setOffset(90)
        .setSize(3)
        .setPackedSize(12)
        .setType(3)
        .setId(zeros(20))
        .setObjectSize(3);
  }

  private static IndexWire.PackEntry.Builder unresolved(IndexWire.IndexReply.Builder envelope) {
    return entry(envelope).clearType().clearId().clearObjectSize();
  }

  private static IndexWire.Listed.Builder listed(IndexWire.IndexReply.Builder envelope) {
    return envelope.getListedBuilder().setChecksum(zeros(20));
  }

  private static void ids() {
    indexReply("checksum missing", e -> indexed(e).clearChecksum());
    indexReply("checksum of 19 bytes", e -> indexed(e).setChecksum(zeros(19)));
    indexReply("checksum of 33 bytes", e -> indexed(e).setChecksum(zeros(33)));
    fetchRequest("want: cut", e -> e.getWantsBuilder().setIds(ids(20, 39)));
    fetchRequest("want: of no known length", e -> e.getWantsBuilder().setIds(ids(21, 21)));
    fetchRequest("want: length negative", e -> e.getWantsBuilder().setIds(ids(-20, 20)));
    fetchRequest("want: length 0", e -> e.getWantsBuilder().setIds(ids(0, 20)));
    indexRequest("tip: cut", e -> e.getTipsBuilder().setIds(ids(32, 20)));
    indexRequest("skip list: cut", e -> e.getSkipListBuilder().setIds(ids(20, 21)));
  }

  private static void refs() {
    fetchReply("reference of nothing", e -> e.getRefsBuilder().addRefsBuilder());
    fetchReply("reference without id", e -> ref(e).clearId());
    fetchReply("reference with an id of 21 bytes", e -> ref(e).setId(zeros(21)));
    fetchReply(
        "target with an id of 21 bytes", e -> ref(e).setTarget(utf8("HEAD")).setId(zeros(21)));
    fetchReply("name outside of refs", e -> ref(e).setName(utf8("config")));
    fetchReply("name that climbs", e -> ref(e).setName(utf8("refs/../config")));
    fetchReply("name of 1025 bytes", e -> ref(e).setName(utf8("refs/" + "x".repeat(1020))));
    fetchReply("name with a line end", e -> ref(e).setName(utf8("refs/heads/a\n")));
    fetchReply("good name left out", e -> leftOut(e, "refs/heads/a"));
    fetchReply("HEAD left out", e -> leftOut(e, "HEAD"));
    fetchReply("name outside of refs left out", e -> leftOut(e, "con..fig"));
    fetchReply("name that climbs left out", e -> leftOut(e, "refs/../c..d"));
    fetchReply("name of 1025 bytes left out", e -> leftOut(e, "refs/.." + "x".repeat(1018)));
    fetchReply("target outside of refs", e -> ref(e).setTarget(utf8("objects/info")));
    fetchReply(
        "a bad name behind a good one",
        e -> {
          ref(e);
          ref(e).setName(utf8("refs/heads/.a"));
        });
  }

  private static void remotes() {
    fetchRequest("no remote", e -> e.getListRefsBuilder());
    fetchRequest("no remote to fetch", e -> e.getFetchBuilder());
    fetchRequest("transport 0", e -> e.getListRefsBuilder().setRemote(remote().setTransport(0)));
    fetchRequest("transport 4", e -> e.getFetchBuilder().setRemote(remote().setTransport(4)));
    fetchRequest(
        "host with NUL", e -> e.getListRefsBuilder().setRemote(remote().setHost(utf8("a\0b"))));
    fetchRequest(
        "path with LF", e -> e.getListRefsBuilder().setRemote(remote().setPath(utf8("/a\nb"))));
    fetchRequest(
        "path of 4097",
        e -> e.getListRefsBuilder().setRemote(remote().setPath(utf8("x".repeat(4097)))));
    fetchRequest(
        "path that is not UTF-8",
        e ->
            e.getListRefsBuilder()
                .setRemote(remote().setPath(ByteString.copyFrom(new byte[] {'/', (byte) 0xff}))));
    fetchRequest(
        "prefix of 1025 bytes",
        e -> e.getFetchBuilder().setRemote(remote()).addPrefixes(utf8("x".repeat(1025))));
  }

  private static void enums() {
    status("error of no kind", e -> e.getFailedBuilder().setText("x"));
    status("error of an unknown kind", e -> e.getFailedBuilder().setKind(99));
    indexRequest("no algorithm", e -> e.getIndexBuilder());
    indexRequest("unknown algorithm", e -> e.getIndexBuilder().setAlgorithmValue(3));
    fetchReply("no algorithm on the server", e -> e.getAdvertisementBuilder().setVersion(2));
    fetchReply("negative algorithm", e -> e.getAdvertisementBuilder().setAlgorithmValue(-1));
  }

  private static IndexWire.Indexed.Builder indexed(IndexWire.IndexReply.Builder envelope) {
    return envelope.getIndexedBuilder().setChecksum(zeros(20));
  }

  private static FetchWire.Ref.Builder ref(FetchWire.FetchReply.Builder envelope) {
    return envelope.getRefsBuilder().addRefsBuilder().setName(utf8("refs/a")).setId(zeros(20));
  }

  /** A list of ids: the byte that states their length, and so many zeros. */
  private static ByteString ids(int idBytes, int count) {
    return ByteString.copyFrom(new byte[] {(byte) idBytes}).concat(zeros(count));
  }

  private static ByteString zeros(int count) {
    return ByteString.copyFrom(new byte[count]);
  }

  private static ByteString utf8(String text) {
    return ByteString.copyFromUtf8(text);
  }
}
