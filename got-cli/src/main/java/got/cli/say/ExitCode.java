package got.cli.say;

import got.ipc.ErrorKind;

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
  HELPER(7);

  private static final int SIGNAL_BASE = 128;

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
      case REFUSED, PROTOCOL, SERVER_LIMIT -> SERVER;
      case PACK, PACK_LIMIT -> PACK;
      case OUTPUT -> DESTINATION;
      case INTERNAL, CONFINEMENT -> HELPER;
    };
  }

  /** The status of a got that signal number {@code signal} ended. */
  public static int ofSignal(int signal) {
    return SIGNAL_BASE + signal;
  }
}
