package got.cli.files;

import got.cli.files.Status.Identity;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was made in a directory of our own, which is open to nobody else while it is built: files
 * and directories, by paths below it with slashes between names.
 *
 * <p>Entries at the top can be moved to another directory. In both places, what is removed is what
 * was made here: by path, device and inode, and nothing else.
 */
public final class PrivateTree {
  /** Less the umask. */
  public static final int DIRECTORY = 0777;

  /** Less the umask. */
  public static final int FILE = 0666;

  /** Less the umask. */
  public static final int READ_ONLY = 0444;

  private final HeldDirectory root;
  private final Map<String, Made> made = new LinkedHashMap<>();

  /**
   * @param base below which its path leads to it
   */
  private record Made(HeldDirectory base, Identity identity, boolean directory) {}

  /**
   * @param root empty; the caller closes it
   */
  public PrivateTree(HeldDirectory root) {
    this.root = root;
  }

  private interface Action<T> {
    T run(HeldDirectory directory, String name) throws IOException;
  }

  /** Opens the directories on the way, none of which may be a link or another than was made. */
  private <T> T at(String path, Action<T> action) throws IOException {
    String top = path.substring(0, slash(path, 0));
    Made first = made.get(top);
    return at(first == null ? root : first.base(), path, 0, action);
  }

  private <T> T at(HeldDirectory base, String path, int from, Action<T> action) throws IOException {
    int slash = slash(path, from);
    String name = path.substring(from, slash);
    if (slash == path.length()) {
      return action.run(base, name);
    }
    try (HeldDirectory inner = base.enter(name)) {
      Made expected = made.get(path.substring(0, slash));
      if (expected == null || !expected.identity().equals(inner.identity())) {
        throw new IOException(inner.path() + ": is not the directory that was made");
      }
      return at(inner, path, slash + 1, action);
    }
  }

  private static int slash(String path, int from) {
    int slash = path.indexOf('/', from);
    return slash < 0 ? path.length() : slash;
  }

  /** True if it was made here. */
  public boolean has(String path) {
    return made.containsKey(path);
  }

  /** Makes a directory. */
  public void makeDirectory(String path) throws IOException {
    at(
        path,
        (directory, name) -> {
          try (HeldDirectory inner = directory.make(name, DIRECTORY)) {
            made.put(path, new Made(root, inner.identity(), true));
          }
          return true;
        });
  }

  /** Makes the directories on the way to a file that are missing. */
  public void makeParents(String path) throws IOException {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      String parent = path.substring(0, slash);
      if (!has(parent)) {
        makeDirectory(parent);
      }
    }
  }

  /** Creates a file; the caller closes it. */
  public HeldFile create(String path, int mode) throws IOException {
    return at(
        path,
        (directory, name) -> {
          HeldFile file = directory.create(name, mode);
          made.put(path, new Made(root, file.status().identity(), false));
          return file;
        });
  }

  /** Creates a file, fills it, and waits until the disk has it. */
  public void create(String path, HeldFile.Content content) throws IOException {
    try (HeldFile file = create(path, FILE)) {
      file.write(content);
      file.sync();
    }
  }

  /** Renames a file within its directory; nothing may have the new name. */
  public void rename(String path, String newName) throws IOException {
    Made file = entry(path);
    at(
        path,
        (directory, name) -> {
          directory.move(name, file.identity(), directory, newName);
          return true;
        });
    made.remove(path);
    made.put(path.substring(0, path.lastIndexOf('/') + 1) + newName, file);
  }

  private Made entry(String path) {
    Made entry = made.get(path);
    if (entry == null) {
      throw new IllegalStateException(path + " was not made");
    }
    return entry;
  }

  /** Waits until the disk knows all names, those farthest down first. */
  public void sync() throws IOException {
    for (String path : List.copyOf(made.keySet()).reversed()) {
      if (entry(path).directory()) {
        at(
            path,
            (directory, name) -> {
              try (HeldDirectory inner = directory.enter(name)) {
                inner.sync();
              }
              return true;
            });
      }
    }
    root.sync();
  }

  /** The permissions that the system gave to a directory made here. */
  public int permissions(String path) throws IOException {
    return at(
        path,
        (directory, name) -> {
          try (HeldDirectory inner = directory.enter(name)) {
            return inner.permissions();
          }
        });
  }

  /**
   * Moves an entry at the top, with all that is below it, to another directory; nothing may have
   * its name there.
   *
   * @param target on the same file system; stays open until after {@link #remove}
   */
  public void moveTo(HeldDirectory target, String name) throws IOException {
    root.move(name, entry(name).identity(), target, name);
    made.replaceAll(
        (path, entry) ->
            path.equals(name) || path.startsWith(name + "/")
                ? new Made(target, entry.identity(), entry.directory())
                : entry);
  }

  /** Removes one file. */
  public void remove(String path) throws IOException {
    Made entry = entry(path);
    at(
        path,
        (directory, name) -> {
          directory.remove(name, entry.identity(), entry.directory());
          return true;
        });
    made.remove(path);
  }

  /**
   * Removes what was made, as far as the system lets us, the last first.
   *
   * @param first is removed before all others, if it was made
   * @return why something is left: the first reason
   */
  public Optional<IOException> removeAll(String first) {
    Optional<IOException> failure = Optional.empty();
    List<String> order = new ArrayList<>(List.copyOf(made.keySet()).reversed());
    if (order.remove(first)) {
      order.addFirst(first);
    }
    for (String path : order) {
      try {
        remove(path);
      } catch (NoSuchFileException e) {
        // Its directory is gone.
      } catch (IOException e) {
        failure = failure.or(() -> Optional.of(e));
      }
    }
    return failure;
  }
}
