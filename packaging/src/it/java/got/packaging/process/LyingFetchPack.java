package got.packaging.process;

import com.google.protobuf.ByteString;
import got.ipc.Channel;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.Received;
import got.ipc.fetch.FetchTalk;
import got.ipc.index.IndexTalk;
import got.ipc.wire.CommonWire;
import got.ipc.wire.FetchWire;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Says that it has talked to the server. Without a lie it offers one branch and passes on a pack
 * that has it, so that got makes a repository of it.
 */
final class LyingFetchPack {
  private static final int FLOOD = 1_000_000;
  private static final int REFS_A_FRAME = 1000;

  private final Liar liar;
  private final Channel<?, FetchTalk.Request> got;
  private final byte[] pack;
  private final byte[] head;

  LyingFetchPack(Liar liar, Channel<?, FetchTalk.Request> got, byte[] pack, byte[] head) {
    this.liar = liar;
    this.got = got;
    this.pack = pack;
    this.head = head;
  }

  void run() throws Exception {
    liar.ready();
    Received<FetchTalk.Request> request = got.receive();
    liar.at("after the request");
    advertise();
    while (!(got.receive().message() instanceof FetchTalk.WantsEnd)) {
      // Some of the wants.
    }
    liar.at("after the wants");
    chat();
    try (OutputStream pipe = request.descriptors().get(1).output()) {
      writePack(pipe);
    }
    liar.at("before done");
    int off =
        switch (liar.lie) {
          case "pack size too small" -> -1;
          case "pack size too large" -> 1;
          default -> 0;
        };
    liar.send(new FetchTalk.Fetched(pack.length + off));
    if (liar.is("one more after done")) {
      liar.send(new FetchTalk.Fetching(1));
    }
    if (liar.is("done twice")) {
      liar.send(new FetchTalk.Fetched(pack.length));
    }
    liar.done();
  }

  private void advertise() throws Exception {
    if (liar.is("references before the advertisement")) {
      refs(ref("refs/heads/main", head));
    }
    if (liar.is("done before the references")) {
      liar.send(new FetchTalk.Fetched(0));
    }
    if (!liar.is("no advertisement")) {
      liar.send(
          FetchWire.FetchReply.newBuilder()
              .setAdvertisement(
                  FetchWire.Advertisement.newBuilder()
                      .setVersion(liar.is("version 3") ? 3 : 2)
                      .setAlgorithm(
                          liar.is("unknown algorithm")
                              ? CommonWire.Algorithm.ALGORITHM_UNKNOWN
                              : liar.is("other algorithm")
                                  ? CommonWire.Algorithm.SHA256
                                  : CommonWire.Algorithm.SHA1)));
    }
    if (liar.is("advertisement twice")) {
      liar.send(new FetchTalk.Advertisement(2, HashAlgorithm.SHA1));
    }
    liar.at("after the advertisement");
    int sent = 1;
    refs(ref("refs/heads/main", head));
    if (liar.lie.startsWith("name ")) {
      refs(ref(liar.lie.substring("name ".length()), head));
      sent++;
    }
    if (liar.lie.startsWith("target ")) {
      refs(
          FetchWire.Ref.newBuilder()
              .setName(ByteString.copyFromUtf8("HEAD"))
              .setId(ByteString.copyFrom(head))
              .setTarget(ByteString.copyFromUtf8(liar.lie.substring("target ".length()))));
      sent++;
    }
    sent += oddRefs();
    liar.at("after the references");
    int off =
        switch (liar.lie) {
          case "one reference too few" -> -1;
          case "one reference too many" -> 1;
          case "count below zero" -> -2 - sent;
          case "count of 2^31 - 1" -> Integer.MAX_VALUE - sent;
          default -> 0;
        };
    liar.send(
        FetchWire.FetchReply.newBuilder()
            .setRefsEnd(FetchWire.RefsEnd.newBuilder().setCount(sent + off)));
    if (liar.is("references after the end")) {
      refs(ref("refs/heads/late", head));
    }
  }

