package got.ipc.fetch;

import com.google.protobuf.ByteString;
import got.ipc.BadValueException;
import got.ipc.Body;
import got.ipc.ChannelException;
import got.ipc.Codec;
import got.ipc.Limits;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import got.ipc.fetch.FetchTalk.Advertisement;
import got.ipc.fetch.FetchTalk.Common;
import got.ipc.fetch.FetchTalk.Fetched;
import got.ipc.fetch.FetchTalk.Fetching;
import got.ipc.fetch.FetchTalk.HavesWanted;
import got.ipc.fetch.FetchTalk.Heard;
import got.ipc.fetch.FetchTalk.LeftOut;
import got.ipc.fetch.FetchTalk.Packet;
import got.ipc.fetch.FetchTalk.Refs;
import got.ipc.fetch.FetchTalk.RefsEnd;
import got.ipc.fetch.FetchTalk.Reply;
import got.ipc.fetch.FetchTalk.ServerText;
import got.ipc.wire.FetchWire;
import got.ipc.wire.FetchWire.FetchReply;
import got.ipc.wire.FetchWire.FetchReply.BodyCase;
import got.ipc.wire.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Replies of got-fetch-pack. */
final class FetchReplyCodec implements Codec<Reply> {
  @Override
  public Class<? extends Reply> kind(int number) throws ChannelException {
    return switch (Values.kind(BodyCase::forNumber, number)) {
      case ADVERTISEMENT -> Advertisement.class;
      case REFS -> Refs.class;
      case LEFT_OUT -> LeftOut.class;
      case REFS_END -> RefsEnd.class;
      case SERVER_TEXT -> ServerText.class;
      case FETCHING -> Fetching.class;
      case FETCHED -> Fetched.class;
      case HEARD -> Heard.class;
      case PACKET -> Packet.class;
      case HAVES_WANTED -> HavesWanted.class;
      case COMMON -> Common.class;
      case BODY_NOT_SET -> throw Values.unknownMessage(number);
    };
  }

  @Override
  public Body encode(Reply message) {
    return switch (message) {
      case Advertisement m ->
          Values.body(
              FetchReply.ADVERTISEMENT_FIELD_NUMBER,
              FetchWire.Advertisement.newBuilder()
                  .setVersion(m.version())
                  .setAlgorithm(Values.algorithm(m.algorithm()))
                  .build());
      case Refs m -> Values.body(FetchReply.REFS_FIELD_NUMBER, refs(m.refs()));
      case LeftOut m -> Values.body(FetchReply.LEFT_OUT_FIELD_NUMBER, leftOut(m.names()));
      case RefsEnd m ->
          Values.body(
              FetchReply.REFS_END_FIELD_NUMBER,
              FetchWire.RefsEnd.newBuilder().setCount(m.count()).build());
      case ServerText m ->
          Values.body(
              FetchReply.SERVER_TEXT_FIELD_NUMBER,
              FetchWire.ServerText.newBuilder().setText(m.text()).setPassing(m.passing()).build());
      case Fetching m ->
          Values.body(
              FetchReply.FETCHING_FIELD_NUMBER,
              FetchWire.Fetching.newBuilder().setBytes(m.bytes()).build());
      case Fetched m ->
          Values.body(
              FetchReply.FETCHED_FIELD_NUMBER,
              FetchWire.Fetched.newBuilder().setBytes(m.bytes()).build());
      case Heard m ->
          Values.body(
              FetchReply.HEARD_FIELD_NUMBER,
              FetchWire.Heard.newBuilder().setReceived(m.received()).setSent(m.sent()).build());
      case HavesWanted m ->
          Values.body(
              FetchReply.HAVES_WANTED_FIELD_NUMBER,
              FetchWire.HavesWanted.newBuilder().setCount(m.count()).build());
      case Common m ->
          Values.body(
              FetchReply.COMMON_FIELD_NUMBER,
              FetchWire.Common.newBuilder().setIds(Values.ids(m.ids())).build());
      case Packet m ->
          Values.body(
              FetchReply.PACKET_FIELD_NUMBER,
              FetchWire.Packet.newBuilder().setText(m.text()).build());
    };
  }

