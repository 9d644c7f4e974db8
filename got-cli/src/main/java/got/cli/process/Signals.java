package got.cli.process;

import java.util.List;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ends the program on every signal that would end any other: the first one orderly, with everything
 * begun removed, the second one at once, whatever that takes so long. One that it was started to
 * ignore, as by nohup(1), stays ignored. {@link QuitSignal} is one too, but needs more.
 */
public final class Signals {
  /** Source: signal(7), all whose action is to end, less those that the virtual machine uses. */
  private static final List<String> ENDING =
      List.of(
          "INT", "TERM", "HUP", "USR1", "USR2", "ALRM", "VTALRM", "PROF", "XCPU", "IO", "PWR",
          "STKFLT");

  private Signals() {}

  /** From now on they end the process by {@link Ending}. */
  public static void install() {
    for (String name : ENDING) {
      try {
        handle(new Signal(name));
      } catch (IllegalArgumentException e) {
        // This system has no such signal.
      }
    }
    Ending.evenByVirtualMachine();
  }

  private static void handle(Signal signal) {
    // Java itself looks whether INT, TERM and HUP are ignored.
    SignalHandler before = Signal.handle(signal, came -> Ending.bySignal(came.getNumber()));
    if (before.equals(SignalHandler.SIG_IGN)) {
      Signal.handle(signal, SignalHandler.SIG_IGN);
    }
  }
}
