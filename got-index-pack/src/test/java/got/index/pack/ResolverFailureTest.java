package got.index.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import got.index.object.Inspection;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.PackLimits;
import got.pack.DeltaBuilder;
import got.pack.ObjectType;
import got.pack.PackBuilder;
import got.pack.PackBytes;
import got.pack.PackException;
import got.pack.digest.CollisionException;
import got.pack.digest.Digests;
import got.pack.digest.ObjectDigest;
import got.pack.digest.ObjectMessage;
import got.pack.digest.Trail;
import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever fails in whichever thread, the others end and the caller is told. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ResolverFailureTest {
  private static final byte[] TEXT = PackBytes.ascii("some content");
  private static final int ROWS = 100;

  @TempDir Path directory;

  @Test
  void errorInAWorkerEndsTheOthers() throws Exception {
    long end = write();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () -> resolver(new Throwing(new StackOverflowError())).catchUp(table.size(), end))
        .withRootCauseInstanceOf(StackOverflowError.class);
  }

  @Test
  void errorInOneWorkerDoesNotLeaveTheOtherWaiting() throws Exception {
    long end = write();
    Queue<ObjectDigest> digests = new ArrayDeque<>();
    digests.add(new Throwing(new StackOverflowError()));
    digests.add(Digests.forObjects(HashAlgorithm.SHA1));
    try (FileChannel file = FileChannel.open(file())) {
      DeltaResolver resolver =
          new DeltaResolver(
              new Unresolved(
                  table,
                  new RefDeltas(),
                  file,
                  OutsideBases.none(),
                  new LimitGuard(PackLimits.NONE)),
              digests::remove,
              Inspection.none(HashAlgorithm.SHA1),
              2,
              () -> pause(1));
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> resolver.catchUp(table.size(), end))
          .withRootCauseInstanceOf(StackOverflowError.class);
    }
  }

  @Test
  void exceptionInAWorkerEndsTheOthers() throws Exception {
    long end = write();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () -> resolver(new Throwing(new IllegalArgumentException())).catchUp(table.size(), end))
        .withRootCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void lackOfMemoryInAWorkerIsALimit() throws Exception {
    long end = write();
    assertThatExceptionOfType(PackException.Limit.class)
        .isThrownBy(() -> resolver(new Throwing(new OutOfMemoryError())).catchUp(table.size(), end))
        .withMessageStartingWith("object does not fit ");
  }

  @Test
  void collisionInADeltaIsToldWithItsOffset() throws Exception {
    long end = write();
    assertThatExceptionOfType(PackException.Collision.class)
        .isThrownBy(
            () ->
                resolver(new Throwing(new CollisionException(new byte[20])))
                    .catchUp(table.size(), end))
        .withMessageStartingWith(
            "object " + "00".repeat(20) + " is half of a SHA-1 collision at offset ");
  }

  @Test
  void errorInABaseWorkerIsTold() throws Exception {
    Window window = baseInWindow();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> resolver(new Throwing(new StackOverflowError())).resolve(window))
        .withRootCauseInstanceOf(StackOverflowError.class);
    assertThat(table.isResolved(0)).isFalse();
  }

  @Test
  void lackOfMemoryInABaseWorkerIsALimit() throws Exception {
    Window window = baseInWindow();
    assertThatExceptionOfType(PackException.Limit.class)
        .isThrownBy(() -> resolver(new Throwing(new OutOfMemoryError())).resolve(window))
        .withMessage("out of memory");
  }

  @Test
  void collisionInABaseIsToldWithItsOffset() throws Exception {
    Window window = baseInWindow();
    assertThatExceptionOfType(PackException.Collision.class)
        .isThrownBy(
            () -> resolver(new Throwing(new CollisionException(new byte[20]))).resolve(window))
        .withMessageEndingWith("is half of a SHA-1 collision at offset 12");
    assertThat(table.isResolved(0)).isFalse();
  }

  @Test
  void ofSeveralBadBasesTheFirstIsTold() throws Exception {
    Window window = new Window(0, 12, new Window.Chunks());
    Files.createFile(file());
    for (int row = 0; row < ROWS; row++) {
      Entry.Base base = new Entry.Base(12 + row, ObjectType.BLOB, TEXT.length, 1, 0, null);
      table.add(base);
      window.add(base, TEXT);
    }
    assertThatExceptionOfType(PackException.Collision.class)
        .isThrownBy(() -> resolver(new BadFrom(33)).resolve(window))
        .withMessageEndingWith(" at offset " + (12 + 33));
  }

  @Test
  void packFileThatEndsEarlyIsToldAsChanged() throws Exception {
    long end = write();
    try (FileOutputStream truncated = new FileOutputStream(file().toFile())) {
      truncated.write(1);
    }
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(
            () -> resolver(Digests.forObjects(HashAlgorithm.SHA1)).catchUp(table.size(), end))
        .withMessageStartingWith("pack file changed while it was indexed");
  }

  /** The server may wait after the bad delta; what it sends next gets the answer. */
  @Test
  void failureInTheBackgroundIsToldWhileThePackArrives() throws Exception {
    PackBuilder builder = PackBuilder.sha1().level(0);
    long base = builder.base(ObjectType.BLOB, TEXT);
    builder.ofsDelta(base, new DeltaBuilder(TEXT.length, 1).raw(0).build());
    for (int i = 0; i < 20; i++) {
      builder.base(ObjectType.BLOB, random(1 << 20, i));
    }
    byte[] pack = builder.build();
    SlowTail slow = new SlowTail(pack, 12 << 20);
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(() -> new Analyser(directory, HashAlgorithm.SHA1).analyse(slow))
        .withMessageStartingWith("delta holds the reserved instruction 0");
    assertThat(slow.at).isLessThan(pack.length);
  }

  @Test
  void firstPassThatFailsDoesNotWaitForTheBackground() {
    PackBuilder builder = PackBuilder.sha1().level(0);
    for (int i = 0; i < 20; i++) {
      long base = builder.base(ObjectType.BLOB, random(1 << 20, i));
      builder.ofsDelta(base, DeltaBuilder.append(1 << 20, TEXT));
    }
    byte[] cut = Arrays.copyOf(builder.build(), (int) builder.offset() - 1);
    assertThatExceptionOfType(PackException.Format.class)
        .isThrownBy(() -> new Analyser(directory, HashAlgorithm.SHA1).analyse(cut))
        .withMessage("pack ends early at offset " + cut.length);
  }

  @Test
  void interruptedCallerIsNotHeld() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    InputStream silent =
        new InputStream() {
          @Override
          public int read() throws IOException {
            return read(new byte[1], 0, 1);
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            waiting.countDown();
            try {
              never.await();
            } catch (InterruptedException e) {
              throw new IOException("interrupted", e);
            }
            return -1;
          }
        };
    Thread caller =
        Thread.ofPlatform()
            .start(
                () ->
                    assertThatThrownBy(
                            () -> new Analyser(directory, HashAlgorithm.SHA1).analyse(silent))
                        .hasMessage("interrupted"));
    waiting.await();
    caller.interrupt();
    caller.join();
  }

  private Path file() {
    return directory.resolve("pack");
  }

  private EntryTable table = new EntryTable(HashAlgorithm.SHA1);

  /** Writes a base and many deltas on each other, and fills the table with them. */
  private long write() throws Exception {
    PackBuilder builder = PackBuilder.sha1();
    long base = builder.base(ObjectType.BLOB, TEXT);
    for (int i = 0; i < ROWS; i++) {
      builder.ofsDelta(base, DeltaBuilder.append(TEXT.length, new byte[i + 1]));
    }
    long end = builder.offset();
    byte[] pack = builder.build();
    table = new EntryTable(HashAlgorithm.SHA1);
    for (Entry entry : Seen.in(new ByteArrayInputStream(pack), HashAlgorithm.SHA1).entries()) {
      switch (entry) {
        case Entry.Base blob -> table.add(identified(blob));
        case Entry.OfsDelta delta -> table.addDelta(delta, 0);
        case Entry.RefDelta delta -> throw new IllegalStateException(delta.toString());
      }
    }
    try (OutputStream out = new FileOutputStream(file().toFile())) {
      out.write(pack);
    }
    return end;
  }

  private static Entry.Base identified(Entry.Base blob) {
    ObjectId id = PackBytes.id(HashAlgorithm.SHA1, blob.type(), TEXT);
    return new Entry.Base(
        blob.offset(), blob.type(), blob.size(), blob.packedSize(), blob.crc(), id);
  }

  /** A window with one base, whose row is in the table too. */
  private Window baseInWindow() throws IOException {
    Entry.Base base = new Entry.Base(12, ObjectType.BLOB, TEXT.length, 20, 0, null);
    Files.createFile(file());
    table.add(base);
    Window window = new Window(0, 12, new Window.Chunks());
    window.add(base, TEXT);
    return window;
  }

  private DeltaResolver resolver(ObjectDigest digest) throws IOException {
    return new DeltaResolver(
        new Unresolved(
            table,
            new RefDeltas(),
            FileChannel.open(file()),
            OutsideBases.none(),
            new LimitGuard(PackLimits.NONE)),
        () -> digest,
        Inspection.none(HashAlgorithm.SHA1),
        2,
        () -> {});
  }

  private static byte[] random(int size, int seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Throws what it is told at the end of every object. */
  private record Throwing(Throwable thrown) implements ObjectDigest {
    @Override
    public void update(byte[] data, int offset, int length) {}

    @Override
    public void digest(ObjectMessage message, Trail out, byte[] id, int idOffset)
        throws CollisionException {
      digest(id, idOffset);
    }

    @Override
    public void digest(byte[] out, int offset) throws CollisionException {
      switch (thrown) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case CollisionException e -> throw e;
        default -> throw new IllegalStateException(thrown);
      }
    }

    @Override
    public void reset() {}

    @Override
    public int length() {
      return 20;
    }
  }

  /**
   * Takes every object from a row on for an attack; slow before that row, so that another thread
   * meets a later one first.
   */
  private record BadFrom(int row) implements ObjectDigest {
    @Override
    public void update(byte[] data, int offset, int length) {}

    @Override
    public void digest(ObjectMessage message, Trail out, byte[] id, int idOffset)
        throws CollisionException {
      int at = idOffset / length();
      if (at >= row) {
        throw new CollisionException(new byte[length()]);
      }
      if (at == row - 1) {
        pause(50);
      }
    }

    @Override
    public void digest(byte[] out, int offset) {}

    @Override
    public void reset() {}

    @Override
    public int length() {
      return 20;
    }
  }

  /** Gives a pack quickly up to a point, and from there on a little at a time. */
  private static final class SlowTail extends InputStream {
    private final byte[] pack;
    private final int slowFrom;
    private int at;

    SlowTail(byte[] pack, int slowFrom) {
      this.pack = pack;
      this.slowFrom = slowFrom;
    }

    @Override
    public int read() {
      return at == pack.length ? -1 : pack[at++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int n = Math.min(length, pack.length - at);
      if (at >= slowFrom) {
        pause(100);
      }
      System.arraycopy(pack, at, target, offset, n);
      at += n;
      return n == 0 ? -1 : n;
    }
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
