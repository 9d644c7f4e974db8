package got.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.ipc.fetch.FetchTalk;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sending, from one thread and from many, and what is left behind after much use. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChannelUseTest {
  private static final int EXCHANGES = 10_000;
  private static final long MEBIBYTE = 1 << 20;
  private static final FetchTalk.Request FETCH = Messages.some(FetchTalk.Fetch.class);

  @TempDir private Path directory;
  private FileInputStream file;

  @BeforeEach
  void open() throws Exception {
    file = new FileInputStream(Files.writeString(directory.resolve("file"), "x").toFile());
  }

  @AfterEach
  void close() throws Exception {
    file.close();
  }

  /** The rules allow descriptors once in a conversation, so each exchange begins another. */
  @Test
  void tenThousandExchangesLeaveNoDescriptorAndLittleMemory() throws Exception {
    try (var got = RawPeer.asGot()) {
      List<String> before = OpenFiles.targets();
      long memory = 0;
      for (int i = 1; i <= EXCHANGES; i++) {
        got.again();
        got.send(RawPeer.frame(FETCH), file.getFD(), file.getFD());
        for (ReceivedFd fd : got.channel.receive().descriptors()) {
          fd.close();
        }
        if (i == EXCHANGES / 10) {
          memory = usedMemory();
        }
      }
      assertThat(OpenFiles.targets()).isEqualTo(before);
      assertThat(usedMemory() - memory).isLessThan(MEBIBYTE / 2);
    }
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void tenThousandMessagesOnOneChannelLeaveLittleMemory() throws Exception {
    try (var helper = ready()) {
      byte[] frame = RawPeer.frame(new FetchTalk.ServerText("x".repeat(900), false));
      long memory = 0;
      for (int i = 1; i <= EXCHANGES; i++) {
        helper.send(frame);
        helper.channel.receive();
        if (i == EXCHANGES / 10) {
          memory = usedMemory();
        }
      }
      assertThat(usedMemory() - memory).isLessThan(MEBIBYTE / 2);
    }
  }

  @Test
  void theChannelDoesNotHoldOnToADescriptorThatWasClosed() throws Exception {
    try (var got = RawPeer.asGot()) {
      got.send(RawPeer.frame(FETCH), file.getFD(), file.getFD());
      WeakReference<Object> first = closed(got.channel.receive());
      for (int i = 0; i < 50 && first.get() != null; i++) {
        System.gc();
        Thread.sleep(20);
      }
      assertThat(first.get()).isNull();
    }
  }

  private static WeakReference<Object> closed(Received<?> received) throws IOException {
    FileInputStream first = (FileInputStream) received.descriptors().getFirst().input();
    WeakReference<Object> reference = new WeakReference<>(first.getFD());
    for (ReceivedFd fd : received.descriptors()) {
      fd.close();
    }
    return reference;
  }

  @Test
  void theChannelOutlivesThePairThatMadeIt() throws Exception {
    var ends = Channel.open(FetchTalk.PROTOCOL);
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(20);
    }
    try (var channel = ends.channel()) {
      channel.send(FETCH, file.getFD(), file.getFD());
      ends.closeChildEnd();
      assertThatThrownBy(channel::receive).hasMessage("channel closed");
    }
  }

  @Test
  void framesOfManySendersDoNotInterleave() throws Exception {
    try (var got = RawPeer.asGot()) {
      got.channel.send(new FromHelper.Ready<>(Set.of()));
      send(got.channel, List.of(new FetchTalk.Advertisement(2, HashAlgorithm.SHA1)));
      int senders = 6;
      int each = 60;
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int sender = 0; sender < senders; sender++) {
        List<FetchTalk.Reply> messages = new ArrayList<>();
        for (int i = 0; i < each; i++) {
          messages.add(refs(new Random(sender), sender % 2 == 0 ? 700 : 1));
        }
        threads.add(RawPeer.inThread(() -> send(got.channel, messages)));
      }
      got.receive();
      got.receive();
      for (int i = 0; i < senders * each; i++) {
        byte[] body = got.receive();
        FromHelper.Answer<?> answer =
            (FromHelper.Answer<?>) Envelopes.decode(FetchTalk.PROTOCOL.replies(), body);
        FetchTalk.Refs refs = (FetchTalk.Refs) answer.reply();
        assertThat(refs.refs().stream().distinct()).hasSize(1);
      }
      for (CompletableFuture<Void> thread : threads) {
        thread.get(10, TimeUnit.SECONDS);
      }
    }
  }

  private static FetchTalk.Reply refs(Random random, int count) {
    ObjectId id = Messages.id(random, HashAlgorithm.SHA256);
    List<RemoteRef> refs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      refs.add(new RemoteRef.Direct(RefName.HEAD, id));
    }
    return new FetchTalk.Refs(refs);
  }

  private static void send(
      Channel<FromHelper<FetchTalk.Reply>, ?> channel, List<FetchTalk.Reply> messages) {
    try {
      for (FetchTalk.Reply message : messages) {
        channel.send(new FromHelper.Answer<>(message));
      }
    } catch (ChannelException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void descriptorsTravelWithTheirOwnFrameWhoeverElseSends() throws Exception {
    for (int round = 0; round < 300; round++) {
      try (var helper = RawPeer.asHelper()) {
        AtomicBoolean go = new AtomicBoolean();
        CompletableFuture<Void> pusher =
            RawPeer.inThread(() -> sendSoonAsAllowed(helper.channel, go));
        go.set(true);
        helper.channel.send(FETCH, file.getFD(), file.getFD());
        assertThat(kindOf(helper.receive())).isEqualTo(FetchTalk.Fetch.class);
        FileDescriptor[] received = helper.receivedDescriptors();
        assertThat(received).as("round %d", round).hasSize(2);
        assertThat(kindOf(helper.receive())).isEqualTo(FetchTalk.WantsEnd.class);
        assertThat(helper.receivedDescriptors()).isEmpty();
        pusher.get(10, TimeUnit.SECONDS);
      }
    }
  }

  private static void sendSoonAsAllowed(Channel<FetchTalk.Request, ?> channel, AtomicBoolean go) {
    while (!go.get()) {
      Thread.onSpinWait();
    }
    while (true) {
      try {
        channel.send(new FetchTalk.WantsEnd());
        return;
      } catch (IllegalStateException e) {
        Thread.onSpinWait();
      } catch (ChannelException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static Class<?> kindOf(byte[] body) throws ChannelException {
    return Envelopes.decode(FetchTalk.PROTOCOL.requests(), body).getClass();
  }

  @Test
  void aRefusedSendLeavesNothingForTheNextFrame() throws Exception {
    try (var helper = RawPeer.asHelper()) {
      helper.channel.send(FETCH, file.getFD(), file.getFD());
      assertThatThrownBy(() -> helper.channel.send(FETCH, file.getFD(), file.getFD()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("not the time for Fetch");
      helper.channel.send(new FetchTalk.WantsEnd());
      helper.receive();
      assertThat(helper.receivedDescriptors()).hasSize(2);
      assertThat(kindOf(helper.receive())).isEqualTo(FetchTalk.WantsEnd.class);
      assertThat(helper.receivedDescriptors()).isEmpty();
    }
  }

  @Test
  void ourOwnMistakesAreNoFaultOfThePeer() throws Exception {
    try (var helper = RawPeer.asHelper()) {
      assertThatThrownBy(() -> helper.channel.send(FETCH, file.getFD()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("1 descriptors with Fetch");
      assertThatThrownBy(() -> helper.channel.send(new FetchTalk.WantsEnd()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("not the time for WantsEnd");
      FileDescriptor closed = new FileDescriptor();
      assertThatThrownBy(() -> helper.channel.send(FETCH, file.getFD(), closed))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("closed descriptor");
      helper.channel.send(FETCH, file.getFD(), file.getFD());
      assertThatThrownBy(() -> helper.channel.send(new FetchTalk.Wants(ids(Limits.FRAME / 20 + 1))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("frame of ");
      helper.channel.send(new FetchTalk.Wants(ids(3000)));
    }
  }

  private static List<ObjectId> ids(int count) {
    List<ObjectId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(ObjectId.copyOf(HashAlgorithm.SHA1, new byte[20], 0));
    }
    return ids;
  }

  /** A helper that may talk as long as it likes. */
  private static RawPeer<FetchTalk.Request, FromHelper<FetchTalk.Reply>> ready()
      throws IOException {
    RawPeer<FetchTalk.Request, FromHelper<FetchTalk.Reply>> helper = RawPeer.asHelper();
    helper.send(RawPeer.frame(new FromHelper.Ready<>(Set.of())));
    helper.send(RawPeer.frame(new FetchTalk.Advertisement(2, HashAlgorithm.SHA1)));
    helper.send(RawPeer.frame(new FetchTalk.RefsEnd(0)));
    for (int i = 0; i < 3; i++) {
      helper.channel.receive();
    }
    return helper;
  }
}
