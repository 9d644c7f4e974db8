package got.index.pack;

import got.index.object.Inspector;
import got.index.object.ObjectFormatException;
import got.pack.ObjectType;
import got.pack.PackException;
import got.pack.digest.CollisionException;
import got.pack.digest.ObjectDigest;
import got.pack.digest.ObjectMessage;
import got.pack.digest.Trail;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Digests and inspects the base objects that a window keeps; one per thread. */
final class BaseWorker {
  /** Rows that a worker takes at a time. */
  private static final int BATCH = 16;

  private final EntryTable table;
  private final ObjectDigest digest;
  private final Inspector inspector;
  private final ObjectMessage message = new ObjectMessage();

  // Made before there is too little memory to make it.
  private final Failure exhausted = Failure.of(new OutOfMemoryError(), Failure.OUT_OF_MEMORY);
  private @Nullable Failure failure;

  /** The row at which the last run is, or ended. */
  private int row;

  BaseWorker(EntryTable table, ObjectDigest digest, Inspector inspector) {
    this.table = table;
    this.digest = digest;
    this.inspector = inspector;
  }

  /**
   * The work of one thread on one window.
   *
   * @param next the next row to take, for all threads
   */
  Runnable over(Window window, AtomicInteger next) {
    return () -> {
      Failure ended = exhausted;
      try {
        identify(window, next);
        ended = null;
      } catch (Throwable e) {
        ended = Failure.of(e, Failure.OUT_OF_MEMORY);
      } finally {
        failure = ended;
      }
    };
  }

  /** Throws what ended the last run; call after its thread ended. */
  void rethrow() throws IOException, PackException {
    if (failure != null) {
      failure.rethrow();
    }
  }

  /** Where the last run failed, {@link Integer#MAX_VALUE} if it did not; likewise. */
  int failedRow() {
    return failure == null ? Integer.MAX_VALUE : row;
  }

  private void identify(Window window, AtomicInteger next) throws PackException {
    int from;
    while ((from = next.getAndAdd(BATCH)) < window.end()) {
      int to = Math.min(from + BATCH, window.end());
      for (row = from; row < to; row++) {
        if (table.isUnidentified(row)) {
          identify(window.chunk(row), window.offset(row), window.size(row));
        }
      }
    }
  }

  private void identify(byte[] content, int start, int size) throws PackException {
    ObjectType type = table.type(row);
    message.set(type.writeHeader(size, message.header()), content, start, size);
    try {
      digest.digest(message, Trail.NONE, table.idChunk(row), table.idOffset(row));
    } catch (CollisionException e) {
      throw new PackException.Collision(table.offset(row), e.sha1());
    }
    try {
      inspector.check(type, content, start, size);
    } catch (ObjectFormatException e) {
      new BadObject(table.offset(row), type, table.id(row))
          .refuse(inspector, e, content, start, size);
    }
    table.complete(row, type);
  }
}
