package got.cli.repository;

import got.cli.files.HeldDirectory;
import got.cli.files.PrivateTree;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** The directory in which a repository is built, held open together with the one it is in. */
final class PrivateDirectory implements Closeable {
  private static final int PRIVATE = 0700;

  private final HeldDirectory root;
  private final PrivateTree tree;

  /** Where its name is; closed here if it is not the destination's. */
  private HeldDirectory in;

  private String name;
  private boolean gone;

  private PrivateDirectory(HeldDirectory in, String name, HeldDirectory root) {
    this.in = in;
    this.name = name;
    this.root = root;
    this.tree = new PrivateTree(root);
  }

  /**
   * Makes it, for our user alone.
   *
   * @param in stays open until after {@link #close}
   */
  static PrivateDirectory make(HeldDirectory in, String name) throws IOException {
    return new PrivateDirectory(in, name, in.make(name, PRIVATE));
  }

  /** What is built in it. */
  PrivateTree tree() {
    return tree;
  }

  /**
   * Opens it to whom the umask, or the directory above, lets in, and renames it; nothing may have
   * the new name.
   *
   * @param model a directory made in it: the system gave it what every new directory gets there
   */
  void publish(String model, HeldDirectory to, String newName) throws IOException {
    root.permit(tree.permissions(model));
    in.move(name, root.identity(), to, newName);
    in = to;
    name = newName;
    root.sync(); // its mode
  }

  /** Removes it; it must be empty. */
  void remove() throws IOException {
    in.remove(name, root.identity(), true);
    gone = true;
  }

  /**
   * Removes it and all that was made in it, as far as the system lets us.
   *
   * @param first is removed before all others
   * @return why something is left: the first reason
   */
  Optional<IOException> removeAll(String first) {
    Optional<IOException> failure = tree.removeAll(first);
    try {
      if (!gone) {
        remove();
      }
    } catch (NoSuchFileException e) {
      gone = true;
    } catch (IOException e) {
      return failure.or(() -> Optional.of(e));
    }
    return failure;
  }

  @Override
  public void close() throws IOException {
    root.close();
  }
}
