package got.ipc.read;

import got.ipc.BadValueException;
import got.ipc.Body;
import got.ipc.ChannelException;
import got.ipc.Codec;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.read.ReadTalk.Common;
import got.ipc.read.ReadTalk.Finish;
import got.ipc.read.ReadTalk.Have;
import got.ipc.read.ReadTalk.HaveEnd;
import got.ipc.read.ReadTalk.Loose;
import got.ipc.read.ReadTalk.LooseIds;
import got.ipc.read.ReadTalk.MoreHaves;
import got.ipc.read.ReadTalk.Move;
import got.ipc.read.ReadTalk.Moves;
import got.ipc.read.ReadTalk.NotLoose;
import got.ipc.read.ReadTalk.Open;
import got.ipc.read.ReadTalk.Pack;
import got.ipc.read.ReadTalk.PacksEnd;
import got.ipc.read.ReadTalk.Request;
import got.ipc.read.ReadTalk.Serve;
import got.ipc.read.ReadTalk.Tips;
import got.ipc.read.ReadTalk.TipsEnd;
import got.ipc.wire.ReadWire;
import got.ipc.wire.ReadWire.ReadRequest;
import got.ipc.wire.ReadWire.ReadRequest.BodyCase;
import got.ipc.wire.Values;
import java.util.ArrayList;
import java.util.List;

/** Requests to got-read-pack. */
final class ReadRequestCodec implements Codec<Request> {
  @Override
  public Class<? extends Request> kind(int number) throws ChannelException {
    return switch (Values.kind(BodyCase::forNumber, number)) {
      case OPEN -> Open.class;
      case PACK -> Pack.class;
      case PACKS_END -> PacksEnd.class;
      case LOOSE_IDS -> LooseIds.class;
      case TIPS -> Tips.class;
      case TIPS_END -> TipsEnd.class;
      case HAVE -> Have.class;
      case HAVE_END -> HaveEnd.class;
      case MORE_HAVES -> MoreHaves.class;
      case COMMON -> Common.class;
      case SERVE -> Serve.class;
      case FINISH -> Finish.class;
      case LOOSE -> Loose.class;
      case NOT_LOOSE -> NotLoose.class;
      case MOVES -> Moves.class;
      case BODY_NOT_SET -> throw Values.unknownMessage(number);
    };
  }

  @Override
  public Body encode(Request message) {
    return switch (message) {
      case Open m ->
          Values.body(
              ReadRequest.OPEN_FIELD_NUMBER,
              ReadWire.Open.newBuilder().setAlgorithm(Values.algorithm(m.algorithm())).build());
      case Pack _ -> Values.body(ReadRequest.PACK_FIELD_NUMBER, ReadWire.Pack.getDefaultInstance());
      case PacksEnd _ ->
          Values.body(ReadRequest.PACKS_END_FIELD_NUMBER, ReadWire.PacksEnd.getDefaultInstance());
      case LooseIds m ->
          Values.body(
              ReadRequest.LOOSE_IDS_FIELD_NUMBER,
              ReadWire.LooseIds.newBuilder().setIds(Values.ids(m.ids())).build());
      case Tips m ->
          Values.body(
              ReadRequest.TIPS_FIELD_NUMBER,
              ReadWire.Tips.newBuilder().setIds(Values.ids(m.ids())).build());
      case TipsEnd _ ->
          Values.body(ReadRequest.TIPS_END_FIELD_NUMBER, ReadWire.TipsEnd.getDefaultInstance());
      case Have m ->
          Values.body(
              ReadRequest.HAVE_FIELD_NUMBER,
              ReadWire.Have.newBuilder().setIds(Values.ids(m.ids())).build());
      case HaveEnd _ ->
          Values.body(ReadRequest.HAVE_END_FIELD_NUMBER, ReadWire.HaveEnd.getDefaultInstance());
      case MoreHaves m ->
          Values.body(
              ReadRequest.MORE_HAVES_FIELD_NUMBER,
              ReadWire.MoreHaves.newBuilder().setCount(m.count()).build());
      case Common m ->
          Values.body(
              ReadRequest.COMMON_FIELD_NUMBER,
              ReadWire.Common.newBuilder().setIds(Values.ids(m.ids())).build());
      case Serve _ ->
          Values.body(ReadRequest.SERVE_FIELD_NUMBER, ReadWire.Serve.getDefaultInstance());
      case Finish _ ->
          Values.body(ReadRequest.FINISH_FIELD_NUMBER, ReadWire.Finish.getDefaultInstance());
      case Loose _ ->
          Values.body(ReadRequest.LOOSE_FIELD_NUMBER, ReadWire.Loose.getDefaultInstance());
      case NotLoose _ ->
          Values.body(ReadRequest.NOT_LOOSE_FIELD_NUMBER, ReadWire.NotLoose.getDefaultInstance());
      case Moves m -> Values.body(ReadRequest.MOVES_FIELD_NUMBER, moves(m));
    };
  }

