package got.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.UnknownFieldSet;
import got.ipc.base.BaseTalk;
import got.ipc.fetch.FetchTalk;
import got.ipc.http.HttpTalk;
import got.ipc.index.IndexTalk;
import got.ipc.read.ReadTalk;
import got.ipc.wire.FetchWire;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodecRejectionTest {
  private static final long SEED = 4711;
  private static final Direction<FetchTalk.Request> REQUESTS = FetchTalk.PROTOCOL.requests();
  private static final Direction<FromHelper<FetchTalk.Reply>> REPLIES =
      FetchTalk.PROTOCOL.replies();

  private static final List<Direction<?>> DIRECTIONS =
      List.of(
          REQUESTS,
          REPLIES,
          IndexTalk.PROTOCOL.requests(),
          IndexTalk.PROTOCOL.replies(),
          HttpTalk.PROTOCOL.requests(),
          HttpTalk.PROTOCOL.replies(),
          ReadTalk.PROTOCOL.requests(),
          ReadTalk.PROTOCOL.replies(),
          BaseTalk.REQUESTS,
          BaseTalk.REPLIES);

  private static final UnknownFieldSet STRANGER =
      UnknownFieldSet.newBuilder()
          .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
          .build();

  static List<Messages.Kind<?>> kinds() {
    return Messages.kinds();
  }

  @Test
  void anEnvelopeWithoutBodyIsRefused() {
    for (Direction<?> direction : DIRECTIONS) {
      refused(direction, new byte[0], "no message");
      refused(direction, new byte[] {8, 1}, "no message");
    }
  }

  @Test
  void aBodyOfAnUnknownKindIsRefused() {
    for (Direction<?> direction : DIRECTIONS) {
      refused(direction, new byte[] {(byte) 0xf2, 0x06, 0}, "unknown message 110");
      refused(direction, new byte[] {0x0a, 0}, "unknown message 1");
      refused(direction, new byte[] {0x02, 0}, "unknown message 0");
    }
  }

  /** Or of none: what only one helper may say is decoded for no other. */
  @ParameterizedTest
  @MethodSource("kinds")
  void aBodyOfAnotherDirectionIsRefused(Messages.Kind<?> kind) {
    boolean shared =
        kind.type() == FromHelper.Ready.class || kind.type() == FromHelper.Failed.class;
    byte[] envelope = kind.envelope(new Random(SEED));
    for (Direction<?> direction : DIRECTIONS) {
      boolean isReply = direction.rules().rows().stream().anyMatch(r -> r.kind() == kind.type());
      if (!direction.equals(kind.direction()) && !(shared && isReply)) {
        refused(direction, envelope, "unknown message");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anUnknownFieldIsRefusedAtEveryLevel(Messages.Kind<?> kind) throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < 50; i++) {
      byte[] bytes = kind.envelope(random);
      Envelope envelope = Envelope.read(bytes, 0, bytes.length);
      List<com.google.protobuf.Message> infiltrated =
          infiltrate(Wires.body(kind.direction(), bytes));
      assertThat(infiltrated).isNotEmpty();
      for (com.google.protobuf.Message bad : infiltrated) {
        refused(
            kind.direction(),
            Envelopes.stating(
                envelope.descriptors(), new Body(envelope.number(), bad.toByteArray())),
            "unknown field");
      }
    }
  }

  /** Copies of a message, each with one unknown field: in itself, or in one message inside it. */
  private static List<com.google.protobuf.Message> infiltrate(com.google.protobuf.Message message) {
    List<com.google.protobuf.Message> all = new ArrayList<>();
    all.add(message.toBuilder().setUnknownFields(STRANGER).build());
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      if (entry.getValue() instanceof com.google.protobuf.Message inner) {
        infiltrate(inner).forEach(m -> all.add(message.toBuilder().setField(field, m).build()));
      } else if (entry.getValue() instanceof List<?> list) {
        for (int i = 0; i < list.size(); i++) {
          if (list.get(i) instanceof com.google.protobuf.Message inner) {
            int at = i;
            infiltrate(inner)
                .forEach(m -> all.add(message.toBuilder().setRepeatedField(field, at, m).build()));
          }
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void twoBodiesInOneEnvelopeAreRefused(Messages.Kind<?> kind) {
    byte[] one = kind.envelope(new Random(SEED));
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(one);
    both.writeBytes(one);
    refused(kind.direction(), both.toByteArray(), "malformed envelope");
  }

  @Test
  void aNumberInMoreBytesThanItNeedsIsRefused() {
    byte[] plain = Envelopes.of(REPLIES, new FromHelper.Answer<>(new FetchTalk.Fetching(1)));
    assertThat(plain).containsExactly(0xc2, 0x01, 2, 0x08, 1);
    String encoded = "not as it would be encoded";
    refused(REPLIES, new byte[] {(byte) 0xc2, 0x01, 3, 0x08, (byte) 0x81, 0}, encoded);
    refused(REPLIES, new byte[] {0x08, 0, (byte) 0xc2, 0x01, 2, 0x08, 1}, encoded);
    refused(REPLIES, new byte[] {(byte) 0xc2, (byte) 0x81, 0, 2, 0x08, 1}, "malformed envelope");
    refused(REPLIES, new byte[] {(byte) 0xc2, 0x01, (byte) 0x82, 0, 0x08, 1}, "malformed envelope");
    refused(
        REPLIES, new byte[] {0x08, (byte) 0x81, 0, (byte) 0xc2, 1, 2, 8, 1}, "malformed envelope");
  }

  @Test
  void aNumberThatIsTooLargeIsRefused() {
    byte ff = (byte) 0xff;
    refused(REPLIES, new byte[] {8, ff, ff, ff, ff, 8, (byte) 0xc2, 1, 0}, "malformed envelope");
    refused(REPLIES, new byte[] {ff, ff, ff, ff, ff, ff, ff, ff, ff, 1, 0}, "malformed envelope");
    refused(REPLIES, new byte[] {(byte) 0xc2, 1, ff, ff, ff, ff, 7}, "malformed envelope");
    refused(REPLIES, new byte[] {(byte) 0xc2, 1, ff, ff, ff, ff, 15}, "malformed envelope");
  }

  /** A field that is no message, as protocol buffers write numbers, has no length. */
  @Test
  void aFieldOfAnotherTypeIsRefused() {
    for (int type : new int[] {0, 1, 3, 4, 5, 6, 7}) {
      refused(REPLIES, new byte[] {(byte) (0xc0 | type), 1, 2, 0x08, 1}, "malformed envelope");
    }
  }

  @Test
  void fieldsInAnotherOrderAreRefused() {
    byte[] serverText = {(byte) 0xba, 1, 5, 0x10, 1, 0x0a, 1, 'x'};
    refused(REPLIES, serverText, "not as it would be encoded");
    byte[] twice = {(byte) 0xc2, 1, 4, 0x08, 1, 0x08, 2};
    refused(REPLIES, twice, "not as it would be encoded");
    byte[] stated = {(byte) 0xc2, 1, 2, 0x08, 0};
    refused(REPLIES, stated, "not as it would be encoded");
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    refused(REPLIES, new byte[] {(byte) 0xba, 0x01, 3, 0x0a, 1, (byte) 0xff}, "malformed message");
  }

  @TestFactory
  List<DynamicTest> valuesOutOfRangeAreRefused() {
    List<DynamicTest> tests = new ArrayList<>();
    BadEnvelopes.ALL.forEach(
        (what, bad) ->
            tests.add(
                DynamicTest.dynamicTest(what, () -> refused(bad.direction(), bad.envelope(), ""))));
    return tests;
  }

  @Test
  void theLimitsThemselvesAreAllowed() throws Exception {
    accepted(
        REPLIES,
        FetchWire.FetchReply.newBuilder()
            .setRefsEnd(FetchWire.RefsEnd.newBuilder().setCount(Integer.MAX_VALUE)));
    accepted(
        REQUESTS,
        FetchWire.FetchRequest.newBuilder()
            .setFetch(
                FetchWire.Fetch.newBuilder()
                    .setRemote(BadEnvelopes.remote())
                    .addPrefixes(bytes(1024))));
    accepted(
        REQUESTS,
        FetchWire.FetchRequest.newBuilder()
            .setListRefs(
                FetchWire.ListRefs.newBuilder()
                    .setRemote(BadEnvelopes.remote().setPath(bytes(4096)))));
    accepted(
        REPLIES,
        FetchWire.FetchReply.newBuilder()
            .setRefs(
                FetchWire.Refs.newBuilder()
                    .addRefs(
                        FetchWire.Ref.newBuilder()
                            .setName(ByteString.copyFromUtf8("refs/").concat(bytes(1024 - 5)))
                            .setId(bytes(20)))));
  }

  private static ByteString bytes(int count) {
    return ByteString.copyFromUtf8("x".repeat(count));
  }

  private static void accepted(Direction<?> direction, com.google.protobuf.Message.Builder envelope)
      throws ChannelException {
    assertThat(Envelopes.decode(direction, envelope.build().toByteArray())).isNotNull();
  }

  private static void refused(Direction<?> direction, byte[] envelope, String why) {
    assertThatThrownBy(() -> Envelopes.decode(direction, envelope))
        .isInstanceOf(ChannelException.class)
        .hasMessageContaining(why)
        .extracting(e -> ((ChannelException) e).reason())
        .isEqualTo(ChannelException.Reason.RULES);
  }
}
