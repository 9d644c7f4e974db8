package got.read;

import got.ipc.Received;
import got.ipc.read.ReadTalk;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * got's requests in the order in which got sends them, but that a loose object comes when it is
 * waited for. got may have sent other requests before it saw the wish: they wait. They are few,
 * because got sends no more than one question before it has the answer.
 */
final class Inbox {
  private final Source got;
  private final Deque<Received<ReadTalk.Request>> waiting = new ArrayDeque<>();

  Inbox(Source got) {
    this.got = got;
  }

  /** Where requests come from. */
  interface Source {
    /** Waits for the next one. */
    Received<ReadTalk.Request> next() throws InterruptedException;
  }

  Received<ReadTalk.Request> next() throws InterruptedException {
    return waiting.isEmpty() ? got.next() : waiting.remove();
  }

  /** Waits for the answer to {@link ReadTalk.LooseWanted}. */
  Received<ReadTalk.Request> loose() throws InterruptedException {
    Received<ReadTalk.Request> next = got.next();
    while (!(next.message() instanceof ReadTalk.Loose)
        && !(next.message() instanceof ReadTalk.NotLoose)) {
      waiting.add(next);
      next = got.next();
    }
    return next;
  }
}
