package got.ipc.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import got.ipc.BadValueException;
import got.ipc.ChannelException;
import got.ipc.ErrorKind;
import got.ipc.ErrorReport;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.Message;
import got.ipc.ObjectId;
import got.ipc.RefName;
import got.ipc.Remote;
import got.ipc.RemoteRef;
import got.ipc.confine.ConfinementException;
import got.ipc.confine.Mechanism;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Turns messages into envelopes and back.
 *
 * <p>Decoding accepts exactly what encoding makes: an unset body, an unknown field, a number out of
 * range or a value that its type refuses is a {@link ChannelException}.
 */
public final class Codec {
  private Codec() {}

  /**
   * @param descriptors the number the envelope states
   */
  public record Decoded(Message message, int descriptors) {}

  public static byte[] encode(Message message) {
    Wire.Envelope.Builder envelope =
        Wire.Envelope.newBuilder().setDescriptors(message.descriptors());
    switch (message) {
      case Message.Ready m ->
          envelope.setReady(Wire.Ready.newBuilder().setInForce(Mechanism.bits(m.inForce())));
      case Message.Failed m -> envelope.setFailed(failed(m.report()));
      case Message.ListRefs m ->
          envelope.setListRefs(
              Wire.ListRefs.newBuilder().setRemote(remote(m.remote())).setPackets(m.packets()));
      case Message.Fetch m -> envelope.setFetch(fetch(m));
      case Message.Wants m -> envelope.setWants(Wire.Wants.newBuilder().setIds(ids(m.ids())));
      case Message.WantsEnd _ -> envelope.setWantsEnd(Wire.WantsEnd.getDefaultInstance());
      case Message.Advertisement m ->
          envelope.setAdvertisement(
              Wire.Advertisement.newBuilder()
                  .setVersion(m.version())
                  .setAlgorithm(algorithm(m.algorithm())));
      case Message.Refs m -> envelope.setRefs(refs(m.refs()));
      case Message.RefsEnd m -> envelope.setRefsEnd(Wire.RefsEnd.newBuilder().setCount(m.count()));
      case Message.ServerText m ->
          envelope.setServerText(
              Wire.ServerText.newBuilder().setText(m.text()).setPassing(m.passing()));
      case Message.Heard m -> envelope.setHeard(Wire.Heard.newBuilder().setBytes(m.bytes()));
      case Message.Packet m -> envelope.setPacket(Wire.Packet.newBuilder().setText(m.text()));
      case Message.Fetching m ->
          envelope.setFetching(Wire.Fetching.newBuilder().setBytes(m.bytes()));
      case Message.Fetched m -> envelope.setFetched(Wire.Fetched.newBuilder().setBytes(m.bytes()));
      case Message.Index m ->
          envelope.setIndex(
              Wire.Index.newBuilder()
                  .setAlgorithm(algorithm(m.algorithm()))
                  .setLimits(PackCodec.limits(m.limits())));
      case Message.Tips m ->
          envelope.setTips(Wire.Tips.newBuilder().setIds(ids(m.ids())).setCommits(m.commits()));
      case Message.TipsEnd _ -> envelope.setTipsEnd(Wire.TipsEnd.getDefaultInstance());
      case Message.Indexing m ->
          envelope.setIndexing(
              Wire.Indexing.newBuilder()
                  .setBytes(m.bytes())
                  .setObjects(m.objects())
                  .setIndexed(m.indexed())
                  .setDeltas(m.deltas())
                  .setResolved(m.resolved()));
      case Message.Indexed m ->
          envelope.setIndexed(
              Wire.Indexed.newBuilder()
                  .setChecksum(id(m.checksum()))
                  .setObjects(m.objects())
                  .setPackBytes(m.packBytes())
                  .setIndexBytes(m.indexBytes()));
      case Message.IndexFile m ->
          envelope.setIndexFile(
              Wire.IndexFile.newBuilder()
                  .setAlgorithm(algorithm(m.algorithm()))
                  .setLimits(PackCodec.limits(m.limits())));
      case Message.ListFile m ->
          envelope.setListFile(
              Wire.ListFile.newBuilder()
                  .setAlgorithm(algorithm(m.algorithm()))
                  .setLimits(PackCodec.limits(m.limits())));
      case Message.Inspected m -> envelope.setInspected(PackCodec.inspected(m));
      case Message.Entries m -> envelope.setEntries(PackCodec.entries(m));
      case Message.Listed m -> envelope.setListed(PackCodec.listed(m));
    }
    return envelope.build().toByteArray();
  }

