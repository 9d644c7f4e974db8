package got.packaging.process;

import com.google.protobuf.ByteString;
import got.ipc.ErrorKind;
import got.ipc.ErrorReport;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import got.ipc.fetch.FetchTalk;
import got.ipc.index.IndexTalk;
import got.ipc.wire.FetchWire;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/** What {@link LyingUpdate} says in between: each message, and what none may be. */
final class Interjection {
  private static final int FLOOD = 100_000;
  private static final int FIRST = 16;
  private static final int QUESTIONS = 100;
  private static final int ID = 20;

  private final Liar liar;
  private final OutputStream pipe;
  private final byte[] pack;
  private final ObjectId head;
  private final ObjectId old;

  /**
   * @param head a commit that got does not have
   * @param old one that it has
   */
  Interjection(Liar liar, OutputStream pipe, byte[] pack, ObjectId head, ObjectId old) {
    this.liar = liar;
    this.pipe = pipe;
    this.pack = pack;
    this.head = head;
    this.old = old;
  }

  void say(String what) throws Exception {
    switch (what) {
      case "sign of life" -> liar.send(new FetchTalk.Heard(5, 5));
      case "packet" -> liar.send(new FetchTalk.Packet("< x"));
      case "greeting" -> liar.send(new FetchTalk.Advertisement(2, HashAlgorithm.SHA1));
      case "reference" -> liar.send(new FetchTalk.Refs(List.of(late())));
      case "name left out" -> liar.send(new FetchTalk.LeftOut(List.of("refs/heads/a..b")));
      case "end of the list" -> liar.send(new FetchTalk.RefsEnd(1));
      case "sign of life below zero" ->
          liar.send(
              FetchWire.FetchReply.newBuilder()
                  .setHeard(FetchWire.Heard.newBuilder().setReceived(-1)));
      case "bytes below zero" ->
          liar.send(
              FetchWire.FetchReply.newBuilder()
                  .setFetching(FetchWire.Fetching.newBuilder().setBytes(-1)));
      case "text" -> liar.send(new FetchTalk.ServerText("x", false));
      case "bytes" -> liar.send(new FetchTalk.Fetching(1));
      case "claim of bytes that did not come, then silence" -> {
        liar.send(new FetchTalk.Fetching(FLOOD));
        Thread.sleep(Long.MAX_VALUE);
      }
      case "message of another helper" -> liar.send(new IndexTalk.Indexing(1, 1, 1, 0, 0));
      case "end" -> end(pack.length);
      case "end of nothing" -> end(0);
      case "pack and end" -> {
        pipe.write(pack);
        pipe.close();
        end(pack.length);
      }
      case "pack that is not mentioned" -> {
        pipe.write(pack);
        pipe.close();
      }
      default -> {
        if (!asks(what) && !answers(what) && !complains(what) && !floods(what)) {
          throw new IllegalArgumentException(what);
        }
      }
    }
  }

  private void end(long size) throws Exception {
    liar.send(new FetchTalk.Fetched(size));
    throw new Liar.TheEnd(0);
  }

  private boolean asks(String what) throws Exception {
    switch (what) {
      case "question" -> liar.send(new FetchTalk.HavesWanted(FIRST));
      case "question for 0" -> liar.send(new FetchTalk.HavesWanted(0));
      case "question for -1" -> liar.send(new FetchTalk.HavesWanted(-1));
      case "question for 1025" -> liar.send(new FetchTalk.HavesWanted(Limits.IDS + 1));
      case "questions" -> {
        // More than there can be answers for, should they come in between.
        for (int i = 0; i < QUESTIONS; i++) {
          liar.send(new FetchTalk.HavesWanted(FIRST));
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean answers(String what) throws Exception {
    switch (what) {
      case "common commit" -> liar.send(new FetchTalk.Common(List.of(old)));
      case "common commit that was not offered" -> liar.send(new FetchTalk.Common(List.of(head)));
      case "common commit of another algorithm" ->
          liar.send(
              new FetchTalk.Common(
                  List.of(ObjectId.copyOf(HashAlgorithm.SHA256, new byte[32], 0))));
      case "no common commit" -> liar.send(new FetchTalk.Common(List.of()));
      case "common commit of half an id" ->
          liar.send(
              FetchWire.FetchReply.newBuilder()
                  .setCommon(
                      FetchWire.Common.newBuilder()
                          .setIds(ByteString.copyFrom(new byte[] {ID, 1, 2}))));
      case "1025 common commits" ->
          liar.send(new FetchTalk.Common(Collections.nCopies(Limits.IDS + 1, old)));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean complains(String what) throws Exception {
    for (ErrorKind kind : ErrorKind.values()) {
      if (what.equals("failure " + kind)) {
        liar.fail(ErrorReport.of(kind, 1, "complaint"));
        throw new Liar.TheEnd(0);
      }
    }
    return false;
  }

  private boolean floods(String what) throws Exception {
    for (int i = 0; i < FLOOD; i++) {
      switch (what) {
        case "signs of life without end" -> liar.send(new FetchTalk.Heard(i, i));
        case "common commits without end" -> liar.send(new FetchTalk.Common(List.of(old)));
        case "texts without end" -> liar.send(new FetchTalk.ServerText("x".repeat(100), false));
        case "packets without end" -> liar.send(new FetchTalk.Packet("x".repeat(100)));
        default -> {
          return false;
        }
      }
    }
    throw new Liar.TheEnd(0);
  }

  private RemoteRef late() throws Exception {
    byte[] name = "refs/heads/late".getBytes(StandardCharsets.US_ASCII);
    return new RemoteRef.Direct(RefName.check(name), head);
  }
}
