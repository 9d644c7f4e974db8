package got.cli.remote;

import got.cli.process.ProcessClock;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import java.time.Duration;

/** What the end of ssh(1) says about a connection that broke. */
final class SshEnd {
  /** What it may need, by a {@link ProcessClock}, to end once the conversation is over. */
  static final Duration LIMIT = Duration.ofSeconds(2);

  /** Exit status for a failure of its own; any other is that of the program over there. */
  private static final int FAILED = 255;

  /** The highest that a program gives itself; above are signals, as sh(1) counts them. */
  private static final int STATUS_MAX = 128;

  private SshEnd() {}

  /**
   * A better account of a failure.
   *
   * @param answered if the server had said something before
   */
  static Failure explain(Failure failure, SshProcess ssh, boolean answered)
      throws InterruptedException {
    if (failure.exitCode() != ExitCode.CONNECTION) {
      return failure;
    }
    int status = ssh.awaitEnd().orElse(0);
    if (status == 0) {
      // It goes on, or ended well, and knows nothing of a failure.
      return failure;
    }
    if (ExitCode.endedWithItsJob(status) || (answered && status == FAILED)) {
      // The signal may be meant for us too, and then has to end us before we complain of ssh.
      ProcessClock.passHere(LIMIT);
    }
    String how = "exit status " + status;
    if (answered) {
      String text = failure.text() + "; ssh ended with " + how;
      return new Failure(ExitCode.CONNECTION, text, failure.hint()).in(failure.circumstances());
    }
    return status <= STATUS_MAX
        ? Phrase.UPLOAD_PACK_FAILED.failure(how)
        : Phrase.SSH_FAILED.failure(how);
  }
}
