package got.cli.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The system refuses a call on a file; which file is known to the caller only. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1;

  /** The errors of these calls, in the words of strerror(3). Source: errno(2) of both systems. */
  enum Reason {
    NOT_PERMITTED("Operation not permitted", 1, 1),
    MISSING("No such file or directory", 2, 2),
    INTERRUPTED("Interrupted system call", 4, 4),
    BROKEN("Input/output error", 5, 5),
    DENIED("Permission denied", 13, 13),
    EXISTS("File exists", 17, 17),
    OTHER_DEVICE("Invalid cross-device link", 18, 18),
    NO_DIRECTORY("Not a directory", 20, 20),
    DIRECTORY("Is a directory", 21, 21),
    INVALID("Invalid argument", 22, 22),
    SYSTEM_FILES("Too many open files in system", 23, 23),
    FILES("Too many open files", 24, 24),
    FULL("No space left on device", 28, 28),
    READ_ONLY("Read-only file system", 30, 30),
    LINKS("Too many links", 31, 31),
    LONG_NAME("File name too long", 36, 63),
    NOT_THERE("Function not implemented", 38, 78),
    NOT_EMPTY("Directory not empty", 39, 66),
    LOOP("Is a symbolic link, which is not followed", 40, 62),
    NO_ATTRIBUTE("No data available", 61, -1),
    UNSUPPORTED("Operation not supported", 95, 91),
    STALE("Stale file handle", 116, 70),
    QUOTA("Disk quota exceeded", 122, 69),
    OTHER("", -1, -1);

    private final String text;
    private final int linux;
    private final int openBsd;

    Reason(String text, int linux, int openBsd) {
      this.text = text;
      this.linux = linux;
      this.openBsd = openBsd;
    }
  }

  private final Reason reason;
  private final int number;

  private RefusedException(Reason reason, int number) {
    super(reason == Reason.OTHER ? "error " + number : reason.text);
    this.reason = reason;
    this.number = number;
  }

  static RefusedException of(Reason reason) {
    return new RefusedException(reason, 0);
  }

  static RefusedException onLinux(int number) {
    for (Reason reason : Reason.values()) {
      if (reason.linux == number) {
        return new RefusedException(reason, number);
      }
    }
    return new RefusedException(Reason.OTHER, number);
  }

  static RefusedException onOpenBsd(int number) {
    for (Reason reason : Reason.values()) {
      if (reason.openBsd == number) {
        return new RefusedException(reason, number);
      }
    }
    return new RefusedException(Reason.OTHER, number);
  }

  Reason reason() {
    return reason;
  }

  /** With the name of the file, as Java's own calls would throw it. */
  FileSystemException about(Path file) {
    String name = file.toString();
    FileSystemException about =
        switch (reason) {
          case MISSING -> new NoSuchFileException(name);
          case DENIED -> new AccessDeniedException(name);
          case EXISTS -> new FileAlreadyExistsException(name);
          case NOT_EMPTY -> new DirectoryNotEmptyException(name);
          case NOT_PERMITTED,
              INTERRUPTED,
              BROKEN,
              OTHER_DEVICE,
              NO_DIRECTORY,
              DIRECTORY,
              INVALID,
              SYSTEM_FILES,
              FILES,
              FULL,
              READ_ONLY,
              LINKS,
              LONG_NAME,
              NOT_THERE,
              LOOP,
              NO_ATTRIBUTE,
              UNSUPPORTED,
              STALE,
              QUOTA ->
              new FileSystemException(name, null, reason.text);
          case OTHER -> new FileSystemException(name, null, "error " + number);
        };
    about.initCause(this);
    return about;
  }
}