  public static Decoded decode(byte[] frame, int offset, int length) throws ChannelException {
    try {
      CodedInputStream in = CodedInputStream.newInstance(frame, offset, length);
      Wire.Envelope envelope = known(Wire.Envelope.parseFrom(in));
      if (envelope.getSerializedSize() != length) {
        // A second body, a field stated twice, a padded number: protobuf would take the last.
        throw ChannelException.rules("envelope is not as it would be encoded");
      }
      return new Decoded(message(envelope), count(envelope.getDescriptors()));
    } catch (InvalidProtocolBufferException e) {
      throw ChannelException.rules("malformed envelope");
    } catch (BadValueException e) {
      throw ChannelException.rules("bad value: " + e.reason());
    } catch (ChannelException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
  }

  private static Message message(Wire.Envelope e) throws ChannelException, BadValueException {
    return switch (e.getBodyCase()) {
      case READY -> new Message.Ready(mechanisms(known(e.getReady()).getInForce()));
      case FAILED -> new Message.Failed(report(known(e.getFailed())));
      case LIST_REFS -> {
        Wire.ListRefs m = known(e.getListRefs());
        yield new Message.ListRefs(remote(known(m.getRemote())), m.getPackets());
      }
      case FETCH -> fetch(known(e.getFetch()));
      case WANTS -> new Message.Wants(ids(known(e.getWants()).getIds()));
      case WANTS_END -> {
        known(e.getWantsEnd());
        yield new Message.WantsEnd();
      }
      case ADVERTISEMENT -> {
        Wire.Advertisement m = known(e.getAdvertisement());
        if (m.getVersion() < 0 || m.getVersion() > 2) {
          throw ChannelException.rules("protocol version " + m.getVersion());
        }
        yield new Message.Advertisement(m.getVersion(), algorithm(m.getAlgorithm()));
      }
      case REFS -> {
        List<RemoteRef> refs = new ArrayList<>();
        for (Wire.Ref ref : known(e.getRefs()).getRefsList()) {
          refs.add(ref(known(ref)));
        }
        yield new Message.Refs(List.copyOf(refs));
      }
      case REFS_END -> new Message.RefsEnd(count(known(e.getRefsEnd()).getCount()));
      case SERVER_TEXT -> {
        Wire.ServerText m = known(e.getServerText());
        yield new Message.ServerText(m.getText(), m.getPassing());
      }
      case HEARD -> new Message.Heard(count(known(e.getHeard()).getBytes()));
      case PACKET -> new Message.Packet(known(e.getPacket()).getText());
      case FETCHING -> new Message.Fetching(count(known(e.getFetching()).getBytes()));
      case FETCHED -> new Message.Fetched(count(known(e.getFetched()).getBytes()));
      case INDEX -> {
        Wire.Index m = known(e.getIndex());
        yield new Message.Index(algorithm(m.getAlgorithm()), PackCodec.limits(m.getLimits()));
      }
      case TIPS -> {
        var m = known(e.getTips());
        yield new Message.Tips(ids(m.getIds()), m.getCommits());
      }
      case TIPS_END -> {
        known(e.getTipsEnd());
        yield new Message.TipsEnd();
      }
      case INDEXING -> indexing(known(e.getIndexing()));
      case INDEXED -> {
        Wire.Indexed m = known(e.getIndexed());
        yield new Message.Indexed(
            id(m.getChecksum()),
            count(m.getObjects()),
            count(m.getPackBytes()),
            count(m.getIndexBytes()));
      }
      case INDEX_FILE -> {
        Wire.IndexFile m = known(e.getIndexFile());
        yield new Message.IndexFile(algorithm(m.getAlgorithm()), PackCodec.limits(m.getLimits()));
      }
      case LIST_FILE -> {
        Wire.ListFile m = known(e.getListFile());
        yield new Message.ListFile(algorithm(m.getAlgorithm()), PackCodec.limits(m.getLimits()));
      }
      case INSPECTED -> PackCodec.inspected(known(e.getInspected()));
      case ENTRIES -> PackCodec.entries(known(e.getEntries()));
      case LISTED -> PackCodec.listed(known(e.getListed()));
      case BODY_NOT_SET -> throw ChannelException.rules("unknown message");
    };
  }

  private static Set<Mechanism> mechanisms(int bits) throws ChannelException {
    try {
      return Mechanism.of(bits);
    } catch (ConfinementException e) {
      throw ChannelException.rules(e.reason());
    }
  }

  private static Message indexing(Wire.Indexing m) throws ChannelException {
    Message.Indexing message =
        new Message.Indexing(
            count(m.getBytes()),
            count(m.getObjects()),
            count(m.getIndexed()),
            count(m.getDeltas()),
            count(m.getResolved()));
    if (message.indexed() > message.objects()
        || message.deltas() > message.indexed()
        || message.resolved() > message.deltas()) {
      throw ChannelException.rules("impossible progress");
    }
    return message;
  }

  private static Wire.Failed failed(ErrorReport report) {
    return Wire.Failed.newBuilder()
        .setKind(report.kind().code())
        .setDetail(report.detail())
        .setText(report.text())
        .setServerText(report.serverText())
        .build();
  }

  private static ErrorReport report(Wire.Failed m) throws ChannelException {
    for (ErrorKind kind : ErrorKind.values()) {
      if (kind.code() == m.getKind()) {
        return new ErrorReport(kind, m.getDetail(), m.getText(), m.getServerText());
      }
    }
    throw ChannelException.rules("unknown kind of error");
  }

  private static Wire.Fetch fetch(Message.Fetch m) {
    Wire.Fetch.Builder fetch =
        Wire.Fetch.newBuilder().setRemote(remote(m.remote())).setPackets(m.packets());
    for (String prefix : m.prefixes()) {
      fetch.addPrefixes(ByteString.copyFrom(prefix, StandardCharsets.ISO_8859_1));
    }
    return fetch.build();
  }

  private static Message.Fetch fetch(Wire.Fetch m) throws ChannelException, BadValueException {
    List<String> prefixes = new ArrayList<>();
    for (ByteString prefix : m.getPrefixesList()) {
      if (prefix.size() > Limits.REF_NAME) {
        throw ChannelException.rules("reference prefix too long");
      }
      prefixes.add(prefix.toString(StandardCharsets.ISO_8859_1));
    }
    return new Message.Fetch(remote(known(m.getRemote())), List.copyOf(prefixes), m.getPackets());
  }

  private static Wire.Remote remote(Remote remote) {
    return Wire.Remote.newBuilder()
        .setTransport(remote.transport().code())
        .setHost(ByteString.copyFromUtf8(remote.host()))
        .setPath(ByteString.copyFromUtf8(remote.path()))
        .build();
  }

  private static Remote remote(Wire.Remote m) throws ChannelException, BadValueException {
    Remote.Transport transport =
        switch (m.getTransport()) {
          case 1 -> Remote.Transport.GIT;
          case 2 -> Remote.Transport.SSH;
          default -> throw ChannelException.rules("unknown transport");
        };
    return Remote.check(transport, utf8(m.getHost()), utf8(m.getPath()));
  }

  private static String utf8(ByteString bytes) throws ChannelException {
    if (!bytes.isValidUtf8()) {
      throw ChannelException.rules("text is not UTF-8");
    }
    return bytes.toStringUtf8();
  }

  private static Wire.Refs refs(List<RemoteRef> refs) {
    Wire.Refs.Builder list = Wire.Refs.newBuilder();
    for (RemoteRef ref : refs) {
      Wire.Ref.Builder entry =
          Wire.Ref.newBuilder().setName(ByteString.copyFrom(ref.name().bytes()));
      switch (ref) {
        case RemoteRef.Direct r -> entry.setId(id(r.id()));
        case RemoteRef.Symbolic r ->
            entry.setId(id(r.id())).setTarget(ByteString.copyFrom(r.target().bytes()));
        case RemoteRef.Unborn r -> entry.setTarget(ByteString.copyFrom(r.target().bytes()));
      }
      list.addRefs(entry);
    }
    return list.build();
  }

  private static RemoteRef ref(Wire.Ref m) throws ChannelException, BadValueException {
    RefName name = RefName.check(m.getName().toByteArray());
    if (m.getTarget().isEmpty()) {
      return new RemoteRef.Direct(name, id(m.getId()));
    }
    RefName target = RefName.check(m.getTarget().toByteArray());
    return m.getId().isEmpty()
        ? new RemoteRef.Unborn(name, target)
        : new RemoteRef.Symbolic(name, target, id(m.getId()));
  }

  static ByteString id(ObjectId id) {
    byte[] bytes = new byte[id.algorithm().idBytes()];
    id.copyTo(bytes, 0);
    return ByteString.copyFrom(bytes);
  }

  /** A single id; its length tells the algorithm. */
  static ObjectId id(ByteString bytes) throws ChannelException {
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      if (algorithm.idBytes() == bytes.size()) {
        return ObjectId.copyOf(algorithm, bytes.toByteArray(), 0);
      }
    }
    throw ChannelException.rules("object id of " + bytes.size() + " bytes");
  }

