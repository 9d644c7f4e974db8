package got.packaging.process;

import com.google.protobuf.ByteString;
import got.ipc.Channel;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.Received;
import got.ipc.fetch.FetchTalk;
import got.ipc.wire.FetchWire;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Stands in got-fetch-pack's place in a {@code got fetch}. Without a lie it lists one branch, asks
 * once what got has, and passes on a thin pack with a commit more. A lie is what it says beside
 * that or instead, and mostly when: {@code question in the list}.
 */
final class LyingUpdate {
  static final String NAME = "got-fetch-pack in a fetch";
  private static final String BRANCH = "refs/heads/main";
  private static final int FIRST = 16;
  private static final int ID = 20;

  /** A server's answer when it was asked for what we have already. */
  private static final byte[] EMPTY =
      HexFormat.of().parseHex("5041434b0000000200000000029d08823bd8a8eab510ad6ac75c823cfd3ed31e");

  private final Liar liar;
  private final Channel<?, FetchTalk.Request> got;

  /** Thin: a commit that got does not have, as a change to {@link #old}. */
  private final byte[] pack;

  private final byte[] head;
  private final byte[] old;
  private final byte[] before;
  private OutputStream pipe = OutputStream.nullOutputStream();

  /**
   * @param head the commit in the pack
   * @param commits those that got has: where its branch is, and that one's parent
   */
  LyingUpdate(
      Liar liar, Channel<?, FetchTalk.Request> got, byte[] pack, byte[] head, byte[] commits) {
    this.liar = liar;
    this.got = got;
    this.pack = pack;
    this.head = head;
    this.old = Arrays.copyOf(commits, ID);
    this.before = Arrays.copyOfRange(commits, ID, 2 * ID);
  }

  void run() throws Exception {
    liar.ready();
    Received<FetchTalk.Request> request = got.receive();
    if (!(request.message() instanceof FetchTalk.Update)) {
      throw new IllegalStateException("no fetch: " + request.message());
    }
    pipe = request.descriptors().get(1).output();
    moment("before the greeting");
    list();
    moment("after the list");
    if (liar.is("early question")) {
      liar.send(new FetchTalk.HavesWanted(FIRST));
    }
    boolean wanted = isAnythingWanted();
    moment("after the wants");
    moment("with nothing missing");
    if (wanted) {
      negotiate();
      pass();
    } else {
      moment("with nothing wanted");
      liar.send(new FetchTalk.Fetched(0));
    }
    moment("after the end");
    liar.done();
  }

  /** Where the lie is told, if it is for this moment. */
  private void moment(String moment) throws Exception {
    liar.at(moment);
    if (isLater(moment)) {
      String what = liar.lie.substring(0, liar.lie.length() - moment.length() - 1);
      new Interjection(liar, pipe, pack, id(head), id(old)).say(what);
    }
  }

  private boolean isLater(String moment) {
    return liar.lie.endsWith(" " + moment);
  }

  private void list() throws Exception {
    byte[] id =
        isLater("with nothing wanted") ? old : isLater("with nothing missing") ? before : head;
    boolean other = liar.lie.startsWith("other algorithm");
    liar.send(new FetchTalk.Advertisement(2, other ? HashAlgorithm.SHA256 : HashAlgorithm.SHA1));
    moment("in the list");
    int sent = 1;
    switch (liar.lie) {
      case "other algorithm" -> refs(ref(BRANCH, Arrays.copyOf(head, 32)));
      case "other algorithm of an empty server" -> sent = 0;
      default -> refs(ref(BRANCH, id));
    }
    if (liar.lie.startsWith("names ")) {
      for (String name : liar.lie.substring("names ".length()).split(" ", -1)) {
        refs(ref(name, id));
        sent++;
      }
    }
    sent += odd();
    int off =
        switch (liar.lie) {
          case "one reference too few" -> -1;
          case "one reference too many" -> 1;
          case "count below zero" -> -2 - sent;
          default -> 0;
        };
    liar.send(
        FetchWire.FetchReply.newBuilder()
            .setRefsEnd(FetchWire.RefsEnd.newBuilder().setCount(sent + off)));
  }

