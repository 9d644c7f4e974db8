package got.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.UnknownFieldSet;
import got.ipc.wire.Codec;
import got.ipc.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodecRejectionTest {
  private static final long SEED = 4711;

  private static final UnknownFieldSet STRANGER =
      UnknownFieldSet.newBuilder()
          .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
          .build();

  static List<Class<? extends Message>> kinds() {
    return Messages.kinds();
  }

  @Test
  void anEnvelopeWithoutBodyIsRefused() {
    refused(Wire.Envelope.getDefaultInstance().toByteArray(), "unknown message");
    refused(Wire.Envelope.newBuilder().setDescriptors(1).build().toByteArray(), "unknown message");
  }

  @Test
  void aBodyOfAnUnknownKindIsRefused() {
    refused(new byte[] {(byte) 0xf2, 0x06, 0}, "unknown field");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anUnknownFieldIsRefusedAtEveryLevel(Class<? extends Message> kind) throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < 50; i++) {
      byte[] body = Codec.encode(Messages.random(kind, random));
      List<com.google.protobuf.Message> infiltrated = infiltrate(Wire.Envelope.parseFrom(body));
      assertThat(infiltrated).hasSizeGreaterThanOrEqualTo(2);
      for (com.google.protobuf.Message envelope : infiltrated) {
        refused(envelope.toByteArray(), "unknown field");
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
  void twoBodiesInOneEnvelopeAreRefused(Class<? extends Message> kind) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(Codec.encode(new Message.Fetching(1)));
    both.writeBytes(Codec.encode(Messages.some(kind)));
    refused(both.toByteArray(), "");
  }

  @Test
  void aNumberInMoreBytesThanItNeedsIsRefused() throws Exception {
    byte[] plain = Codec.encode(new Message.Fetching(1));
    assertThat(plain).containsExactly(0xc2, 0x01, 2, 0x08, 1);
    refused(new byte[] {(byte) 0xc2, 0x01, 3, 0x08, (byte) 0x81, 0}, "");
    refused(new byte[] {0x08, 0, (byte) 0xc2, 0x01, 2, 0x08, 1}, "");
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    refused(new byte[] {(byte) 0xba, 0x01, 3, 0x0a, 1, (byte) 0xff}, "malformed");
  }

  @TestFactory
  List<DynamicTest> valuesOutOfRangeAreRefused() {
    List<DynamicTest> tests = new ArrayList<>();
    BadEnvelopes.ALL.forEach(
        (what, body) ->
            tests.add(
                DynamicTest.dynamicTest(
                    what,
                    () -> {
                      Wire.Envelope.Builder envelope = Wire.Envelope.newBuilder();
                      body.accept(envelope);
                      refused(envelope.build().toByteArray(), "");
                    })));
    return tests;
  }

  @Test
  void theLimitsThemselvesAreAllowed() throws Exception {
    accepted(e -> e.getRefsEndBuilder().setCount(Integer.MAX_VALUE));
    accepted(e -> e.getFetchBuilder().setRemote(BadEnvelopes.remote()).addPrefixes(bytes(1024)));
    accepted(e -> e.getListRefsBuilder().setRemote(BadEnvelopes.remote().setPath(bytes(4096))));
    accepted(
        e ->
            e.getRefsBuilder()
                .addRefsBuilder()
                .setName(ByteString.copyFromUtf8("refs/").concat(bytes(1024 - 5)))
                .setId(bytes(20)));
  }

  private static ByteString bytes(int count) {
    return ByteString.copyFromUtf8("x".repeat(count));
  }

  private static void accepted(Consumer<Wire.Envelope.Builder> body) throws ChannelException {
    Wire.Envelope.Builder envelope = Wire.Envelope.newBuilder();
    body.accept(envelope);
    byte[] bytes = envelope.build().toByteArray();
    assertThat(Codec.decode(bytes, 0, bytes.length).message()).isNotNull();
  }

  private static void refused(byte[] body, String why) {
    assertThatThrownBy(() -> Codec.decode(body, 0, body.length))
        .isInstanceOf(ChannelException.class)
        .hasMessageContaining(why)
        .extracting(e -> ((ChannelException) e).reason())
        .isEqualTo(ChannelException.Reason.RULES);
  }
}