  /** Ids of one length, behind a byte that states it. */
  private static ByteString ids(List<ObjectId> ids) {
    ByteString.Output out = ByteString.newOutput();
    for (ObjectId id : ids) {
      if (out.size() == 0) {
        out.write(id.algorithm().idBytes());
      }
      byte[] bytes = new byte[id.algorithm().idBytes()];
      id.copyTo(bytes, 0);
      out.write(bytes, 0, bytes.length);
    }
    return out.toByteString();
  }

  private static List<ObjectId> ids(ByteString bytes) throws ChannelException {
    List<ObjectId> ids = new ArrayList<>();
    if (bytes.isEmpty()) {
      return List.of();
    }
    byte[] all = bytes.toByteArray();
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      if (all[0] == algorithm.idBytes() && (all.length - 1) % algorithm.idBytes() == 0) {
        for (int at = 1; at < all.length; at += algorithm.idBytes()) {
          ids.add(ObjectId.copyOf(algorithm, all, at));
        }
        return List.copyOf(ids);
      }
    }
    throw ChannelException.rules("malformed list of ids");
  }

  private static Wire.Algorithm algorithm(HashAlgorithm algorithm) {
    return switch (algorithm) {
      case SHA1 -> Wire.Algorithm.SHA1;
      case SHA256 -> Wire.Algorithm.SHA256;
    };
  }

  private static HashAlgorithm algorithm(Wire.Algorithm algorithm) throws ChannelException {
    return switch (algorithm) {
      case SHA1 -> HashAlgorithm.SHA1;
      case SHA256 -> HashAlgorithm.SHA256;
      case ALGORITHM_UNKNOWN, UNRECOGNIZED ->
          throw ChannelException.rules("unknown hash algorithm");
    };
  }

  static int count(int value) throws ChannelException {
    if (value < 0) {
      throw ChannelException.rules("count out of range");
    }
    return value;
  }

  static long count(long value) throws ChannelException {
    if (value < 0) {
      throw ChannelException.rules("count out of range");
    }
    return value;
  }

  static <M extends com.google.protobuf.Message> M known(M message) throws ChannelException {
    if (!message.getUnknownFields().asMap().isEmpty()) {
      throw ChannelException.rules("unknown field");
    }
    return message;
  }
}
