package got.cli.process;

import got.ipc.Channel;
import got.ipc.confine.Confinement;
import got.ipc.fetch.FetchTalk;
import java.util.Optional;

/**
 * What starting a helper needs whatever the command line says, and what takes the virtual machine
 * longest to link: done on a thread of its own while the command line is taken apart and the target
 * looked at.
 */
public final class HeadStart {
  private static volatile Optional<Thread> thread = Optional.empty();

  private HeadStart() {}

  /** Returns at once. */
  public static void begin() {
    thread = Optional.of(Thread.ofPlatform().daemon().name("head start").start(HeadStart::link));
  }

  /** Waits until its thread is gone: it may do what later threads may not. */
  static void end() throws InterruptedException {
    if (thread.isPresent()) {
      thread.get().join();
    }
  }

  private static void link() {
    try {
      Confinement.link();
      QuitSignal.take();
      Channel.link(FetchTalk.PROTOCOL.requests(), new FetchTalk.WantsEnd());
    } catch (RuntimeException | LinkageError e) {
      // Whoever needs what could not be loaded fails too, and knows what to say.
    }
  }
}
