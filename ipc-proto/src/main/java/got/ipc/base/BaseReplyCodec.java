package got.ipc.base;

import com.google.protobuf.ByteString;
import got.ipc.BadValueException;
import got.ipc.Body;
import got.ipc.ChannelException;
import got.ipc.Codec;
import got.ipc.Limits;
import got.ipc.PackEntry;
import got.ipc.base.BaseTalk.BaseBytes;
import got.ipc.base.BaseTalk.BaseEnd;
import got.ipc.base.BaseTalk.BaseHead;
import got.ipc.base.BaseTalk.LinksDone;
import got.ipc.base.BaseTalk.Missing;
import got.ipc.base.BaseTalk.NoBase;
import got.ipc.base.BaseTalk.ObjectsDone;
import got.ipc.base.BaseTalk.Present;
import got.ipc.base.BaseTalk.Reply;
import got.ipc.wire.BaseWire;
import got.ipc.wire.BaseWire.BaseReply;
import got.ipc.wire.BaseWire.BaseReply.BodyCase;
import got.ipc.wire.Values;

/** Answers of got-read-pack. */
final class BaseReplyCodec implements Codec<Reply> {
  @Override
  public Class<? extends Reply> kind(int number) throws ChannelException {
    return switch (Values.kind(BodyCase::forNumber, number)) {
      case BASE_HEAD -> BaseHead.class;
      case BASE_BYTES -> BaseBytes.class;
      case BASE_END -> BaseEnd.class;
      case NO_BASE -> NoBase.class;
      case MISSING -> Missing.class;
      case LINKS_DONE -> LinksDone.class;
      case PRESENT -> Present.class;
      case OBJECTS_DONE -> ObjectsDone.class;
      case BODY_NOT_SET -> throw Values.unknownMessage(number);
    };
  }

  @Override
  public Body encode(Reply message) {
    return switch (message) {
      case BaseHead m ->
          Values.body(
              BaseReply.BASE_HEAD_FIELD_NUMBER,
              BaseWire.BaseHead.newBuilder().setType(m.type().code()).setSize(m.size()).build());
      case BaseBytes m ->
          Values.body(
              BaseReply.BASE_BYTES_FIELD_NUMBER,
              BaseWire.BaseBytes.newBuilder()
                  .setBytes(ByteString.copyFrom(m.bytes().duplicate()))
                  .build());
      case BaseEnd _ ->
          Values.body(BaseReply.BASE_END_FIELD_NUMBER, BaseWire.BaseEnd.getDefaultInstance());
      case NoBase _ ->
          Values.body(BaseReply.NO_BASE_FIELD_NUMBER, BaseWire.NoBase.getDefaultInstance());
      case Missing m ->
          Values.body(
              BaseReply.MISSING_FIELD_NUMBER,
              BaseWire.Missing.newBuilder().setIds(Values.ids(m.ids())).build());
      case LinksDone _ ->
          Values.body(BaseReply.LINKS_DONE_FIELD_NUMBER, BaseWire.LinksDone.getDefaultInstance());
      case Present m ->
          Values.body(
              BaseReply.PRESENT_FIELD_NUMBER,
              BaseWire.Present.newBuilder().setIds(Values.ids(m.ids())).build());
      case ObjectsDone _ ->
          Values.body(
              BaseReply.OBJECTS_DONE_FIELD_NUMBER, BaseWire.ObjectsDone.getDefaultInstance());
    };
  }

  @Override
  public Reply decode(int number, byte[] buffer, int offset, int length)
      throws ChannelException, BadValueException {
    return switch (Values.kind(BodyCase::forNumber, number)) {
      case BASE_HEAD -> {
        BaseWire.BaseHead m = Values.parse(BaseWire.BaseHead.parser(), buffer, offset, length);
        if (m.getSize() < 0 || m.getSize() > Limits.OBJECT_BYTES) {
          throw ChannelException.rules("size out of range");
        }
        yield new BaseHead(PackEntry.Type.of(m.getType()), m.getSize());
      }
      case BASE_BYTES -> {
        BaseWire.BaseBytes m = Values.parse(BaseWire.BaseBytes.parser(), buffer, offset, length);
        if (m.getBytes().isEmpty() || m.getBytes().size() > Limits.CONTENT) {
          throw ChannelException.rules("part of no possible length");
        }
        yield new BaseBytes(m.getBytes().asReadOnlyByteBuffer());
      }
      case BASE_END -> {
        Values.parse(BaseWire.BaseEnd.parser(), buffer, offset, length);
        yield new BaseEnd();
      }
      case NO_BASE -> {
        Values.parse(BaseWire.NoBase.parser(), buffer, offset, length);
        yield new NoBase();
      }
      case MISSING -> {
        BaseWire.Missing m = Values.parse(BaseWire.Missing.parser(), buffer, offset, length);
        yield new Missing(Values.someIds(m.getIds()));
      }
      case LINKS_DONE -> {
        Values.parse(BaseWire.LinksDone.parser(), buffer, offset, length);
        yield new LinksDone();
      }
      case PRESENT -> {
        BaseWire.Present m = Values.parse(BaseWire.Present.parser(), buffer, offset, length);
        yield new Present(Values.someIds(m.getIds()));
      }
      case OBJECTS_DONE -> {
        Values.parse(BaseWire.ObjectsDone.parser(), buffer, offset, length);
        yield new ObjectsDone();
      }
      case BODY_NOT_SET -> throw Values.unknownMessage(number);
    };
  }
}
