package got.packaging.clone;

import got.packaging.support.StraceLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a crash of the system could take away, by the system calls of a process so far: bytes and
 * modes of files, and entries of directories, for which there was no fsync(2) since.
 */
final class UnsyncedFiles {
  private static final String PRIVATE = ".got-clone-";

  private final String base;

  /** Files whose bytes, and directories whose entries, are not on the disk. */
  private final Set<String> contents = new TreeSet<>();

  /** What has a new mode that is not on the disk. */
  private final Set<String> modes = new TreeSet<>();

  private final List<String> renamed = new ArrayList<>();

  /**
   * @param base everything outside is left out of account
   */
  UnsyncedFiles(Path base) {
    this.base = base.toString();
  }

  /**
   * @throws AssertionError if something gets its final name that is not on the disk
   */
  void see(StraceLog.Call call) {
    if (call.paths().isEmpty() || !call.paths().getFirst().startsWith(base)) {
      return;
    }
    String path = call.paths().getFirst();
    switch (call.kind()) {
      case "openat" -> {
        if (call.creates()) {
          contents.add(path);
          contents.add(parent(path));
        }
      }
      case "mkdir" -> {
        contents.add(path);
        if (!path.substring(path.lastIndexOf('/') + 1).startsWith(PRIVATE)) {
          contents.add(parent(path));
        }
      }
      case "write", "ftruncate" -> {
        if (ofDescriptor(call)) {
          contents.add(path);
        }
      }
      case "chmod" -> modes.add(path);
      case "fdatasync" -> contents.remove(path);
      case "fsync" -> {
        contents.remove(path);
        modes.remove(path);
      }
      case "unlink" -> {
        forget(path);
        contents.add(parent(path));
      }
      // A directory that is empty may come back.
      case "rmdir" -> forget(path);
      case "rename" -> rename(path, call.paths().get(1));
      case "link", "linkat", "symlink", "symlinkat" -> throw new AssertionError(call);
      default -> {
        // It changes nothing.
      }
    }
  }

  private static boolean ofDescriptor(StraceLog.Call call) {
    return call.arguments().matches("\\d+</.*");
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  private void forget(String path) {
    contents.remove(path);
    modes.remove(path);
  }

  private static boolean isWithin(String path, String directory) {
    return path.equals(directory) || path.startsWith(directory + "/");
  }

  private void rename(String from, String to) {
    require(from, to);
    if (to.endsWith("/HEAD")) {
      require(parent(to), to);
    }
    contents.add(parent(from));
    contents.add(parent(to));
    if (modes.removeIf(path -> path.equals(from))) {
      modes.add(to);
    }
    renamed.add(to.replaceAll(".*/" + PRIVATE + "[^/]*/", ""));
  }

  private void require(String directory, String name) {
    contents.stream()
        .filter(path -> isWithin(path, directory))
        .findFirst()
        .ifPresent(
            path -> {
              throw new AssertionError(path + " is not on the disk when " + name + " appears");
            });
  }

  /** The new names in their order, relative to the private directory if they are in it. */
  List<String> renamed() {
    return List.copyOf(renamed);
  }

  /** What was never synchronised. */
  List<String> left() {
    List<String> left = new ArrayList<>(contents);
    left.addAll(modes);
    return left;
  }
}
