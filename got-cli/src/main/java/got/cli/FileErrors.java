package got.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** What went wrong with a file, in the words of strerror(3) where Java has kept them. */
public final class FileErrors {
  private FileErrors() {}

  /**
   * @param path to name if the exception names none
   */
  public static String text(Path path, IOException e) {
    String file = e instanceof FileSystemException f && f.getFile() != null ? f.getFile() : "";
    String reason =
        switch (e) {
          case NoSuchFileException _ -> "no such file or directory";
          case AccessDeniedException _ -> "permission denied";
          case DirectoryNotEmptyException _ -> "directory exists and is not empty";
          case FileAlreadyExistsException _ -> "file exists";
          case FileSystemException f when f.getReason() != null ->
              f.getReason().toLowerCase(Locale.ROOT);
          case FileNotFoundException _ -> String.valueOf(e.getMessage()); // holds the name
          default -> String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        };
    return (file.isEmpty() ? path.toString() : file) + ": " + reason;
  }
}
