package got.ipc.confine;

import java.lang.reflect.Field;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that restricts itself, starts a program and ends.
 *
 * <p>A thread has the filter of the thread that makes it, and {@link Seccomp#install} fails while
 * any thread has a filter that the caller does not have. The launching thread itself ends at once.
 * But Java makes a thread for each process that waits for its end, the reaper, and it makes it on
 * the thread that starts the process. So Java's pool of reapers is closed, and hands what it
 * refuses to a handler. On a launching thread the handler hands the reaper on to the thread that
 * waits for the launch, which is not restricted.
 *
 * <p>Rejected: one thread that lives as long as got, carries the filter, and seals got. got would
 * have to live behind the filter of its helpers, and could make no connection any more.
 */
final class LaunchThread extends Thread {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long PAUSE_NANOS = 50_000;
  private static final End END = new End();

  /** What a launch comes to. */
  @FunctionalInterface
  interface Work {
    /** Runs on the thread; whatever it throws is an outcome, too. */
    Process launch() throws Exception;
  }

  /** Nothing more comes. */
  private static final class End implements Runnable {
    @Override
    public void run() {
      throw new IllegalStateException("stands for the end");
    }
  }

  private static final class Pool {
    static final ThreadPoolExecutor CLOSED = close();

    /** By reflection: there is no other way, and the run-time image is got's own. */
    private static ThreadPoolExecutor close() {
      try {
        Field field =
            Class.forName("java.lang.ProcessHandleImpl").getDeclaredField("processReaperExecutor");
        field.setAccessible(true);
        ThreadPoolExecutor pool = (ThreadPoolExecutor) field.get(null);
        pool.setRejectedExecutionHandler((task, _) -> reap(task));
        pool.shutdown();
        return pool;
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("another virtual machine than got's", e);
      }
    }
  }

  private final Syscalls kernel;
  private final Work work;

  /** What Java would have run on threads made here, in order, and {@link #END} at last. */
  private final BlockingQueue<Runnable> reapers = new LinkedBlockingQueue<>();

  /** Its number, once it runs. */
  private volatile long number;

  private volatile @Nullable Process process;
  private volatile @Nullable Throwable failure;

  LaunchThread(Syscalls kernel, Work work) {
    super("launch");
    this.kernel = kernel;
    this.work = work;
  }

  /** Looks for Java's reapers, once; takes some time. */
  static void link() {
    if (!Pool.CLOSED.isShutdown()) {
      throw new IllegalStateException("reapers are made elsewhere");
    }
  }

  private static void reap(Runnable task) {
    if (Thread.currentThread() instanceof LaunchThread launch) {
      launch.reapers.add(task);
    } else {
      startReaper(task);
    }
  }

  private static void startReaper(Runnable task) {
    Thread.ofPlatform().daemon().name("process reaper").start(task);
  }

  /**
   * Runs the thread to its end.
   *
   * @throws InterruptedException if the caller was; a process may have been started then
   * @throws Throwable from the work
   */
  Process launch() throws Throwable {
    link();
    start();
    for (Runnable task = reapers.take(); !(task instanceof End); task = reapers.take()) {
      startReaper(task);
    }
    join();
    awaitEnd();
    Throwable why = failure;
    if (why != null) {
      throw why;
    }
    return Objects.requireNonNull(process, "of the launch");
  }

  /**
   * Whatever happens, the caller is told: behind the restrictions not even a class may be found
   * that has not been loaded before.
   */
  @Override
  public void run() {
    try {
      number = kernel.call(Call.GETTID);
      process = work.launch();
    } catch (Throwable e) {
      failure = e;
    } finally {
      reapers.add(END);
    }
  }

  /** A thread that has ended for Java takes a moment to end for the kernel, filter and all. */
  private void awaitEnd() {
    long process = kernel.call(Call.GETPID);
    long start = System.nanoTime();
    // Somebody else may have the number one day: hence a limit.
    while (kernel.call(Call.TGKILL, process, number, 0) == 0
        && System.nanoTime() - start < LIMIT_NANOS) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