  @Override
  public Request decode(int number, byte[] buffer, int offset, int length)
      throws ChannelException, BadValueException {
    return switch (Values.kind(BodyCase::forNumber, number)) {
      case OPEN -> {
        ReadWire.Open m = Values.parse(ReadWire.Open.parser(), buffer, offset, length);
        yield new Open(Values.algorithm(m.getAlgorithm()));
      }
      case PACK -> {
        Values.parse(ReadWire.Pack.parser(), buffer, offset, length);
        yield new Pack();
      }
      case PACKS_END -> {
        Values.parse(ReadWire.PacksEnd.parser(), buffer, offset, length);
        yield new PacksEnd();
      }
      case LOOSE_IDS -> {
        ReadWire.LooseIds m = Values.parse(ReadWire.LooseIds.parser(), buffer, offset, length);
        yield new LooseIds(Values.someIds(m.getIds()));
      }
      case TIPS -> {
        ReadWire.Tips m = Values.parse(ReadWire.Tips.parser(), buffer, offset, length);
        yield new Tips(Values.someIds(m.getIds()));
      }
      case TIPS_END -> {
        Values.parse(ReadWire.TipsEnd.parser(), buffer, offset, length);
        yield new TipsEnd();
      }
      case HAVE -> {
        ReadWire.Have m = Values.parse(ReadWire.Have.parser(), buffer, offset, length);
        yield new Have(Values.someIds(m.getIds()));
      }
      case HAVE_END -> {
        Values.parse(ReadWire.HaveEnd.parser(), buffer, offset, length);
        yield new HaveEnd();
      }
      case MORE_HAVES -> {
        ReadWire.MoreHaves m = Values.parse(ReadWire.MoreHaves.parser(), buffer, offset, length);
        if (m.getCount() < 1 || m.getCount() > Limits.IDS) {
          throw ChannelException.rules("count out of range");
        }
        yield new MoreHaves(m.getCount());
      }
      case COMMON -> {
        ReadWire.Common m = Values.parse(ReadWire.Common.parser(), buffer, offset, length);
        yield new Common(Values.someIds(m.getIds()));
      }
      case SERVE -> {
        Values.parse(ReadWire.Serve.parser(), buffer, offset, length);
        yield new Serve();
      }
      case FINISH -> {
        Values.parse(ReadWire.Finish.parser(), buffer, offset, length);
        yield new Finish();
      }
      case LOOSE -> {
        Values.parse(ReadWire.Loose.parser(), buffer, offset, length);
        yield new Loose();
      }
      case NOT_LOOSE -> {
        Values.parse(ReadWire.NotLoose.parser(), buffer, offset, length);
        yield new NotLoose();
      }
      case MOVES -> moves(Values.parse(ReadWire.Moves.parser(), buffer, offset, length));
      case BODY_NOT_SET -> throw Values.unknownMessage(number);
    };
  }

  private static ReadWire.Moves moves(Moves m) {
    List<ObjectId> ids = new ArrayList<>();
    for (Move move : m.moves()) {
      ids.add(move.from());
      ids.add(move.to());
    }
    return ReadWire.Moves.newBuilder().setIds(Values.ids(ids)).build();
  }

  private static Moves moves(ReadWire.Moves m) throws ChannelException, BadValueException {
    List<ObjectId> ids = Values.someIds(m.getIds());
    if (ids.size() % 2 != 0) {
      throw ChannelException.rules("a move to nowhere");
    }
    List<Move> moves = new ArrayList<>();
    for (int i = 0; i < ids.size(); i += 2) {
      moves.add(new Move(ids.get(i), ids.get(i + 1)));
    }
    return new Moves(List.copyOf(moves));
  }
}