  private int oddRefs() throws Exception {
    switch (liar.lie) {
      case "no name" -> refs(ref("", head));
      case "name of 1025 bytes" -> refs(ref("refs/heads/" + "x".repeat(1014), head));
      case "two ids of one name" -> {
        byte[] other = head.clone();
        other[0] ^= 1;
        refs(ref("refs/heads/main", other));
      }
      case "id of zeros" -> refs(ref("refs/heads/x", new byte[20]));
      case "id of 19 bytes" -> refs(ref("refs/heads/x", new byte[19]));
      case "id of another algorithm" -> refs(ref("refs/heads/x", Arrays.copyOf(head, 32)));
      case "names without end" -> {
        for (int i = 0; i <= Limits.REFS; i += REFS_A_FRAME) {
          FetchWire.Refs.Builder many = FetchWire.Refs.newBuilder();
          for (int n = i; n < i + REFS_A_FRAME; n++) {
            many.addRefs(ref("refs/heads/" + n, head));
          }
          liar.send(FetchWire.FetchReply.newBuilder().setRefs(many));
        }
      }
      default -> {
        return 0;
      }
    }
    return 1;
  }

  private void chat() throws Exception {
    switch (liar.lie) {
      case "message of the other helper" -> liar.send(new IndexTalk.Indexing(1, 1, 1, 0, 0));
      case "bytes below zero" ->
          liar.send(
              FetchWire.FetchReply.newBuilder()
                  .setFetching(FetchWire.Fetching.newBuilder().setBytes(-1)));
      case "progress backwards" -> {
        liar.send(new FetchTalk.Fetching(1_000_000));
        liar.send(new FetchTalk.Fetching(10));
        throw new Liar.TheEnd(0);
      }
      case "flood" -> {
        for (int i = 0; i < FLOOD; i++) {
          liar.send(new FetchTalk.Fetching(i));
        }
        throw new Liar.TheEnd(0);
      }
      case "text without end" -> {
        for (int i = 0; i < FLOOD; i++) {
          liar.send(new FetchTalk.ServerText("x", i % 2 == 0));
        }
        throw new Liar.TheEnd(0);
      }
      case "packets without end" -> {
        for (int i = 0; i < FLOOD; i++) {
          liar.send(new FetchTalk.Packet("< x"));
        }
        throw new Liar.TheEnd(0);
      }
      case "text that is no text" ->
          liar.frame(
              // Field 23, of 3 bytes: field 1, of 1 byte: ff.
              new byte[] {(byte) 0xba, 1, 3, 0x0a, 1, (byte) 0xff});
      default -> {
        // A lie for later.
      }
    }
  }

  private void writePack(OutputStream pipe) throws Exception {
    byte[] sent = pack;
    switch (liar.lie) {
      case "pack of nothing" -> sent = new byte[0];
      case "pack that ends early" -> sent = Arrays.copyOf(pack, pack.length / 2);
      case "pack with more behind it" -> sent = Arrays.copyOf(pack, pack.length + 1);
      case "pack of noise", "noise, then a flood" ->
          sent = "this is no pack at all".getBytes(StandardCharsets.UTF_8);
      case "close in the pack", "silence in the pack" -> {
        pipe.write(pack, 0, pack.length / 2);
        liar.at("in the pack");
      }
      default -> {
        // As it is.
      }
    }
    pipe.write(sent);
    if (liar.is("noise, then a flood")) {
      // Faster than got looks at what is silent.
      while (true) {
        liar.send(new FetchTalk.Fetching(1));
      }
    }
    liar.at("before the end of the pack");
  }

  private static FetchWire.Ref.Builder ref(String name, byte[] id) {
    return FetchWire.Ref.newBuilder()
        .setName(ByteString.copyFrom(name, StandardCharsets.ISO_8859_1))
        .setId(ByteString.copyFrom(id));
  }

  private void refs(FetchWire.Ref.Builder ref) throws Exception {
    liar.send(FetchWire.FetchReply.newBuilder().setRefs(FetchWire.Refs.newBuilder().addRefs(ref)));
  }
}
