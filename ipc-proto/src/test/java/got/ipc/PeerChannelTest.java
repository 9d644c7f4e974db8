package got.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.ipc.base.BaseTalk;
import java.io.FileDescriptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;

/** A channel between two helpers. */
class PeerChannelTest {
  private AFUNIXSocketPair<AFUNIXSocketChannel> pair;
  private Channel<BaseTalk.Request, BaseTalk.Reply> asking;
  private Channel<BaseTalk.Reply, BaseTalk.Request> answering;

  @BeforeEach
  void open() throws Exception {
    pair = AFUNIXSocketPair.open();
    asking =
        Channel.toPeer(
            new ReceivedFd(pair.getSocket1().getFileDescriptor()),
            BaseTalk.REQUESTS,
            BaseTalk.REPLIES);
    answering =
        Channel.toPeer(
            new ReceivedFd(pair.getSocket2().getFileDescriptor()),
            BaseTalk.REPLIES,
            BaseTalk.REQUESTS);
  }

  @AfterEach
  void close() throws Exception {
    asking.close();
    answering.close();
  }

  @Test
  void questionsAndAnswersCross() throws Exception {
    BaseTalk.Base question = new BaseTalk.Base(Messages.id(new Random(1), HashAlgorithm.SHA256));
    asking.send(question);
    assertThat(answering.receive().message()).isEqualTo(question);
    answering.send(new BaseTalk.BaseHead(PackEntry.Type.BLOB, 3));
    answering.send(new BaseTalk.BaseBytes(ByteBuffer.wrap(new byte[] {1, 2, 3})));
    assertThat(asking.receive().message()).isEqualTo(new BaseTalk.BaseHead(PackEntry.Type.BLOB, 3));
    assertThat(asking.receive().message())
        .isEqualTo(new BaseTalk.BaseBytes(ByteBuffer.wrap(new byte[] {1, 2, 3})));
  }

  @Test
  void thePeersEndIsNoticed() throws Exception {
    asking.close();
    assertThatThrownBy(answering::receive)
        .isInstanceOfSatisfying(
            ChannelException.class,
            e -> assertThat(e.reason()).isEqualTo(ChannelException.Reason.CLOSED));
  }

  @Test
  void whatMayNotComeIsRefused() throws Exception {
    byte[] envelope = Envelopes.of(BaseTalk.REPLIES, new BaseTalk.BaseEnd());
    byte[] frame =
        ByteBuffer.allocate(4 + envelope.length).putInt(envelope.length).put(envelope).array();
    pair.getSocket2().write(ByteBuffer.wrap(frame));
    assertThatThrownBy(asking::receive)
        .isInstanceOf(ChannelException.class)
        .hasMessage("BaseEnd out of order");
  }

  /** What a peer that was taken over might try. */
  @Test
  void descriptorsDoNotCross() throws Exception {
    byte[] envelope =
        Envelopes.of(BaseTalk.REQUESTS, new BaseTalk.Links(List.of(), PackEntry.Type.TREE));
    byte[] frame =
        ByteBuffer.allocate(4 + envelope.length).putInt(envelope.length).put(envelope).array();
    List<String> before = OpenFiles.targets();
    AFUNIXSocket socket = (AFUNIXSocket) pair.getSocket1().socket();
    socket.setOutboundFileDescriptors(FileDescriptor.in, FileDescriptor.err);
    socket.getOutputStream().write(frame);
    assertThat(answering.receive().message())
        .isEqualTo(new BaseTalk.Links(List.of(), PackEntry.Type.TREE));
    assertThat(OpenFiles.targets()).isEqualTo(before);
  }
}
