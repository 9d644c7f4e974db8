package got.read;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.Received;
import got.ipc.ReceivedFd;
import got.ipc.ReceivedFiles;
import got.ipc.read.ReadTalk;
import got.pack.Garbage;
import got.pack.ObjectType;
import got.pack.PackBytes;
import got.pack.object.LooseObject;
import got.pack.object.LooseReader;
import got.pack.object.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A got that answers each wish with the file that has the id as its name, if there is one. */
class LooseFromGotTest {
  @TempDir private Path directory;

  private final List<ObjectId> wishes = new ArrayList<>();
  private final List<ReceivedFd> given = new ArrayList<>();
  private final Deque<Received<ReadTalk.Request>> sent = new ArrayDeque<>();
  private final Inbox inbox = new Inbox(sent::remove);
  private LooseFromGot loose;

  @BeforeEach
  void make() {
    Garbage garbage = new Garbage(Garbage.FREE_BYTES);
    loose =
        new LooseFromGot(
            this::answer, inbox, () -> new LooseReader(HashAlgorithm.SHA1, garbage, () -> {}));
  }

  @AfterEach
  void close() throws Exception {
    for (ReceivedFd file : given) {
      file.close();
    }
  }

  private void answer(ObjectId id) {
    wishes.add(id);
    Path file = directory.resolve(id.toString());
    if (!Files.exists(file)) {
      sent.add(new Received<>(new ReadTalk.NotLoose(), List.of(), false));
      return;
    }
    try {
      given.add(ReceivedFiles.open(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sent.add(new Received<>(new ReadTalk.Loose(), List.of(given.getLast()), false));
  }

  private static ObjectId id(int number) {
    byte[] content = PackBytes.ascii(Integer.toString(number));
    return PackBytes.id(HashAlgorithm.SHA1, ObjectType.BLOB, content);
  }

  /** Objects with these numbers, each with its number as its content. */
  private List<ObjectId> make(int count) throws Exception {
    List<ObjectId> ids = IntStream.range(0, count).mapToObj(LooseFromGotTest::id).toList();
    for (int i = 0; i < count; i++) {
      String text = Integer.toString(i);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DeflaterOutputStream zlib = new DeflaterOutputStream(bytes)) {
        zlib.write(("blob " + text.length() + "\0" + text).getBytes(StandardCharsets.US_ASCII));
      }
      Files.write(directory.resolve(ids.get(i).toString()), bytes.toByteArray());
    }
    return ids;
  }

  private String read(ObjectId id) throws Exception {
    LooseObject found = loose.read(id, true);
    StoredObject object = found == null ? null : found.content();
    return object == null
        ? "none"
        : new String(object.bytes(), 0, object.size(), StandardCharsets.US_ASCII);
  }

  @Test
  void whatIsExpectedIsAskedForOnceAndReadInAnyOrder() throws Exception {
    List<ObjectId> ids = make(3);
    loose.expect(List.of(ids.get(0), id(99), ids.get(1), ids.get(2), ids.get(0)));
    assertThat(wishes).containsExactly(ids.get(0), id(99), ids.get(1), ids.get(2));
    assertThat(read(ids.get(2))).isEqualTo("2");
    assertThat(read(ids.get(0))).isEqualTo("0");
    assertThat(read(id(99))).isEqualTo("none");
    assertThat(read(ids.get(1))).isEqualTo("1");
    assertThat(wishes).hasSize(4);
    assertThat(given).noneMatch(ReceivedFd::isOpen);
  }

  @Test
  void whatIsNotExpectedIsAskedForWhenItIsWanted() throws Exception {
    List<ObjectId> ids = make(2);
    loose.expect(List.of(ids.get(0)));
    assertThat(read(ids.get(1))).isEqualTo("1");
    assertThat(read(ids.get(0))).isEqualTo("0");
    assertThat(read(ids.get(0))).isEqualTo("0");
    assertThat(wishes).containsExactly(ids.get(0), ids.get(1), ids.get(0));
  }

  @Test
  void fewAreOpenAtOnce() throws Exception {
    List<ObjectId> ids = make(100);
    loose.expect(ids);
    assertThat(wishes).hasSize(Loose.AHEAD);
    // What nobody wants does not stay in the way of what is wanted.
    assertThat(read(ids.get(50))).isEqualTo("50");
    assertThat(given.subList(0, Loose.AHEAD)).noneMatch(ReceivedFd::isOpen);
    loose.expect(ids.subList(60, 100));
    assertThat(wishes).hasSize(2 * Loose.AHEAD + 1);
    assertThat(read(ids.get(61))).isEqualTo("61");
  }

  @Test
  void inTheEndNothingIsAskedOrOpen() throws Exception {
    List<ObjectId> ids = make(4);
    loose.expect(ids);
    assertThat(read(ids.get(1))).isEqualTo("1");
    loose.settle();
    assertThat(sent).isEmpty();
    assertThat(given).hasSize(4).noneMatch(ReceivedFd::isOpen);
    assertThat(read(ids.get(3))).isEqualTo("3");
    assertThat(wishes).hasSize(5);
  }

  /** Which got sent before it saw a wish. */
  @Test
  void otherRequestsWait() throws Exception {
    List<ObjectId> ids = make(2);
    sent.add(new Received<>(new ReadTalk.MoreHaves(32), List.of(), false));
    loose.expect(ids);
    sent.add(new Received<>(new ReadTalk.Finish(), List.of(), false));
    loose.settle();
    assertThat(inbox.next().message()).isEqualTo(new ReadTalk.MoreHaves(32));
    assertThat(inbox.next().message()).isEqualTo(new ReadTalk.Finish());
  }
}
