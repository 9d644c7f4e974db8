package got.ipc;

import com.google.protobuf.ByteString;
import got.ipc.wire.Wire;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Envelopes with one value that its type does not allow, by what is wrong. */
final class BadEnvelopes {
  static final Map<String, Consumer<Wire.Envelope.Builder>> ALL = new LinkedHashMap<>();

  static {
    counts();
    progress();
    packs();
    ids();
    refs();
    remotes();
    enums();
  }

  private BadEnvelopes() {}

  /** A remote with nothing wrong. */
  static Wire.Remote.Builder remote() {
    return Wire.Remote.newBuilder().setTransport(1).setHost(utf8("host")).setPath(utf8("/path"));
  }

  private static void counts() {
    ALL.put("a mechanism nobody knows", e -> e.getReadyBuilder().setInForce(1 << 30));
    ALL.put("descriptors over 2^31", e -> e.setDescriptors(-1).getReadyBuilder());
    ALL.put("references over 2^31", e -> e.getRefsEndBuilder().setCount(-1));
    ALL.put("bytes arriving over 2^63", e -> e.getFetchingBuilder().setBytes(-1));
    ALL.put("bytes arrived over 2^63", e -> e.getFetchedBuilder().setBytes(Long.MIN_VALUE));
    ALL.put("objects over 2^31", e -> indexed(e).setObjects(-1));
    ALL.put("pack over 2^63 bytes", e -> indexed(e).setPackBytes(-1));
    ALL.put("index over 2^63 bytes", e -> indexed(e).setIndexBytes(-1));
    ALL.put(
        "version 3",
        e -> e.getAdvertisementBuilder().setVersion(3).setAlgorithm(Wire.Algorithm.SHA1));
    ALL.put(
        "version -1",
        e -> e.getAdvertisementBuilder().setVersion(-1).setAlgorithm(Wire.Algorithm.SHA1));
  }

  private static void progress() {
    ALL.put("progress: bytes", e -> e.getIndexingBuilder().setBytes(-1));
    ALL.put("progress: objects", e -> e.getIndexingBuilder().setObjects(-1));
    ALL.put("progress: indexed", e -> e.getIndexingBuilder().setObjects(1).setIndexed(-1));
    ALL.put("progress: deltas", e -> e.getIndexingBuilder().setObjects(1).setDeltas(-1));
    ALL.put("progress: resolved", e -> e.getIndexingBuilder().setObjects(1).setResolved(-1));
    ALL.put("more indexed than objects", e -> e.getIndexingBuilder().setIndexed(1));
    ALL.put("more deltas than indexed", e -> e.getIndexingBuilder().setObjects(9).setDeltas(1));
    ALL.put(
        "more resolved than deltas",
        e -> e.getIndexingBuilder().setObjects(9).setIndexed(9).setResolved(1));
  }

  private static void packs() {
    ALL.put("missing links over 2^63", e -> e.getInspectedBuilder().setMissingLinks(-1));
    ALL.put(
        "odd objects over 2^63",
        e -> e.getInspectedBuilder().addOdditiesBuilder().setName("x").setObjects(-1));
    ALL.put(
        "65 oddities",
        e -> {
          for (int i = 0; i < 65; i++) {
            e.getInspectedBuilder().addOdditiesBuilder().setName("x").setObjects(1);
          }
        });
    ALL.put(
        "257 entries",
        e -> {
          for (int i = 0; i < 257; i++) {
            entry(e);
          }
        });
    ALL.put("entry of nothing", e -> e.getEntriesBuilder().addEntriesBuilder());
    ALL.put("entry at 0", e -> entry(e).clearOffset());
    ALL.put("entry beyond 2^63", e -> entry(e).setOffset(-1));
    ALL.put("entry that ends beyond 2^63", e -> entry(e).setPackedSize(Long.MAX_VALUE));
    ALL.put("entry of no bytes", e -> entry(e).clearPackedSize());
    ALL.put("entry inflated over 2^63", e -> entry(e).setSize(-1).setObjectSize(-1));
    ALL.put("object of another size", e -> entry(e).setObjectSize(4));
    ALL.put("object without id", e -> entry(e).clearId());
    ALL.put("object of 21 bytes of id", e -> entry(e).setId(zeros(21)));
    ALL.put("object of type 5", e -> entry(e).setType(5));
    ALL.put("object of no type", e -> entry(e).clearType());
    ALL.put("depth without base", e -> entry(e).setDepth(1));
    ALL.put("base without depth", e -> entry(e).setBaseOffset(12));
    ALL.put("two bases", e -> entry(e).setDepth(1).setBaseOffset(12).setBaseId(zeros(20)));
    ALL.put("base of 19 bytes of id", e -> entry(e).setDepth(1).setBaseId(zeros(19)));
    ALL.put("base that is the delta", e -> entry(e).setDepth(1).setBaseOffset(90));
    ALL.put("base beyond 2^63", e -> entry(e).setDepth(1).setBaseOffset(-1));
    ALL.put("unresolved without base", e -> unresolved(e));
    ALL.put("unresolved with depth", e -> unresolved(e).setBaseOffset(12).setDepth(1));
    ALL.put("unresolved with size", e -> unresolved(e).setBaseOffset(12).setObjectSize(1));
    ALL.put("listed without checksum", e -> e.getListedBuilder().setObjects(1));
    ALL.put("listed over 2^31", e -> listed(e).setObjects(-1));
    ALL.put("listed pack over 2^63 bytes", e -> listed(e).setPackBytes(-1));
    ALL.put("more unresolved than objects", e -> listed(e).setUnresolved(1));
    ALL.put(
        "more missing bases than unresolved",
        e -> listed(e).setObjects(5).setUnresolved(1).setMissingBases(2));
    ALL.put("no algorithm to index with", e -> e.getIndexFileBuilder());
    ALL.put("no algorithm to list with", e -> e.getListFileBuilder());
  }

