package got.packaging.process;

import got.ipc.Channel;
import got.ipc.ErrorKind;
import got.ipc.ErrorReport;
import got.ipc.HashAlgorithm;
import got.ipc.Message;
import got.ipc.MessageRules;
import got.ipc.PackLimits;
import got.ipc.confine.Confinement;
import got.ipc.confine.Mechanism;
import got.ipc.confine.Policy;
import got.ipc.wire.Codec;
import got.ipc.wire.Wire;
import got.packaging.support.GotProcess;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What runs in a helper's place and tells got a lie: the resource {@code lie} of its archive names
 * it. Confines itself as the helper does, so that got comes to hear it, and checks nothing that it
 * sends.
 */
final class Liar {
  /** Ends the program: there is nothing more to say. */
  static final class TheEnd extends Exception {
    final int status;

    TheEnd(int status) {
      super("exit status " + status, null, false, false);
      this.status = status;
    }
  }

  final Channel got;
  final String lie;
  private final Set<Mechanism> inForce;
  private final FileOutputStream raw = new FileOutputStream(FileDescriptor.in);

  private Liar(Channel got, String lie, Set<Mechanism> inForce) {
    this.got = got;
    this.lie = lie;
    this.inForce = inForce;
  }

  public static void main(String[] args) {
    int status = 3;
    try {
      run();
      status = 0;
    } catch (TheEnd e) {
      status = e.status;
    } catch (Exception e) {
      System.err.println(e);
    } finally {
      Runtime.getRuntime().halt(status);
    }
  }

  private static void run() throws Exception {
    String[] lie = new String(resource("lie"), StandardCharsets.UTF_8).split(":", 2);
    byte[] pack = resource("pack");
    byte[] head = resource("head");
    boolean fetches = lie[0].equals(GotProcess.FETCH_PACK);
    Channel got =
        fetches
            ? Channel.inherited(MessageRules.fromFetchPack(), MessageRules.toFetchPack())
            : Channel.inherited(MessageRules.fromIndexPack(), MessageRules.toIndexPack());
    // Loads what channels of files need.
    new FileOutputStream(FileDescriptor.err).getChannel().isOpen();
    Class<?> helper = Class.forName(fetches ? "got.fetch.Main" : "got.index.Main");
    Policy policy = (Policy) helper.getField("POLICY").get(null);
    if (lie[1].equals("close at once")) {
      throw new TheEnd(0);
    }
    Liar liar = new Liar(got, lie[1], Confinement.enter(policy));
    if (fetches) {
      new LyingFetchPack(liar, pack, head).run();
    } else {
      new LyingIndexPack(liar).run();
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Liar.class.getResourceAsStream("/" + name)) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  boolean is(String which) {
    return lie.equals(which);
  }

  void send(Message message) throws IOException {
    frame(Codec.encode(message));
  }

  void send(Wire.Envelope.Builder envelope) throws IOException {
    frame(envelope.build().toByteArray());
  }

  void frame(byte[] envelope) throws IOException {
    raw(ByteBuffer.allocate(4 + envelope.length).putInt(envelope.length).put(envelope).array());
  }

  void raw(byte[] bytes) throws IOException {
    raw.write(bytes);
  }

  /** The end of what both programs do, at a moment that has a name. */
  void at(String moment) throws Exception {
    if (is("close " + moment)) {
      throw new TheEnd(0);
    }
    if (is("silence " + moment)) {
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  void ready() throws Exception {
    at("before ready");
    if (is("nothing in force")) {
      send(new Message.Ready(Set.of()));
    } else if (!is("no ready")) {
      send(new Message.Ready(inForce));
    }
    if (is("ready twice")) {
      send(new Message.Ready(inForce));
    }
    at("after ready");
    brokenFrames();
  }

  private void brokenFrames() throws IOException {
    byte[] heard = Codec.encode(new Message.Failed(ErrorReport.of(ErrorKind.PACK, 1, "x")));
    switch (lie) {
      case "frame of no bytes" -> raw(new byte[4]);
      case "frame of 64 KiB and one" -> raw(new byte[] {0, 1, 0, 1});
      case "frame of less than nothing" -> raw(new byte[] {-1, -1, -1, -1});
      case "half a frame" -> raw(new byte[] {0, 0, 0, 9, 1, 2});
      case "noise" -> raw(new byte[] {0, 0, 0, 4, 77, -8, 1, 99});
      case "two bodies" -> {
        byte[] twice = new byte[2 * heard.length];
        System.arraycopy(heard, 0, twice, 0, heard.length);
        System.arraycopy(heard, 0, twice, heard.length, heard.length);
        frame(twice);
      }
      case "descriptor that is not there" ->
          send(Wire.Envelope.newBuilder().setDescriptors(1).setHeard(Wire.Heard.newBuilder()));
      case "no body" -> send(Wire.Envelope.newBuilder().setDescriptors(0));
      case "unknown kind of failure" ->
          send(Wire.Envelope.newBuilder().setFailed(Wire.Failed.newBuilder().setKind(99)));
      case "a request" -> send(new Message.Index(HashAlgorithm.SHA1, PackLimits.NONE));
      default -> {
        // A lie for later.
      }
    }
  }

  /** When all was said. */
  void done() throws Exception {
    switch (lie) {
      case "exit 1 after done" -> throw new TheEnd(1);
      case "exit 137 after done" -> throw new TheEnd(137);
      case "linger after done" -> Thread.sleep(Long.MAX_VALUE);
      default -> {
        // Ends well.
      }
    }
  }
}
