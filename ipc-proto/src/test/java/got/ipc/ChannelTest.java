package got.ipc;

import static got.ipc.RawPeer.frame;
import static got.ipc.RawPeer.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.ipc.ChannelException.Reason;
import got.ipc.wire.Wire;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that arrive at got, and its peer's death. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChannelTest {
  private static final byte[] READY = frame(new Message.Ready(Set.of()));
  private static final Message ADVERTISEMENT = new Message.Advertisement(2, HashAlgorithm.SHA1);

  private RawPeer helper;

  @BeforeEach
  void open() throws Exception {
    helper = RawPeer.asHelper();
  }

  @AfterEach
  void close() throws Exception {
    helper.close();
  }

  @Test
  void severalFramesInOneWriteArriveOneByOne() throws Exception {
    helper.send(join(join(READY, frame(ADVERTISEMENT)), frame(new Message.RefsEnd(0))));
    assertThat(next()).isEqualTo(new Message.Ready(Set.of()));
    assertThat(next()).isEqualTo(ADVERTISEMENT);
    assertThat(next()).isEqualTo(new Message.RefsEnd(0));
  }

  @Test
  void frameThatArrivesByteByByteIsWhole() throws Exception {
    CompletableFuture<Void> sender =
        RawPeer.inThread(
            () -> {
              try {
                for (byte b : join(READY, frame(ADVERTISEMENT))) {
                  helper.send(new byte[] {b});
                  Thread.sleep(2);
                }
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    assertThat(next()).isEqualTo(new Message.Ready(Set.of()));
    assertThat(next()).isEqualTo(ADVERTISEMENT);
    sender.get();
  }

  @Test
  void theLongestFrameArrives() throws Exception {
    advance(new Message.Ready(Set.of()), ADVERTISEMENT);
    advance(new Message.RefsEnd(0));
    String text = "x".repeat(Limits.FRAME - 9);
    byte[] body =
        Wire.Envelope.newBuilder()
            .setServerText(Wire.ServerText.newBuilder().setText(text))
            .build()
            .toByteArray();
    assertThat(body).hasSize(Limits.FRAME);
    byte[] frame = frame(body.length, body);
    CompletableFuture<Void> sender = RawPeer.inThread(() -> sendUnchecked(frame));
    assertThat(next()).isEqualTo(new Message.ServerText(text, false));
    sender.get();
  }

  private void sendUnchecked(byte[] frame) {
    try {
      helper.send(frame);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Limits.FRAME + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
  void aLengthOverTheCapIsRefusedBeforeItsBytesArrive(int length) throws Exception {
    helper.send(ByteBuffer.allocate(4).putInt(length).array());
    refused(Reason.RULES, "frame of " + Integer.toUnsignedString(length) + " bytes");
  }

  @Test
  void anEmptyFrameIsRefused() throws Exception {
    helper.send(new byte[4]);
    refused(Reason.RULES, "unknown message");
  }

  @Test
  void aFrameThatEndsBehindItsMessageIsRefused() throws Exception {
    byte[] body = Arrays.copyOfRange(READY, 4, READY.length);
    helper.send(frame(body.length + 3, join(body, new byte[3])));
    refused(Reason.RULES, "malformed envelope");
  }

  @Test
  void aFrameOfNoiseIsRefused() throws Exception {
    byte[] noise = new byte[5000];
    Arrays.fill(noise, (byte) 0xff);
    helper.send(frame(noise.length, noise));
    refused(Reason.RULES, "malformed envelope");
  }

  @Test
  void anUnknownMessageIsRefused() throws Exception {
    helper.send(frame(3, new byte[] {(byte) 0xf2, 0x06, 0}));
    refused(Reason.RULES, "unknown field");
  }

  @Test
  void aMessageOutOfOrderIsRefused() throws Exception {
    helper.send(join(READY, frame(new Message.Fetching(1))));
    assertThat(next()).isEqualTo(new Message.Ready(Set.of()));
    refused(Reason.RULES, "Fetching out of order");
  }

  @Test
  void aMessageOfTheOtherDirectionIsRefused() throws Exception {
    helper.send(frame(new Message.WantsEnd()));
    refused(Reason.RULES, "WantsEnd out of order");
  }

  @Test
  void aMessageAfterTheLastIsRefused() throws Exception {
    Message failed = new Message.Failed(ErrorReport.of(ErrorKind.PROTOCOL, 0, "no"));
    helper.send(join(frame(failed), frame(failed)));
    assertThat(next()).isEqualTo(failed);
    refused(Reason.RULES, "Failed out of order");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5})
  void aTruncatedFrameIsAClosedChannel(int bytes) throws Exception {
    helper.send(Arrays.copyOf(frame(ADVERTISEMENT), bytes));
    helper.die();
    refused(Reason.CLOSED, "channel closed inside a frame");
  }

  @Test
  void theEndBetweenFramesIsAClosedChannel() throws Exception {
    helper.send(READY);
    helper.die();
    assertThat(next()).isEqualTo(new Message.Ready(Set.of()));
    refused(Reason.CLOSED, "channel closed");
    refused(Reason.CLOSED, "channel closed");
  }

  @Test
  void lastWordsAreHeardThoughTheHelperDiedWithRequestsUnread() throws Exception {
    helper.channel.send(Messages.some(Message.ListRefs.class), FileDescriptor.err);
    Message failed = new Message.Failed(ErrorReport.of(ErrorKind.INTERNAL, -1, "goodbye"));
    helper.send(frame(failed));
    helper.die();
    assertThat(next()).isEqualTo(failed);
    refused(Reason.CLOSED, "channel closed");
  }

  @Test
  void sendingToADeadPeerIsAClosedChannel() throws Exception {
    helper.die();
    assertThatThrownBy(
            () -> helper.channel.send(Messages.some(Message.ListRefs.class), FileDescriptor.err))
        .isInstanceOf(ChannelException.class)
        .extracting(e -> ((ChannelException) e).reason())
        .isEqualTo(Reason.CLOSED);
  }

  @Test
  void aPeerThatDiesUnblocksTheSender() throws Exception {
    RawPeer got = RawPeer.asGot();
    got.channel.send(new Message.Ready(Set.of()));
    got.channel.send(ADVERTISEMENT);
    got.channel.send(new Message.RefsEnd(0));
    CompletableFuture<Void> sender =
        RawPeer.inThread(
            () ->
                assertThatThrownBy(
                        () -> {
                          while (true) {
                            got.channel.send(new Message.ServerText("x".repeat(900), false));
                          }
                        })
                    .isInstanceOf(ChannelException.class));
    Thread.sleep(200);
    assertThat(sender).isNotDone();
    got.die();
    sender.get(10, TimeUnit.SECONDS);
    got.close();
  }

  @Test
  void closingUnblocksTheReceiver() throws Exception {
    CompletableFuture<Void> receiver =
        RawPeer.inThread(() -> refused(Reason.CLOSED, "channel closed"));
    Thread.sleep(100);
    assertThat(receiver).isNotDone();
    helper.channel.close();
    receiver.get(10, TimeUnit.SECONDS);
  }

  private Message next() throws ChannelException {
    return helper.channel.receive().message();
  }

  private void advance(Message... messages) throws Exception {
    for (Message message : messages) {
      helper.send(frame(message));
      assertThat(next()).isEqualTo(message);
    }
  }

  private void refused(Reason reason, String why) {
    assertThatThrownBy(() -> helper.channel.receive())
        .isInstanceOf(ChannelException.class)
        .hasMessage(why)
        .extracting(e -> ((ChannelException) e).reason())
        .isEqualTo(reason);
  }
}
