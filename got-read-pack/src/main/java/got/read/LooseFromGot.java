package got.read;

import got.ipc.ObjectId;
import got.ipc.Received;
import got.ipc.ReceivedFd;
import got.ipc.read.ReadTalk;
import got.pack.PackException;
import got.pack.object.LooseObject;
import got.pack.object.LooseReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks got to open the files of loose objects.
 *
 * <p>Of those that are expected it asks for some before they are wanted, and holds the files open
 * until then. What they hold is read only when it is wanted: it may be large.
 */
final class LooseFromGot implements Loose {
  private final Consumer<ObjectId> wish;
  private final Inbox inbox;
  private final Supplier<LooseReader> making;
  private @Nullable LooseReader reader;

  /** Asked for, and not answered; got answers in the order in which it was asked. */
  private final Queue<ObjectId> asked = new ArrayDeque<>();

  /** Answered before it was wanted; empty if there is no such object. */
  private final Map<ObjectId, Optional<ReceivedFd>> held = new HashMap<>();

  /**
   * @param wish asks got for one
   * @param reader is made when the first object is read
   */
  LooseFromGot(Consumer<ObjectId> wish, Inbox inbox, Supplier<LooseReader> reader) {
    this.wish = wish;
    this.inbox = inbox;
    this.making = reader;
  }

  @Override
  public @Nullable LooseObject read(ObjectId id, boolean whole)
      throws IOException, PackException, InterruptedException {
    if (!held.containsKey(id)) {
      if (!asked.contains(id)) {
        if (asked.size() + held.size() >= AHEAD) {
          // Whatever they were expected for has ended otherwise.
          settle();
        }
        ask(id);
      }
      while (!held.containsKey(id)) {
        takeAnswer();
      }
    }
    Optional<ReceivedFd> found = held.remove(id);
    if (found == null || found.isEmpty()) {
      return null;
    }
    try (ReceivedFd file = found.get()) {
      return reader().read(file.input(), id, whole);
    }
  }

  private LooseReader reader() {
    if (reader == null) {
      reader = making.get();
    }
    return reader;
  }

  @Override
  public void expect(List<ObjectId> ids) {
    for (ObjectId id : ids) {
      if (asked.size() + held.size() >= AHEAD) {
        return;
      }
      if (!held.containsKey(id) && !asked.contains(id)) {
        ask(id);
      }
    }
  }

  private void ask(ObjectId id) {
    asked.add(id);
    wish.accept(id);
  }

  private void takeAnswer() throws InterruptedException {
    Received<ReadTalk.Request> answer = inbox.loose();
    Optional<ReceivedFd> file =
        answer.message() instanceof ReadTalk.Loose
            ? Optional.of(answer.descriptors().getFirst())
            : Optional.empty();
    held.put(asked.remove(), file);
  }

  /** Waits for what was asked for, and closes what nobody wanted. */
  void settle() throws IOException, InterruptedException {
    while (!asked.isEmpty()) {
      takeAnswer();
    }
    for (Optional<ReceivedFd> file : held.values()) {
      if (file.isPresent()) {
        file.get().close();
      }
    }
    held.clear();
  }
}
