package got.cli.process;

import got.cli.say.ExitCode;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import sun.misc.Signal;

/**
 * Ends the program on SIGINT, SIGTERM and SIGHUP: the first one orderly, with everything begun
 * removed, the second one at once, whatever that takes so long. One that it was started to ignore,
 * as by nohup(1), stays ignored: Java does not install a handler for it.
 */
public final class Signals {
  private Signals() {}

  /**
   * @param orderly ends the process with this status, after its shutdown hooks
   * @param atOnce ends it here and now
   */
  public static void install(IntConsumer orderly, IntConsumer atOnce) {
    AtomicBoolean ending = new AtomicBoolean();
    for (String name : new String[] {"INT", "TERM", "HUP"}) {
      Signal.handle(
          new Signal(name),
          signal -> {
            int status = ExitCode.ofSignal(signal.getNumber());
            if (ending.compareAndSet(false, true)) {
              orderly.accept(status);
            } else {
              atOnce.accept(status);
            }
          });
    }
  }
}
