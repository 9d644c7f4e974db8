package got.ipc;

import static got.ipc.RawPeer.frame;
import static got.ipc.RawPeer.frameStating;
import static got.ipc.RawPeer.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.ipc.fetch.FetchTalk;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptors that arrive at got-fetch-pack: two with Fetch, none with Wants. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChannelDescriptorTest {
  private static final FetchTalk.Request FETCH = Messages.some(FetchTalk.Fetch.class);
  private static final FetchTalk.Request WANTS = Messages.some(FetchTalk.Wants.class);

  @TempDir private Path directory;
  private Path path;
  private FileInputStream file;
  private RawPeer<FromHelper<FetchTalk.Reply>, FetchTalk.Request> got;
  private List<String> before;

  @BeforeEach
  void open() throws Exception {
    path = Files.writeString(directory.resolve("file"), "content");
    file = new FileInputStream(path.toFile());
    got = RawPeer.asGot();
    before = OpenFiles.targets();
  }

  @AfterEach
  void close() throws Exception {
    file.close();
    got.close();
  }

  @Test
  void descriptorsArriveInOrderAndOpen() throws Exception {
    Path output = directory.resolve("output");
    try (FileOutputStream out = new FileOutputStream(output.toFile())) {
      got.send(frame(FETCH), file.getFD(), out.getFD());
    }
    Received<FetchTalk.Request> received = got.channel.receive();
    assertThat(received.message()).isEqualTo(FETCH);
    assertThat(received.descriptors()).hasSize(2).allMatch(ReceivedFd::isOpen);
    ReceivedFd first = received.descriptors().get(0);
    ReceivedFd second = received.descriptors().get(1);
    assertThat(first.input().readAllBytes()).asString().isEqualTo("content");
    second.output().write("written".getBytes(StandardCharsets.US_ASCII));
    second.writeChannel().write(ByteBuffer.wrap(new byte[] {'!'}), 7);
    assertThat(first.readChannel().size()).isEqualTo(7);
    assertThat(output).hasContent("written!");
    first.close();
    second.close();
    assertThat(received.descriptors()).noneMatch(ReceivedFd::isOpen);
    assertThat(OpenFiles.targets()).isEqualTo(before);
  }

  @Test
  void closingOneViewClosesTheDescriptor() throws Exception {
    for (int view = 0; view < 4; view++) {
      try (var peer = RawPeer.asGot()) {
        List<String> open = OpenFiles.targets();
        peer.send(frame(Messages.some(FetchTalk.ListRefs.class)), file.getFD());
        ReceivedFd fd = peer.channel.receive().descriptors().getFirst();
        switch (view) {
          case 0 -> fd.input().close();
          case 1 -> fd.output().close();
          case 2 -> fd.readChannel().close();
          default -> fd.writeChannel().close();
        }
        assertThat(fd.isOpen()).isFalse();
        fd.close();
        assertThat(OpenFiles.targets()).isEqualTo(open);
      }
    }
  }

  @Test
  void descriptorsBehindAPlainFrameAreNotTakenForItsOwn() throws Exception {
    got.send(frame(FETCH), copies(2));
    got.channel.receive().descriptors().forEach(ChannelDescriptorTest::close);
    // The kernel would merge both writes for a reader that asks for more than the first.
    got.send(frame(WANTS));
    got.send(frame(new FetchTalk.WantsEnd()), copies(1));
    assertThat(got.channel.receive()).isEqualTo(new Received<>(WANTS, List.of(), false));
    assertThat(OpenFiles.targets()).isEqualTo(before);
    refused("more descriptors than announced");
  }

  @Test
  void descriptorsThatComeWithALaterByteOfTheirFrameAreItsOwn() throws Exception {
    byte[] frame = frame(FETCH);
    got.send(Arrays.copyOf(frame, 6));
    got.send(Arrays.copyOfRange(frame, 6, 9), file.getFD());
    got.send(Arrays.copyOfRange(frame, 9, frame.length), file.getFD());
    Received<FetchTalk.Request> received = got.channel.receive();
    assertThat(received.descriptors()).hasSize(2);
    for (ReceivedFd fd : received.descriptors()) {
      fd.close();
    }
    assertThat(OpenFiles.targets()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "0, not sent",
    "1, not sent",
    "3, more",
    "8, more",
    "9, more than 8",
    "60, more than 8"
  })
  void anotherNumberOfDescriptorsThanAnnouncedIsRefused(int count, String why) throws Exception {
    got.send(frame(FETCH), copies(count));
    refused(why);
  }

  /** junixsocket has room for 60 and leaves those open when there are more: SHORTCOMINGS.md. */
  @ParameterizedTest
  @ValueSource(ints = {61, 253})
  void moreDescriptorsThanTheLibraryTakesEndTheConversation(int count) throws Exception {
    got.send(frame(FETCH), copies(count));
    assertThatThrownBy(() -> got.channel.receive()).isInstanceOf(ChannelException.class);
    assertThat(OpenFiles.targets()).hasSizeLessThanOrEqualTo(before.size() + 60);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 127})
  void aCountThatIsNotTheMessagesOwnIsRefused(int stated) throws Exception {
    got.send(frameStating(stated, FETCH), copies(2));
    refused("wrong number of descriptors stated");
  }

  @Test
  void aCountOfDescriptorsThatDoesNotFitTheirNumberIsRefused() throws Exception {
    got.send(frameStating(1, FETCH), copies(1));
    refused("wrong number of descriptors stated");
  }

  @Test
  void descriptorsWithAMessageThatAnnouncesNoneAreRefused() throws Exception {
    try (var helper = RawPeer.asHelper()) {
      before = OpenFiles.targets();
      helper.send(frame(new FromHelper.Ready<>(Set.of())), file.getFD());
      assertThatThrownBy(() -> helper.channel.receive()).isInstanceOf(ChannelException.class);
      assertThat(OpenFiles.targets()).isEqualTo(before);
    }
  }

  @Test
  void descriptorsSmuggledInWithTheFrameAheadAreRefused() throws Exception {
    got.send(frame(FETCH), copies(2));
    got.channel.receive().descriptors().forEach(ChannelDescriptorTest::close);
    got.send(join(frame(WANTS), frame(new FetchTalk.WantsEnd())), copies(1));
    refused("more descriptors than announced");
  }

  @Test
  void descriptorsOfATruncatedFrameAreClosed() throws Exception {
    got.send(Arrays.copyOf(frame(FETCH), 3), copies(2));
    got.die();
    before = OpenFiles.targets();
    assertThatThrownBy(() -> got.channel.receive()).hasMessageContaining("inside a frame");
    assertThat(OpenFiles.targets()).isEqualTo(before);
  }

  @Test
  void descriptorsOfAMessageOutOfOrderAreClosed() throws Exception {
    got.send(frame(WANTS), copies(3));
    refused("Wants out of order");
  }

  @Test
  void descriptorsOfAFrameOverTheCapAreClosed() throws Exception {
    got.send(new byte[] {0x7f, 0, 0, 0}, copies(8));
    refused("frame of 2130706432 bytes");
  }

  @Test
  void closingTheChannelClosesWhatNobodyTook() throws Exception {
    got.send(frame(FETCH), copies(2));
    Received<FetchTalk.Request> received = got.channel.receive();
    got.channel.close();
    assertThat(received.descriptors()).noneMatch(ReceivedFd::isOpen);
    assertThat(OpenFiles.targets()).containsOnlyOnce(path.toString());
  }

  @Test
  void closingTheChannelSparesAFileThatGotTheNumberOfAClosedDescriptor() throws Exception {
    got.send(frame(FETCH), copies(2));
    got.channel.receive().descriptors().forEach(ChannelDescriptorTest::close);
    try (FileInputStream a = new FileInputStream(path.toFile());
        FileInputStream b = new FileInputStream(path.toFile())) {
      got.channel.close();
      assertThat(a.read()).isEqualTo('c');
      assertThat(b.read()).isEqualTo('c');
    }
  }

  private FileDescriptor[] copies(int count) throws IOException {
    FileDescriptor[] descriptors = new FileDescriptor[count];
    Arrays.fill(descriptors, file.getFD());
    return descriptors;
  }

  private static void close(ReceivedFd fd) {
    try {
      fd.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void refused(String why) throws IOException {
    assertThatThrownBy(() -> got.channel.receive())
        .isInstanceOf(ChannelException.class)
        .hasMessageContaining(why)
        .extracting(e -> ((ChannelException) e).reason())
        .isEqualTo(ChannelException.Reason.RULES);
    assertThat(OpenFiles.targets()).isEqualTo(before);
  }
}
