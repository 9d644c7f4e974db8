package got.ipc.confine;

/** OpenBSD: which system calls the process still makes; others kill it. Source: pledge(2). */
final class Pledge {
  private Pledge() {}

  static void enter(OpenBsd system, String promises) throws ConfinementException {
    if (system.pledge(promises) != 0) {
      throw new ConfinementException("pledge: refused: " + promises);
    }
  }
}
