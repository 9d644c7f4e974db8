package got.cli.say;

import got.ipc.Text;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What went wrong with a file, in the words of strerror(3) where Java has kept them. */
public final class FileErrors {
  private FileErrors() {}

  /**
   * @param path to name if the exception names none
   */
  public static String text(Path path, IOException e) {
    if (e instanceof FileNotFoundException missing) {
      return named(String.valueOf(missing.getMessage()));
    }
    String file = e instanceof FileSystemException f ? file(f) : "";
    String reason =
        switch (e) {
          case NoSuchFileException _ -> "no such file or directory";
          case AccessDeniedException _ -> "permission denied";
          case DirectoryNotEmptyException _ -> "directory exists and is not empty";
          case FileAlreadyExistsException _ -> "file exists";
          case FileSystemException f when f.getReason() != null ->
              Text.uncapitalized(f.getReason());
          default -> Text.reason(e);
        };
    return (file.isEmpty() ? path.toString() : file) + ": " + reason;
  }

  /** Of two names the new one: the old one may be of a file that only we know. */
  private static String file(FileSystemException e) {
    String file = e.getOtherFile() == null ? e.getFile() : e.getOtherFile();
    return file == null ? "" : file;
  }

  /** Of {@code java.io}: the name, then the reason in parentheses. */
  private static String named(String message) {
    int reason = message.lastIndexOf(" (");
    return reason < 0 || !message.endsWith(")")
        ? message
        : message.substring(0, reason)
            + ": "
            + Text.uncapitalized(message.substring(reason + 2, message.length() - 1));
  }
}
