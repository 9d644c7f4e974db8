package got.cli.process;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A thread that does one thing at a time. It gives up, by filters of system calls, what the thread
 * that starts it has given up. It does not keep got from ending.
 */
final class TaskThread {
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private volatile boolean ended;

  private TaskThread() {}

  static TaskThread start(String name) {
    TaskThread thread = new TaskThread();
    Thread.ofPlatform().daemon().name(name).start(thread::serve);
    return thread;
  }

  private void serve() {
    try {
      while (!ended) {
        tasks.take().run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Has the thread do something, behind what it was given before.
   *
   * @param task throws nothing: that would end the thread
   */
  void add(Runnable task) {
    tasks.add(task);
  }

  /** Nothing follows. */
  void end() {
    ended = true;
    tasks.add(() -> {});
  }
}
