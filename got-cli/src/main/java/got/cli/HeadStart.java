package got.cli;

import got.ipc.Channel;
import got.ipc.confine.Confinement;

/**
 * What a clone needs whatever its command line says, and what takes the virtual machine longest to
 * link: done on a thread of its own while the command line is taken apart and the target looked at.
 */
final class HeadStart {
  private HeadStart() {}

  static void run() {
    try {
      Confinement.link();
      Channel.link();
    } catch (RuntimeException | LinkageError e) {
      // Whoever needs what could not be loaded fails too, and knows what to say.
    }
  }
}