  @Override
  public Reply decode(int number, byte[] buffer, int offset, int length)
      throws ChannelException, BadValueException {
    return switch (Values.kind(BodyCase::forNumber, number)) {
      case ADVERTISEMENT ->
          advertisement(Values.parse(FetchWire.Advertisement.parser(), buffer, offset, length));
      case REFS -> refs(Values.parse(FetchWire.Refs.parser(), buffer, offset, length));
      case LEFT_OUT -> leftOut(Values.parse(FetchWire.LeftOut.parser(), buffer, offset, length));
      case REFS_END -> {
        FetchWire.RefsEnd m = Values.parse(FetchWire.RefsEnd.parser(), buffer, offset, length);
        yield new RefsEnd(Values.count(m.getCount()));
      }
      case SERVER_TEXT -> {
        FetchWire.ServerText m =
            Values.parse(FetchWire.ServerText.parser(), buffer, offset, length);
        yield new ServerText(m.getText(), m.getPassing());
      }
      case FETCHING -> {
        FetchWire.Fetching m = Values.parse(FetchWire.Fetching.parser(), buffer, offset, length);
        yield new Fetching(Values.count(m.getBytes()));
      }
      case FETCHED -> {
        FetchWire.Fetched m = Values.parse(FetchWire.Fetched.parser(), buffer, offset, length);
        yield new Fetched(Values.count(m.getBytes()));
      }
      case HEARD -> {
        FetchWire.Heard m = Values.parse(FetchWire.Heard.parser(), buffer, offset, length);
        yield new Heard(Values.count(m.getReceived()), Values.count(m.getSent()));
      }
      case HAVES_WANTED ->
          wanted(Values.parse(FetchWire.HavesWanted.parser(), buffer, offset, length));
      case COMMON ->
          new Common(
              Values.someIds(
                  Values.parse(FetchWire.Common.parser(), buffer, offset, length).getIds()));
      case PACKET ->
          new Packet(Values.parse(FetchWire.Packet.parser(), buffer, offset, length).getText());
      case BODY_NOT_SET -> throw Values.unknownMessage(number);
    };
  }

  private static Advertisement advertisement(FetchWire.Advertisement m) throws ChannelException {
    if (m.getVersion() < 0 || m.getVersion() > 2) {
      throw ChannelException.rules("protocol version " + m.getVersion());
    }
    return new Advertisement(m.getVersion(), Values.algorithm(m.getAlgorithm()));
  }

  private static HavesWanted wanted(FetchWire.HavesWanted m) throws ChannelException {
    if (m.getCount() < 1 || m.getCount() > Limits.IDS) {
      throw ChannelException.rules("number of ids out of range");
    }
    return new HavesWanted(m.getCount());
  }

  private static FetchWire.Refs refs(List<RemoteRef> refs) {
    FetchWire.Refs.Builder list = FetchWire.Refs.newBuilder();
    for (RemoteRef ref : refs) {
      FetchWire.Ref.Builder entry =
          FetchWire.Ref.newBuilder().setName(Values.latin1(ref.name().latin1()));
      switch (ref) {
        case RemoteRef.Direct r -> entry.setId(Values.id(r.id()));
        case RemoteRef.Symbolic r ->
            entry.setId(Values.id(r.id())).setTarget(Values.latin1(r.target().latin1()));
        case RemoteRef.Unborn r -> entry.setTarget(Values.latin1(r.target().latin1()));
      }
      list.addRefs(entry);
    }
    return list.build();
  }

  private static Refs refs(FetchWire.Refs m) throws ChannelException, BadValueException {
    List<RemoteRef> refs = new ArrayList<>();
    for (FetchWire.Ref ref : m.getRefsList()) {
      refs.add(ref(Values.known(ref)));
    }
    return new Refs(List.copyOf(refs));
  }

  private static FetchWire.LeftOut leftOut(List<String> names) {
    FetchWire.LeftOut.Builder list = FetchWire.LeftOut.newBuilder();
    names.forEach(name -> list.addNames(Values.latin1(name)));
    return list.build();
  }

  private static LeftOut leftOut(FetchWire.LeftOut m) throws ChannelException {
    List<String> names = new ArrayList<>();
    for (ByteString name : m.getNamesList()) {
      if (!RefName.isOnlyMalformed(name.toByteArray())) {
        throw ChannelException.rules("a reference was left out for no reason");
      }
      names.add(name.toString(StandardCharsets.ISO_8859_1));
    }
    return new LeftOut(List.copyOf(names));
  }

  private static RemoteRef ref(FetchWire.Ref m) throws ChannelException, BadValueException {
    RefName name = RefName.check(m.getName().toByteArray());
    if (m.getTarget().isEmpty()) {
      return new RemoteRef.Direct(name, Values.id(m.getId()));
    }
    RefName target = RefName.check(m.getTarget().toByteArray());
    return m.getId().isEmpty()
        ? new RemoteRef.Unborn(name, target)
        : new RemoteRef.Symbolic(name, target, Values.id(m.getId()));
  }
}
