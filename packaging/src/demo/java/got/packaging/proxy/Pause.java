package got.packaging.proxy;

import got.packaging.proc.QuietClock;
import java.util.concurrent.CountDownLatch;

/** A point where a server falls silent until it is told to go on. */
public final class Pause {
  private static final long LIMIT_SECONDS = 50;

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  /** Stays here until {@link #end}. */
  public void here() throws InterruptedException {
    reached.countDown();
    if (!QuietClock.await(end::await, LIMIT_SECONDS)) {
      throw new IllegalStateException("a pause without end");
    }
  }

  public boolean isReached() {
    return reached.getCount() == 0;
  }

  /** Waits until the server is silent. */
  public void awaitReached() throws InterruptedException {
    if (!QuietClock.await(reached::await, LIMIT_SECONDS)) {
      throw new AssertionError("the server never came to the pause");
    }
  }

  public void end() {
    end.countDown();
  }
}