  /** A blob of 3 bytes at 90. */
  private static Wire.PackEntry.Builder entry(Wire.Envelope.Builder envelope) {
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

  private static Wire.PackEntry.Builder unresolved(Wire.Envelope.Builder envelope) {
    return entry(envelope).clearType().clearId().clearObjectSize();
  }

  private static Wire.Listed.Builder listed(Wire.Envelope.Builder envelope) {
    return envelope.getListedBuilder().setChecksum(zeros(20));
  }

  private static void ids() {
    ALL.put("checksum missing", e -> indexed(e).clearChecksum());
    ALL.put("checksum of 19 bytes", e -> indexed(e).setChecksum(zeros(19)));
    ALL.put("checksum of 33 bytes", e -> indexed(e).setChecksum(zeros(33)));
    ALL.put("want: cut", e -> e.getWantsBuilder().setIds(ids(20, 39)));
    ALL.put("want: of no known length", e -> e.getWantsBuilder().setIds(ids(21, 21)));
    ALL.put("want: length negative", e -> e.getWantsBuilder().setIds(ids(-20, 20)));
    ALL.put("want: length 0", e -> e.getWantsBuilder().setIds(ids(0, 20)));
    ALL.put("tip: cut", e -> e.getTipsBuilder().setIds(ids(32, 20)));
  }

  private static void refs() {
    ALL.put("reference of nothing", e -> e.getRefsBuilder().addRefsBuilder());
    ALL.put("reference without id", e -> ref(e).clearId());
    ALL.put("reference with an id of 21 bytes", e -> ref(e).setId(zeros(21)));
    ALL.put("target with an id of 21 bytes", e -> ref(e).setTarget(utf8("HEAD")).setId(zeros(21)));
    ALL.put("name outside of refs", e -> ref(e).setName(utf8("config")));
    ALL.put("name that climbs", e -> ref(e).setName(utf8("refs/../config")));
    ALL.put("name of 1025 bytes", e -> ref(e).setName(utf8("refs/" + "x".repeat(1020))));
    ALL.put("name with a line end", e -> ref(e).setName(utf8("refs/heads/a\n")));
    ALL.put("target outside of refs", e -> ref(e).setTarget(utf8("objects/info")));
    ALL.put(
        "a bad name behind a good one",
        e -> {
          ref(e);
          ref(e).setName(utf8("refs/heads/.a"));
        });
  }

  private static void remotes() {
    ALL.put("no remote", e -> e.getListRefsBuilder());
    ALL.put("no remote to fetch", e -> e.getFetchBuilder());
    ALL.put("transport 0", e -> e.getListRefsBuilder().setRemote(remote().setTransport(0)));
    ALL.put("transport 3", e -> e.getFetchBuilder().setRemote(remote().setTransport(3)));
    ALL.put("host with NUL", e -> e.getListRefsBuilder().setRemote(remote().setHost(utf8("a\0b"))));
    ALL.put("path with LF", e -> e.getListRefsBuilder().setRemote(remote().setPath(utf8("/a\nb"))));
    ALL.put(
        "path of 4097",
        e -> e.getListRefsBuilder().setRemote(remote().setPath(utf8("x".repeat(4097)))));
    ALL.put(
        "path that is not UTF-8",
        e ->
            e.getListRefsBuilder()
                .setRemote(remote().setPath(ByteString.copyFrom(new byte[] {'/', (byte) 0xff}))));
    ALL.put(
        "prefix of 1025 bytes",
        e -> e.getFetchBuilder().setRemote(remote()).addPrefixes(utf8("x".repeat(1025))));
  }

  private static void enums() {
    ALL.put("error of no kind", e -> e.getFailedBuilder().setText("x"));
    ALL.put("error of an unknown kind", e -> e.getFailedBuilder().setKind(10));
    ALL.put("no algorithm", e -> e.getIndexBuilder());
    ALL.put("unknown algorithm", e -> e.getIndexBuilder().setAlgorithmValue(3));
    ALL.put("no algorithm on the server", e -> e.getAdvertisementBuilder().setVersion(2));
    ALL.put("negative algorithm", e -> e.getAdvertisementBuilder().setAlgorithmValue(-1));
  }

  private static Wire.Indexed.Builder indexed(Wire.Envelope.Builder envelope) {
    return envelope.getIndexedBuilder().setChecksum(zeros(20));
  }

  private static Wire.Ref.Builder ref(Wire.Envelope.Builder envelope) {
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
