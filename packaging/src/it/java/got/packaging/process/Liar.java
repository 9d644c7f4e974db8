package got.packaging.process;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import got.ipc.Body;
import got.ipc.Channel;
import got.ipc.ErrorKind;
import got.ipc.ErrorReport;
import got.ipc.FromHelper;
import got.ipc.HashAlgorithm;
import got.ipc.PackLimits;
import got.ipc.confine.Confinement;
import got.ipc.confine.Extent;
import got.ipc.confine.HelperTerms;
import got.ipc.confine.Mechanism;
import got.ipc.confine.Policy;
import got.ipc.fetch.FetchTalk;
import got.ipc.http.HttpTalk;
import got.ipc.index.IndexTalk;
import got.ipc.read.ReadTalk;
import got.ipc.wire.CommonWire;
import got.packaging.support.GotProcess;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * What runs in a helper's place and tells got a lie: the resource {@code lie} of its archive names
 * it. Confines itself as the helper does, so that got comes to hear it, and checks nothing that it
 * sends.
 */
public final class Liar {
  /** Ends the program: there is nothing more to say. */
  static final class TheEnd extends Exception {
    final int status;

    TheEnd(int status) {
      super("exit status " + status, null, false, false);
      this.status = status;
    }
  }

  private static final MethodTypeDesc MAIN =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String.arrayType());

  final String lie;
  private final Set<Mechanism> inForce;
  private final FileOutputStream raw = new FileOutputStream(FileDescriptor.in);

  private Liar(String lie, Set<Mechanism> inForce) {
    this.lie = lie;
    this.inForce = inForce;
  }

  /**
   * Makes a helper's main class run this one.
   *
   * @param main the file of that class
   */
  static void takesThePlaceOf(Path main) throws IOException {
    ClassFile format = ClassFile.of();
    CodeTransform nothing = (_, _) -> {};
    byte[] changed =
        format.transformClass(
            format.parse(Files.readAllBytes(main)),
            ClassTransform.transformingMethodBodies(
                method -> method.methodName().equalsString("main"),
                nothing.andThen(
                    CodeTransform.endHandler(
                        code ->
                            code.aload(0)
                                .invokestatic(
                                    Liar.class.describeConstable().orElseThrow(), "main", MAIN)
                                .return_()))));
    Files.write(main, changed);
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
    // Before it is confined: the first channel loads a library.
    switch (lie[0]) {
      case GotProcess.FETCH_PACK -> {
        Channel<?, FetchTalk.Request> got = Channel.inherited(FetchTalk.PROTOCOL);
        new LyingFetchPack(confined(lie[1], "got.fetch.Main"), got, pack, head).run();
      }
      case LyingUpdate.NAME -> {
        Channel<?, FetchTalk.Request> got = Channel.inherited(FetchTalk.PROTOCOL);
        Liar liar = confined(lie[1], "got.fetch.Main");
        new LyingUpdate(liar, got, pack, head, resource("commits")).run();
      }
      case LyingFetchHttp.NAME -> {
        Channel<?, HttpTalk.Request> got = Channel.inherited(HttpTalk.PROTOCOL);
        new LyingFetchHttp(confined(lie[1], "got.http.Main"), got, pack, head).run();
      }
      case LyingReadPack.NAME -> {
        Channel<?, ReadTalk.Request> got = Channel.inherited(ReadTalk.PROTOCOL);
        new LyingReadPack(confined(lie[1], "got.read.Main"), got).run();
      }
      default -> {
        Channel<?, IndexTalk.Request> got = Channel.inherited(IndexTalk.PROTOCOL);
        new LyingIndexPack(confined(lie[1], "got.index.Main"), got).run();
      }
    }
  }

  private static Liar confined(String lie, String helper) throws Exception {
    // Loads what channels of files need.
    new FileOutputStream(FileDescriptor.err).getChannel().isOpen();
    Policy policy = (Policy) Class.forName(helper).getField("POLICY").get(null);
    if (lie.equals("close at once")) {
      throw new TheEnd(0);
    }
    return new Liar(lie, Confinement.enter(policy, new HelperTerms(Extent.FULL, false)));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Liar.class.getResourceAsStream("/" + name)) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  boolean is(String which) {
    return lie.equals(which);
  }

  void send(FetchTalk.Reply reply) throws IOException {
    send(FetchTalk.PROTOCOL.replies().codec().encode(new FromHelper.Answer<>(reply)));
  }

  void send(IndexTalk.Reply reply) throws IOException {
    send(IndexTalk.PROTOCOL.replies().codec().encode(new FromHelper.Answer<>(reply)));
  }

  void send(ReadTalk.Reply reply) throws IOException {
    send(ReadTalk.PROTOCOL.replies().codec().encode(new FromHelper.Answer<>(reply)));
  }

  void send(HttpTalk.Reply reply) throws IOException {
    send(HttpTalk.PROTOCOL.replies().codec().encode(new FromHelper.Answer<>(reply)));
  }

  /** What either program may say of itself. */
  private static Body body(FromHelper<FetchTalk.Reply> message) {
    return FetchTalk.PROTOCOL.replies().codec().encode(message);
  }

  private void send(Body body) throws IOException {
    frame(envelope(body));
  }

  /** Without descriptors. */
  private static byte[] envelope(Body body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeByteArray(body.number(), body.bytes());
    out.flush();
    return bytes.toByteArray();
  }

  /** Gives up. */
  void fail(ErrorReport report) throws IOException {
    send(body(new FromHelper.Failed<>(report)));
  }

  void send(Message.Builder envelope) throws IOException {
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
      send(body(new FromHelper.Ready<>(Set.of())));
    } else if (!is("no ready")) {
      send(body(new FromHelper.Ready<>(inForce)));
    }
    if (is("ready twice")) {
      send(body(new FromHelper.Ready<>(inForce)));
    }
    at("after ready");
    brokenFrames();
  }

  private void brokenFrames() throws IOException {
    byte[] failed = envelope(body(new FromHelper.Failed<>(ErrorReport.of(ErrorKind.PACK, 1, "x"))));
    switch (lie) {
      case "frame of no bytes" -> raw(new byte[4]);
      case "frame of 64 KiB and one" -> raw(new byte[] {0, 1, 0, 1});
      case "frame of less than nothing" -> raw(new byte[] {-1, -1, -1, -1});
      case "half a frame" -> raw(new byte[] {0, 0, 0, 9, 1, 2});
      case "noise" -> raw(new byte[] {0, 0, 0, 4, 77, -8, 1, 99});
      case "two bodies" -> {
        byte[] twice = new byte[2 * failed.length];
        System.arraycopy(failed, 0, twice, 0, failed.length);
        System.arraycopy(failed, 0, twice, failed.length, failed.length);
        frame(twice);
      }
      case "descriptor that is not there" ->
          send(
              CommonWire.Status.newBuilder()
                  .setDescriptors(1)
                  .setFailed(CommonWire.Failed.newBuilder().setKind(5)));
      case "no body" -> send(CommonWire.Status.newBuilder());
      case "unknown kind of failure" ->
          send(
              CommonWire.Status.newBuilder().setFailed(CommonWire.Failed.newBuilder().setKind(99)));
      case "a request" ->
          send(
              IndexTalk.PROTOCOL
                  .requests()
                  .codec()
                  .encode(new IndexTalk.Index(HashAlgorithm.SHA1, PackLimits.NONE)));
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
