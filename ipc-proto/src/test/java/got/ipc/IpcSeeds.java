package got.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;

import got.fuzz.Corpus;
import got.ipc.fetch.FetchTalk;
import got.ipc.http.HttpTalk;
import got.ipc.index.IndexTalk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Makes the first inputs of the targets beside it: {@code java … got.ipc.IpcSeeds}. */
final class IpcSeeds {
  private static final int MOST_BYTES = 600;

  private IpcSeeds() {}

  public static void main(String[] args) throws IOException {
    Random random = new Random(20261121);
    List<byte[]> frames = new ArrayList<>();
    for (Messages.Kind<?> kind : Messages.kinds()) {
      byte[] envelope = kind.envelope(random);
      while (envelope.length > MOST_BYTES) {
        envelope = kind.envelope(random);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(FrameFuzz.DIRECTIONS.indexOf(kind.direction()));
      out.writeBytes(envelope);
      frames.add(out.toByteArray());
    }
    frames.add(
        replies(
            FetchTalk.PROTOCOL,
            new FetchTalk.Advertisement(2, HashAlgorithm.SHA1),
            new FetchTalk.RefsEnd(0),
            new FetchTalk.Fetched(0)));
    frames.add(
        replies(
            IndexTalk.PROTOCOL,
            Messages.some(IndexTalk.Indexing.class),
            new IndexTalk.Inspected(0, List.of()),
            Messages.some(IndexTalk.Indexed.class)));
    frames.add(
        conversation(
            IndexTalk.PROTOCOL.requests(),
            List.of(
                Messages.some(IndexTalk.Index.class),
                Messages.some(IndexTalk.Tips.class),
                new IndexTalk.TipsEnd(),
                Messages.some(IndexTalk.SkipList.class),
                new IndexTalk.SkipListEnd())));
    frames.add(
        conversation(
            HttpTalk.PROTOCOL.requests(),
            List.of(
                Messages.some(HttpTalk.Open.class),
                Messages.some(HttpTalk.Connection.class),
                new HttpTalk.Spare(),
                new HttpTalk.Proceed())));
    frames.add(
        replies(
            HttpTalk.PROTOCOL,
            new HttpTalk.Heard(),
            Messages.some(HttpTalk.Redirect.class),
            Messages.some(HttpTalk.Discovered.class),
            new HttpTalk.Relayed()));
    Corpus.write("frame", frames);
    Corpus.write(
        "ref-name",
        Stream.of(
                "HEAD",
                "refs/heads/main",
                "refs/heads/gr\u00fcn/x@y",
                "refs/heads/a..b",
                "refs/heads/.x",
                "refs/heads/x.lock/y",
                "refs/heads/x.",
                "refs//x",
                "refs/x@{1}",
                "refs/x\u001b[2J\u202e",
                "refs/" + "x".repeat(1019))
            .map(name -> name.getBytes(UTF_8))
            .toList());
  }

  @SafeVarargs
  private static <R> byte[] replies(Protocol<?, R> protocol, R... replies) {
    List<FromHelper<R>> messages = new ArrayList<>();
    messages.add(new FromHelper.Ready<>(Set.of()));
    for (R reply : replies) {
      messages.add(new FromHelper.Answer<>(reply));
    }
    return conversation(protocol.replies(), messages);
  }

  private static <M> byte[] conversation(Direction<M> direction, List<M> messages) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(FrameFuzz.IN_ORDER | FrameFuzz.DIRECTIONS.indexOf(direction));
    for (M message : messages) {
      byte[] envelope = Envelopes.of(direction, message);
      out.writeBytes(ByteBuffer.allocate(4).putInt(envelope.length).array());
      out.writeBytes(envelope);
    }
    return out.toByteArray();
  }
}
