package got.ipc;

import static got.ipc.RawPeer.frame;
import static got.ipc.RawPeer.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.ipc.ChannelException.Reason;
import got.ipc.fetch.FetchTalk;
import got.ipc.index.IndexTalk;
import got.ipc.wire.FetchWire;
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
  private static final FromHelper<FetchTalk.Reply> IS_READY = new FromHelper.Ready<>(Set.of());
  private static final byte[] READY = frame(IS_READY);
  private static final FetchTalk.Reply ADVERTISEMENT =
      new FetchTalk.Advertisement(2, HashAlgorithm.SHA1);

  private RawPeer<FetchTalk.Request, FromHelper<FetchTalk.Reply>> helper;

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
    helper.send(join(join(READY, frame(ADVERTISEMENT)), frame(new FetchTalk.RefsEnd(0))));
    assertThat(next()).isEqualTo(IS_READY);
    assertThat(answer()).isEqualTo(ADVERTISEMENT);
    assertThat(answer()).isEqualTo(new FetchTalk.RefsEnd(0));
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
    assertThat(next()).isEqualTo(IS_READY);
    assertThat(answer()).isEqualTo(ADVERTISEMENT);
    sender.get();
  }

  @Test
  void theLongestFrameArrives() throws Exception {
    helper.send(READY);
    assertThat(next()).isEqualTo(IS_READY);
    advance(ADVERTISEMENT);
    advance(new FetchTalk.RefsEnd(0));
    String text = "x".repeat(Limits.FRAME - 9);
    byte[] body =
        FetchWire.FetchReply.newBuilder()
            .setServerText(FetchWire.ServerText.newBuilder().setText(text))
            .build()
            .toByteArray();
    assertThat(body).hasSize(Limits.FRAME);
    byte[] frame = frame(body.length, body);
    CompletableFuture<Void> sender = RawPeer.inThread(() -> sendUnchecked(frame));
    assertThat(answer()).isEqualTo(new FetchTalk.ServerText(text, false));
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
    refused(Reason.RULES, "no message");
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
    refused(Reason.RULES, "unknown message 110");
  }

  @Test
  void aMessageOutOfOrderIsRefused() throws Exception {
    helper.send(join(READY, frame(new FetchTalk.Fetching(1))));
    assertThat(next()).isEqualTo(IS_READY);
    refused(Reason.RULES, "Fetching out of order");
  }

  @Test
  void aMessageOfTheOtherDirectionIsRefused() throws Exception {
    helper.send(frame(new FetchTalk.WantsEnd()));
    refused(Reason.RULES, "unknown message 13");
  }

  @Test
  void aMessageOfAnotherHelperIsRefused() throws Exception {
    FromHelper<IndexTalk.Reply> entries =
        new FromHelper.Answer<>(Messages.some(IndexTalk.Entries.class));
    helper.send(join(READY, frame(IndexTalk.PROTOCOL.replies(), entries)));
    assertThat(next()).isEqualTo(IS_READY);
    refused(Reason.RULES, "unknown message 43");
  }

  /** What comes when it may not never reaches a decoder, which would stumble over this. */
  @Test
  void aMessageOutOfOrderIsNotDecoded() throws Exception {
    byte[] garbage = {(byte) 0xaa, 1, 3, (byte) 0xff, (byte) 0xff, (byte) 0xff}; // field 21, Refs
    helper.send(join(READY, frame(garbage.length, garbage)));
    assertThat(next()).isEqualTo(IS_READY);
    refused(Reason.RULES, "Refs out of order");
  }

  @Test
  void aMessageThatMayComeIsDecoded() throws Exception {
    byte[] garbage = {(byte) 0xaa, 1, 3, (byte) 0xff, (byte) 0xff, (byte) 0xff};
    helper.send(join(join(READY, frame(ADVERTISEMENT)), frame(garbage.length, garbage)));
    assertThat(next()).isEqualTo(IS_READY);
    assertThat(answer()).isEqualTo(ADVERTISEMENT);
    refused(Reason.RULES, "malformed message");
  }

  /** Nor is one that comes with another number of descriptors than it has to. */
  @Test
  void aMessageThatStatesDescriptorsIsNotDecoded() throws Exception {
    byte[] garbage = {8, 1, (byte) 0xa2, 1, 3, (byte) 0xff, (byte) 0xff, (byte) 0xff};
    helper.send(join(READY, frame(garbage.length, garbage)));
    assertThat(next()).isEqualTo(IS_READY);
    refused(Reason.RULES, "wrong number of descriptors stated");
  }

  @Test
  void onlyTheLastMessageIsCalledSo() throws Exception {
    helper.send(join(READY, frame(ADVERTISEMENT)));
    assertThat(helper.channel.receive().isLast()).isFalse();
    assertThat(helper.channel.receive().isLast()).isFalse();
    helper.send(join(frame(new FetchTalk.RefsEnd(0)), frame(new FetchTalk.Fetched(0))));
    assertThat(helper.channel.receive().isLast()).isFalse();
    assertThat(helper.channel.receive().isLast()).isTrue();
  }

  @Test
  void aMessageAfterTheLastIsRefused() throws Exception {
    FromHelper<FetchTalk.Reply> failed =
        new FromHelper.Failed<>(ErrorReport.of(ErrorKind.PROTOCOL, 0, "no"));
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
    assertThat(next()).isEqualTo(IS_READY);
    refused(Reason.CLOSED, "channel closed");
    refused(Reason.CLOSED, "channel closed");
  }

  @Test
  void lastWordsAreHeardThoughTheHelperDiedWithRequestsUnread() throws Exception {
    helper.channel.send(Messages.some(FetchTalk.ListRefs.class), FileDescriptor.err);
    FromHelper<FetchTalk.Reply> failed =
        new FromHelper.Failed<>(ErrorReport.of(ErrorKind.INTERNAL, -1, "goodbye"));
    helper.send(frame(failed));
    helper.die();
    assertThat(next()).isEqualTo(failed);
    refused(Reason.CLOSED, "channel closed");
  }

  @Test
  void sendingToADeadPeerIsAClosedChannel() throws Exception {
    helper.die();
    assertThatThrownBy(
            () -> helper.channel.send(Messages.some(FetchTalk.ListRefs.class), FileDescriptor.err))
        .isInstanceOf(ChannelException.class)
        .extracting(e -> ((ChannelException) e).reason())
        .isEqualTo(Reason.CLOSED);
  }

  @Test
  void aPeerThatDiesUnblocksTheSender() throws Exception {
    RawPeer<FromHelper<FetchTalk.Reply>, FetchTalk.Request> got = RawPeer.asGot();
    got.channel.send(IS_READY);
    got.channel.send(new FromHelper.Answer<>(ADVERTISEMENT));
    got.channel.send(new FromHelper.Answer<>(new FetchTalk.RefsEnd(0)));
    CompletableFuture<Void> sender =
        RawPeer.inThread(
            () ->
                assertThatThrownBy(
                        () -> {
                          while (true) {
                            got.channel.send(
                                new FromHelper.Answer<>(
                                    new FetchTalk.ServerText("x".repeat(900), false)));
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

  private FromHelper<FetchTalk.Reply> next() throws ChannelException {
    return helper.channel.receive().message();
  }

  private FetchTalk.Reply answer() throws ChannelException {
    if (next() instanceof FromHelper.Answer<FetchTalk.Reply>(FetchTalk.Reply reply)) {
      return reply;
    }
    throw new AssertionError("no answer");
  }

  private void advance(FetchTalk.Reply message) throws Exception {
    helper.send(frame(message));
    assertThat(answer()).isEqualTo(message);
  }

  private void refused(Reason reason, String why) {
    assertThatThrownBy(() -> helper.channel.receive())
        .isInstanceOf(ChannelException.class)
        .hasMessage(why)
        .extracting(e -> ((ChannelException) e).reason())
        .isEqualTo(reason);
  }
}
