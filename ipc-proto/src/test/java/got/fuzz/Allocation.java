package got.fuzz;

import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds work to a bound of allocated memory, garbage included.
 *
 * <p>What Jazzer puts into the code allocates too, wherever texts are compared: with it, {@code
 * got.fuzz.memory} says how many times the bound is allowed.
 */
public final class Allocation {
  private static final int TIMES = Integer.getInteger("got.fuzz.memory", 1);

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /**
   * Does some work on this thread. If it took too much it is done again: the first time may have
   * loaded classes.
   *
   * @param most bytes
   * @throws AssertionError if it takes more than {@code most}
   */
  public static <T extends @Nullable Object> T within(long most, Callable<T> work)
      throws Exception {
    return within(most, work, THREADS::getCurrentThreadAllocatedBytes);
  }

  /** As the other, and counts what all threads take. */
  public static <T extends @Nullable Object> T withinProcess(long most, Callable<T> work)
      throws Exception {
    return within(most, work, THREADS::getTotalThreadAllocatedBytes);
  }

  private static <T extends @Nullable Object> T within(
      long most, Callable<T> work, LongSupplier allocated) throws Exception {
    long taken = 0;
    for (int i = 0; i < 2; i++) {
      long before = allocated.getAsLong();
      T result = work.call();
      taken = allocated.getAsLong() - before;
      if (taken <= TIMES * most) {
        return result;
      }
    }
    throw new AssertionError(
        "took " + taken + " bytes of memory, " + TIMES * most + " are allowed");
  }
}
