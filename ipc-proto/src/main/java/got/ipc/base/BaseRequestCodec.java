package got.ipc.base;

import got.ipc.BadValueException;
import got.ipc.Body;
import got.ipc.ChannelException;
import got.ipc.Codec;
import got.ipc.PackEntry;
import got.ipc.base.BaseTalk.Base;
import got.ipc.base.BaseTalk.Links;
import got.ipc.base.BaseTalk.LinksEnd;
import got.ipc.base.BaseTalk.Objects;
import got.ipc.base.BaseTalk.ObjectsEnd;
import got.ipc.base.BaseTalk.Request;
import got.ipc.wire.BaseWire;
import got.ipc.wire.BaseWire.BaseRequest;
import got.ipc.wire.BaseWire.BaseRequest.BodyCase;
import got.ipc.wire.Values;

/** Questions of got-index-pack. */
final class BaseRequestCodec implements Codec<Request> {
  @Override
  public Class<? extends Request> kind(int number) throws ChannelException {
    return switch (Values.kind(BodyCase::forNumber, number)) {
      case BASE -> Base.class;
      case LINKS -> Links.class;
      case LINKS_END -> LinksEnd.class;
      case OBJECTS -> Objects.class;
      case OBJECTS_END -> ObjectsEnd.class;
      case BODY_NOT_SET -> throw Values.unknownMessage(number);
    };
  }

  @Override
  public Body encode(Request message) {
    return switch (message) {
      case Base m ->
          Values.body(
              BaseRequest.BASE_FIELD_NUMBER,
              BaseWire.Base.newBuilder().setId(Values.id(m.id())).build());
      case Links m ->
          Values.body(
              BaseRequest.LINKS_FIELD_NUMBER,
              BaseWire.Links.newBuilder()
                  .setIds(Values.ids(m.ids()))
                  .setType(m.type().code())
                  .build());
      case LinksEnd _ ->
          Values.body(BaseRequest.LINKS_END_FIELD_NUMBER, BaseWire.LinksEnd.getDefaultInstance());
      case Objects m ->
          Values.body(
              BaseRequest.OBJECTS_FIELD_NUMBER,
              BaseWire.Objects.newBuilder().setIds(Values.ids(m.ids())).build());
      case ObjectsEnd _ ->
          Values.body(
              BaseRequest.OBJECTS_END_FIELD_NUMBER, BaseWire.ObjectsEnd.getDefaultInstance());
    };
  }

  @Override
  public Request decode(int number, byte[] buffer, int offset, int length)
      throws ChannelException, BadValueException {
    return switch (Values.kind(BodyCase::forNumber, number)) {
      case BASE -> {
        BaseWire.Base m = Values.parse(BaseWire.Base.parser(), buffer, offset, length);
        yield new Base(Values.id(m.getId()));
      }
      case LINKS -> {
        BaseWire.Links m = Values.parse(BaseWire.Links.parser(), buffer, offset, length);
        yield new Links(Values.someIds(m.getIds()), PackEntry.Type.of(m.getType()));
      }
      case LINKS_END -> {
        Values.parse(BaseWire.LinksEnd.parser(), buffer, offset, length);
        yield new LinksEnd();
      }
      case OBJECTS -> {
        BaseWire.Objects m = Values.parse(BaseWire.Objects.parser(), buffer, offset, length);
        yield new Objects(Values.someIds(m.getIds()));
      }
      case OBJECTS_END -> {
        Values.parse(BaseWire.ObjectsEnd.parser(), buffer, offset, length);
        yield new ObjectsEnd();
      }
      case BODY_NOT_SET -> throw Values.unknownMessage(number);
    };
  }
}
