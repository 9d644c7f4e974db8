package got.read;

import got.ipc.Helper;
import got.ipc.read.ReadTalk;
import org.jspecify.annotations.Nullable;

/** Tells got twice a second that objects are being read. */
final class Progress implements Runnable {
  private static final long BETWEEN_NANOS = 500_000_000;

  private final Helper<ReadTalk.Request, ReadTalk.Reply> got;
  private @Nullable Objects objects;
  private long last = System.nanoTime();

  Progress(Helper<ReadTalk.Request, ReadTalk.Reply> got) {
    this.got = got;
  }

  void of(Objects counted) {
    objects = counted;
  }

  @Override
  public void run() {
    long now = System.nanoTime();
    if (objects != null && now - last >= BETWEEN_NANOS) {
      last = now;
      got.send(new ReadTalk.Reading(objects.count()));
    }
  }
}
