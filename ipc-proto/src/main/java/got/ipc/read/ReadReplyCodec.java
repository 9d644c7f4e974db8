package got.ipc.read;

import com.google.protobuf.ByteString;
import got.ipc.BadValueException;
import got.ipc.Body;
import got.ipc.ChannelException;
import got.ipc.Codec;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.PackEntry;
import got.ipc.read.ReadTalk.Haves;
import got.ipc.read.ReadTalk.Known;
import got.ipc.read.ReadTalk.KnownEnd;
import got.ipc.read.ReadTalk.KnownObject;
import got.ipc.read.ReadTalk.LooseWanted;
import got.ipc.read.ReadTalk.PeerServed;
import got.ipc.read.ReadTalk.Reading;
import got.ipc.read.ReadTalk.Reply;
import got.ipc.read.ReadTalk.Served;
import got.ipc.read.ReadTalk.Way;
import got.ipc.read.ReadTalk.Ways;
import got.ipc.wire.ReadWire;
import got.ipc.wire.ReadWire.ReadReply;
import got.ipc.wire.ReadWire.ReadReply.BodyCase;
import got.ipc.wire.Values;
import java.util.ArrayList;
import java.util.List;

/** Replies of got-read-pack. */
final class ReadReplyCodec implements Codec<Reply> {
  @Override
  public Class<? extends Reply> kind(int number) throws ChannelException {
    return switch (Values.kind(BodyCase::forNumber, number)) {
      case READING -> Reading.class;
      case KNOWN -> Known.class;
      case KNOWN_END -> KnownEnd.class;
      case HAVES -> Haves.class;
      case LOOSE_WANTED -> LooseWanted.class;
      case SERVED -> Served.class;
      case PEER_SERVED -> PeerServed.class;
      case WAYS -> Ways.class;
      case BODY_NOT_SET -> throw Values.unknownMessage(number);
    };
  }

  @Override
  public Body encode(Reply message) {
    return switch (message) {
      case Reading m ->
          Values.body(
              ReadReply.READING_FIELD_NUMBER,
              ReadWire.Reading.newBuilder().setObjects(m.objects()).build());
      case Known m -> Values.body(ReadReply.KNOWN_FIELD_NUMBER, known(m));
      case KnownEnd _ ->
          Values.body(ReadReply.KNOWN_END_FIELD_NUMBER, ReadWire.KnownEnd.getDefaultInstance());
      case Haves m ->
          Values.body(
              ReadReply.HAVES_FIELD_NUMBER,
              ReadWire.Haves.newBuilder().setIds(Values.ids(m.ids())).setEnd(m.end()).build());
      case LooseWanted m ->
          Values.body(
              ReadReply.LOOSE_WANTED_FIELD_NUMBER,
              ReadWire.LooseWanted.newBuilder().setId(Values.id(m.id())).build());
      case Served _ ->
          Values.body(ReadReply.SERVED_FIELD_NUMBER, ReadWire.Served.getDefaultInstance());
      case PeerServed _ ->
          Values.body(ReadReply.PEER_SERVED_FIELD_NUMBER, ReadWire.PeerServed.getDefaultInstance());
      case Ways m -> Values.body(ReadReply.WAYS_FIELD_NUMBER, ways(m));
    };
  }

  @Override
  public Reply decode(int number, byte[] buffer, int offset, int length)
      throws ChannelException, BadValueException {
    return switch (Values.kind(BodyCase::forNumber, number)) {
      case READING -> {
        ReadWire.Reading m = Values.parse(ReadWire.Reading.parser(), buffer, offset, length);
        yield new Reading(Values.count(m.getObjects()));
      }
      case KNOWN -> known(Values.parse(ReadWire.Known.parser(), buffer, offset, length));
      case KNOWN_END -> {
        Values.parse(ReadWire.KnownEnd.parser(), buffer, offset, length);
        yield new KnownEnd();
      }
      case HAVES -> {
        ReadWire.Haves m = Values.parse(ReadWire.Haves.parser(), buffer, offset, length);
        yield new Haves(Values.someIds(m.getIds()), m.getEnd());
      }
      case LOOSE_WANTED -> {
        ReadWire.LooseWanted m =
            Values.parse(ReadWire.LooseWanted.parser(), buffer, offset, length);
        yield new LooseWanted(Values.id(m.getId()));
      }
      case SERVED -> {
        Values.parse(ReadWire.Served.parser(), buffer, offset, length);
        yield new Served();
      }
      case PEER_SERVED -> {
        Values.parse(ReadWire.PeerServed.parser(), buffer, offset, length);
        yield new PeerServed();
      }
      case WAYS -> ways(Values.parse(ReadWire.Ways.parser(), buffer, offset, length));
      case BODY_NOT_SET -> throw Values.unknownMessage(number);
    };
  }

  private static ReadWire.Ways ways(Ways m) {
    byte[] ways = new byte[m.ways().size()];
    for (int i = 0; i < ways.length; i++) {
      ways[i] =
          switch (m.ways().get(i)) {
            case FORWARD -> 1;
            case FORCED -> 2;
            case OTHER -> 3;
          };
    }
    return ReadWire.Ways.newBuilder().setWays(ByteString.copyFrom(ways)).build();
  }

  private static Ways ways(ReadWire.Ways m) throws ChannelException {
    List<Way> ways = new ArrayList<>();
    for (byte way : m.getWays().toByteArray()) {
      ways.add(
          switch (way) {
            case 1 -> Way.FORWARD;
            case 2 -> Way.FORCED;
            case 3 -> Way.OTHER;
            default -> throw ChannelException.rules("unknown way");
          });
    }
    if (ways.isEmpty() || ways.size() > Limits.MOVES) {
      throw ChannelException.rules("number of ways out of range");
    }
    return new Ways(List.copyOf(ways));
  }

  private static ReadWire.Known known(Known m) {
    byte[] types = new byte[m.objects().size()];
    List<ObjectId> ids = new ArrayList<>();
    for (KnownObject object : m.objects()) {
      types[ids.size()] = (byte) object.type().code();
      ids.add(object.id());
    }
    return ReadWire.Known.newBuilder()
        .setIds(Values.ids(ids))
        .setTypes(ByteString.copyFrom(types))
        .build();
  }

  private static Known known(ReadWire.Known m) throws ChannelException, BadValueException {
    List<ObjectId> ids = Values.someIds(m.getIds());
    if (ids.size() != m.getTypes().size()) {
      throw ChannelException.rules("not one type for each id");
    }
    List<KnownObject> objects = new ArrayList<>();
    for (ObjectId id : ids) {
      objects.add(new KnownObject(id, PackEntry.Type.of(m.getTypes().byteAt(objects.size()))));
    }
    return new Known(List.copyOf(objects));
  }
}