  /** How many references, or names left out, are in the list that should not be. */
  private int odd() throws Exception {
    switch (liar.lie) {
      case "id of another algorithm" -> refs(ref("refs/heads/x", Arrays.copyOf(head, 32)));
      case "id of 19 bytes" -> refs(ref("refs/heads/x", new byte[19]));
      case "id of zeros" -> refs(ref("refs/heads/x", new byte[ID]));
      case "two ids of one name" -> refs(ref(BRANCH, old));
      case "left-out name that is not counted" -> {
        liar.send(new FetchTalk.LeftOut(List.of("refs/heads/a..b")));
        return 0;
      }
      case "left-out name that is good" ->
          liar.send(new FetchTalk.LeftOut(List.of("refs/heads/x")));
      case "left-out name that leads elsewhere" ->
          liar.send(new FetchTalk.LeftOut(List.of("refs/heads/../../x")));
      case "left-out names without end" -> {
        List<String> names = Collections.nCopies(1000, "refs/heads/a..b");
        for (int i = 0; i <= Limits.REFS; i += names.size()) {
          liar.send(new FetchTalk.LeftOut(names));
        }
        throw new Liar.TheEnd(0);
      }
      default -> {
        return 0;
      }
    }
    return 1;
  }

  private boolean isAnythingWanted() throws Exception {
    boolean wanted = false;
    while (got.receive().message() instanceof FetchTalk.Wants) {
      wanted = true;
    }
    return wanted;
  }

  private void negotiate() throws Exception {
    if (liar.is("no question")) {
      return;
    }
    Set<ObjectId> offered = new HashSet<>();
    boolean more = ask(FIRST, offered);
    if (offered.contains(id(old))) {
      common(old);
      if (liar.is("common commit twice")) {
        common(old);
      }
    }
    if (liar.is("as many questions as possible") || isLater("after the last answer")) {
      while (more) {
        more = ask(1, offered);
      }
      moment("after the last answer");
    }
  }

  /** True if there may be more. */
  private boolean ask(int count, Set<ObjectId> offered) throws Exception {
    if (!liar.is("early question")) {
      liar.send(new FetchTalk.HavesWanted(count));
    }
    moment("after the question");
    boolean more =
        got.receive().message() instanceof FetchTalk.Haves haves && offered.addAll(haves.ids());
    moment("after the answer");
    return more;
  }

  private void pass() throws Exception {
    byte[] sent =
        switch (liar.lie) {
          case "pack of nothing" -> new byte[0];
          case "pack without objects" -> EMPTY;
          case "pack that ends early" -> Arrays.copyOf(pack, pack.length / 2);
          case "pack with more behind it" -> Arrays.copyOf(pack, pack.length + 1);
          case "pack of noise" -> "this is no pack at all".getBytes(StandardCharsets.UTF_8);
          default -> isLater("with nothing missing") ? EMPTY : pack;
        };
    int half = sent.length / 2;
    pipe.write(sent, 0, half);
    liar.send(new FetchTalk.Fetching(half));
    moment("in the pack");
    pipe.write(sent, half, sent.length - half);
    pipe.close();
    liar.send(new FetchTalk.Fetching(liar.is("bytes that go back") ? 1 : sent.length));
    moment("after the pack");
    liar.send(new FetchTalk.Heard(1, 1));
    liar.send(new FetchTalk.Fetched(sent.length + off(sent.length)));
  }

  private int off(int size) {
    return switch (liar.lie) {
      case "size of the pack too small" -> -1;
      case "size of the pack too large" -> 1;
      case "size of no pack" -> -size;
      case "size below zero" -> -2 * size - 1;
      default -> 0;
    };
  }

  private static ObjectId id(byte[] bytes) throws Exception {
    return ObjectId.copyOf(HashAlgorithm.SHA1, bytes, 0);
  }

  private void common(byte[] id) throws Exception {
    liar.send(new FetchTalk.Common(List.of(id(id))));
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
