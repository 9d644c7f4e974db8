package got.cli.say;

import got.ipc.ErrorKind;
import java.util.Set;

/** The exit status of got, as got(1) documents it. */
public enum ExitCode {
  DONE(0),
  /** Any failure that is none of the others. */
  FAILED(1),
  /** The command line is wrong. */
  USAGE(2),
  /** The destination exists, is not empty or not writable, or the disk is full. */
  DESTINATION(3),
  /** The server could not be reached, or did not let us in. */
  CONNECTION(4),
  /** The server refused, broke the protocol, or went over a limit. */
  SERVER(5),
  /** The pack or an object in it is invalid, missing, or over a limit. */
  PACK(6),
  /** A helper died, broke the rules of its channel, or cannot be started or confined. */
  HELPER(7),
  /** A fetch left a reference as it was, because it may not move. */
  REJECTED(8);

  private static final int SIGNAL_BASE = 128;

  /** Of a program that ended by HUP, INT or TERM: terminals and shells send them to a whole job. */
  private static final Set<Integer> ENDED_WITH_ITS_JOB = Set.of(129, 130, 143);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** The number given to exit(3). */
  public int status() {
    return status;
  }

  /** What a helper's failure means for the caller of got. */
  public static ExitCode of(ErrorKind kind) {
    return switch (kind) {
      case CONNECTION -> CONNECTION;
      case REFUSED, PROTOCOL, NOT_GIT, SERVER_LIMIT -> SERVER;
      case PACK, PACK_LIMIT, STRUCTURE, THIN -> PACK;
      case OUTPUT -> DESTINATION;
      case REPOSITORY -> FAILED;
      case INTERNAL, CONFINEMENT -> HELPER;
    };
  }

  /** The status of a got that signal number {@code signal} ended. */
  public static int ofSignal(int signal) {
    return SIGNAL_BASE + signal;
  }

  /**
   * True if the signal that ended a program was probably meant for all programs of its job.
   *
   * @param status of its exit
   */
  public static boolean endedWithItsJob(int status) {
    return ENDED_WITH_ITS_JOB.contains(status);
  }
}
