package got.ipc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
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
import java.util.List;

/** Our envelopes as protocol buffers read them. */
final class Wires {
  private Wires() {}

  private static List<Message> envelopes(Direction<?> direction) {
    if (direction.equals(FetchTalk.PROTOCOL.requests())) {
      return List.of(FetchWire.FetchRequest.getDefaultInstance());
    }
    if (direction.equals(IndexTalk.PROTOCOL.requests())) {
      return List.of(IndexWire.IndexRequest.getDefaultInstance());
    }
    if (direction.equals(HttpTalk.PROTOCOL.requests())) {
      return List.of(HttpWire.HttpRequest.getDefaultInstance());
    }
    if (direction.equals(ReadTalk.PROTOCOL.requests())) {
      return List.of(ReadWire.ReadRequest.getDefaultInstance());
    }
    if (direction.equals(BaseTalk.REQUESTS)) {
      return List.of(BaseWire.BaseRequest.getDefaultInstance());
    }
    if (direction.equals(BaseTalk.REPLIES)) {
      return List.of(BaseWire.BaseReply.getDefaultInstance());
    }
    return List.of(CommonWire.Status.getDefaultInstance(), reply(direction));
  }

  private static Message reply(Direction<?> direction) {
    if (direction.equals(FetchTalk.PROTOCOL.replies())) {
      return FetchWire.FetchReply.getDefaultInstance();
    }
    if (direction.equals(ReadTalk.PROTOCOL.replies())) {
      return ReadWire.ReadReply.getDefaultInstance();
    }
    return direction.equals(HttpTalk.PROTOCOL.replies())
        ? HttpWire.HttpReply.getDefaultInstance()
        : IndexWire.IndexReply.getDefaultInstance();
  }

  /** By that of the direction's envelopes which knows all of it. */
  static Message envelope(Direction<?> direction, byte[] bytes)
      throws InvalidProtocolBufferException {
    for (Message type : envelopes(direction)) {
      Message envelope = type.newBuilderForType().mergeFrom(bytes).build();
      if (envelope.getUnknownFields().asMap().isEmpty()) {
        return envelope;
      }
    }
    throw new AssertionError("an envelope of no direction");
  }

  /** The one message in an envelope. */
  static Message body(Direction<?> direction, byte[] bytes) throws InvalidProtocolBufferException {
    return envelope(direction, bytes).getAllFields().values().stream()
        .filter(Message.class::isInstance)
        .map(Message.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
