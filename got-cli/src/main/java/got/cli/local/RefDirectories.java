package got.cli.local;

import got.cli.files.HeldDirectory;
import got.cli.files.Status;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The directories on the way to references, kept open for the next one: whoever asks in the order
 * of names opens each once.
 */
final class RefDirectories implements Closeable {
  private static final int MODE = 0777;

  /** Not removed when they are empty: without them there is no repository. */
  private static final int FIXED = 2;

  private final HeldDirectory root;
  private final List<HeldDirectory> open = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  /**
   * @param root the caller closes it
   */
  RefDirectories(HeldDirectory root) {
    this.root = root;
  }

  /** The last component of a path. */
  static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The path of the directory that a file is in; empty for the repository's own. */
  static String above(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /**
   * The directory that a file is in, open until another one is asked for.
   *
   * @param make true if missing directories are to be made
   * @return empty if it is missing, or a file is in its place
   */
  Optional<HeldDirectory> of(String path, boolean make) throws IOException {
    String[] components = path.split("/", -1);
    int common = 0;
    while (common < names.size()
        && common < components.length - 1
        && names.get(common).equals(components[common])) {
      common++;
    }
    closeFrom(common);
    HeldDirectory at = common == 0 ? root : open.getLast();
    for (int i = common; i < components.length - 1; i++) {
      Optional<HeldDirectory> next = enter(at, components[i], make);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      at = next.get();
      open.add(at);
      names.add(components[i]);
    }
    return Optional.of(at);
  }

  private static Optional<HeldDirectory> enter(HeldDirectory in, String name, boolean make)
      throws IOException {
    if (in.status(name).filter(s -> !s.isDirectory()).isPresent()) {
      return Optional.empty();
    }
    Optional<HeldDirectory> found = in.find(name);
    if (found.isPresent() || !make) {
      return found;
    }
    try {
      // No more open than the one it is in, whatever the umask: it would be refused.
      return Optional.of(in.make(name, MODE & in.permissions()));
    } catch (FileAlreadyExistsException e) {
      // Another process was faster, or a file is in the way.
      return in.find(name);
    }
  }

  /**
   * Removes the directories on the way to a file that are empty now. One that cannot be removed is
   * in nobody's way.
   */
  void prune(String path) {
    String[] components = path.split("/", -1);
    try {
      for (int count = components.length - 1; count > FIXED; count--) {
        String directory = String.join("/", List.of(components).subList(0, count));
        Optional<HeldDirectory> in = of(directory, false);
        if (in.isPresent()) {
          removeEmpty(in.get(), last(directory));
        }
      }
    } catch (IOException e) {
      // Not empty, most often; or another process makes and removes it.
    }
  }

  /**
   * Removes a directory in the place of a file, with those in it, if there is no file in any of
   * them. The directory that the file is in has to be there.
   */
  void clear(String path) throws IOException {
    Optional<HeldDirectory> in = of(path, false);
    if (in.isPresent() && isDirectory(in.get(), last(path))) {
      clear(in.get(), last(path));
    }
  }

  private static boolean isDirectory(HeldDirectory in, String name) throws IOException {
    return in.status(name).filter(Status::isDirectory).isPresent();
  }

  private static void clear(HeldDirectory in, String name) throws IOException {
    Optional<HeldDirectory> found = in.find(name);
    if (found.isPresent()) {
      try (HeldDirectory going = found.get()) {
        for (String inner : going.names()) {
          if (!isDirectory(going, inner)) {
            return;
          }
          clear(going, inner);
        }
        in.remove(name, going.identity(), true);
      }
    }
  }

  private static void removeEmpty(HeldDirectory in, String name) throws IOException {
    Optional<HeldDirectory> found = in.find(name);
    if (found.isPresent()) {
      try (HeldDirectory going = found.get()) {
        in.remove(name, going.identity(), true);
      }
    }
  }

  private void closeFrom(int first) throws IOException {
    while (open.size() > first) {
      open.removeLast().close();
      names.removeLast();
    }
  }

  @Override
  public void close() throws IOException {
    closeFrom(0);
  }
}
