package got.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;

import got.fuzz.Corpus;
import got.ipc.wire.Codec;
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
    for (Class<? extends Message> kind : Messages.kinds()) {
      for (int i = 0; i < 2; i++) {
        byte[] body = Codec.encode(Messages.random(kind, random));
        while (body.length > MOST_BYTES) {
          body = Codec.encode(Messages.random(kind, random));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(random.nextInt(4));
        out.writeBytes(body);
        frames.add(out.toByteArray());
      }
    }
    frames.add(
        conversation(
            1,
            new Message.Ready(Set.of()),
            new Message.Advertisement(2, HashAlgorithm.SHA1),
            new Message.RefsEnd(0),
            new Message.Fetched(0)));
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

  private static byte[] conversation(int direction, Message... messages) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(4 | direction);
    for (Message message : messages) {
      byte[] body = Codec.encode(message);
      out.writeBytes(ByteBuffer.allocate(4).putInt(body.length).array());
      out.writeBytes(body);
    }
    return out.toByteArray();
  }
}
