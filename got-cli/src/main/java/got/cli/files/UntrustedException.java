package got.cli.files;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Another user can replace what is in a directory. */
public final class UntrustedException extends FileSystemException {
  private static final long serialVersionUID = 1;

  /**
   * @param why as in {@code is writable by everybody}
   */
  UntrustedException(Path directory, String why) {
    super(directory.toString(), null, why + ", who can replace what is in it");
  }

  /** The same for the user, with what to do about it. */
  public Failure failure() {
    return new Failure(
        ExitCode.DESTINATION,
        getFile() + ": " + getReason(),
        "--trust-directory goes on all the same");
  }
}
