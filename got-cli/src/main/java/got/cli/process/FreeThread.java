package got.cli.process;

import got.cli.say.Failure;
import got.ipc.confine.ConfinementException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Starts programs and connects for threads that have given both up: see {@link Pipeline#setApart}.
 *
 * <p>A filter of system calls holds for a thread and for those that it starts. So this thread is
 * started first, hears nothing of what helpers and servers say, and does one thing at a time. What
 * it starts and whom it connects to is chosen by the caller, in code: nothing that a helper says
 * becomes a task. It ends with got, or when got as a whole gives up what it is for.
 */
final class FreeThread {
  /** What the thread does, and how it may fail. */
  @FunctionalInterface
  interface Work<T> extends Callable<T> {
    @Override
    T call() throws Failure, ConfinementException, IOException, InterruptedException;
  }

  private final TaskThread thread;

  private FreeThread(TaskThread thread) {
    this.thread = thread;
  }

  /** From a thread that is free itself. */
  static FreeThread start() {
    return new FreeThread(TaskThread.start("free"));
  }

  /** Has the thread do something, and waits for it. */
  <T> T call(Work<T> work) throws Failure, ConfinementException, IOException, InterruptedException {
    FutureTask<T> task = new FutureTask<>(work);
    thread.add(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Failure known -> throw known;
        case ConfinementException known -> throw known;
        case IOException known -> throw known;
        case InterruptedException known -> throw known;
        case RuntimeException known -> throw known;
        case Error known -> throw known;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /** Nothing follows. */
  void end() {
    thread.end();
  }
}
