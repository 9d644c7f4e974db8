package got.cli.files;

import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Looks who else could lead us elsewhere on the way to a directory.
 *
 * <p>Whoever may rename in a directory can put a link, or another directory, in the place of what
 * we are about to open there. So every directory on the way has to be ours or root's, and to be
 * writable by nobody else; a directory for everybody such as /tmp will do, if it is sticky and the
 * next name in it is ours or root's. Links are followed as the system does, and each way is looked
 * at.
 */
public final class TrustedPath {
  private static final int GROUP_WRITES = 020;
  private static final int OTHERS_WRITE = 02;
  private static final int STICKY = 01000;

  /** As many as the system follows. */
  private static final int LINKS = 40;

  private final int user;
  private final Accounts.Source accounts;

  TrustedPath(int user, Accounts.Source accounts) {
    this.user = user;
    this.accounts = accounts;
  }

  /**
   * @param directory that exists
   * @throws Failure if another user can rename in it, or in a directory on the way to it
   */
  public static void require(Path directory) throws Failure {
    try {
      new TrustedPath(FileCalls.ofSystem().user(), Accounts::ofSystem).check(directory);
    } catch (IOException e) {
      throw new Failure(ExitCode.DESTINATION, FileErrors.text(directory, e));
    }
  }

  void check(Path directory) throws Failure, IOException {
    Path at = directory.toAbsolutePath().getRoot();
    Deque<Path> names = new ArrayDeque<>();
    push(names, directory.toAbsolutePath());
    int links = 0;
    boolean shared = checkDirectory(at);
    while (!names.isEmpty()) {
      Path name = names.pop();
      if (name.toString().equals("..")) {
        at = at.getParent() == null ? at : at.getParent();
        shared = checkDirectory(at);
        continue;
      }
      Path next = at.resolve(name);
      if (shared) {
        requireOurs(next);
      }
      if (!Files.isSymbolicLink(next)) {
        at = next;
        shared = checkDirectory(at);
        continue;
      }
      if (++links > LINKS) {
        throw new IOException(directory + ": too many links");
      }
      Path target = Files.readSymbolicLink(next);
      if (target.isAbsolute()) {
        at = target.getRoot();
        shared = checkDirectory(at);
      }
      push(names, target);
    }
  }

  private static void push(Deque<Path> names, Path path) {
    for (int i = path.getNameCount() - 1; i >= 0; i--) {
      String name = path.getName(i).toString();
      if (!name.isEmpty() && !name.equals(".")) {
        names.push(path.getName(i));
      }
    }
  }

  private static Map<String, Object> attributes(Path path) throws IOException {
    return Files.readAttributes(path, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
  }

  private static int number(Map<String, Object> attributes, String name) throws IOException {
    if (attributes.get(name) instanceof Integer number) {
      return number;
    }
    throw new IOException("no attribute " + name);
  }

  private boolean isOurs(int owner) {
    return owner == user || owner == 0;
  }

  private void requireOurs(Path entry) throws Failure, IOException {
    int owner = number(attributes(entry), "uid");
    if (!isOurs(owner)) {
      throw failure(entry, "belongs to " + accounts.read().user(owner));
    }
  }

  /**
   * @return true if the owner of an entry can rename it, and others create some
   */
  private boolean checkDirectory(Path directory) throws Failure, IOException {
    Map<String, Object> attributes = attributes(directory);
    int owner = number(attributes, "uid");
    int mode = number(attributes, "mode");
    if (!isOurs(owner)) {
      throw failure(directory, "belongs to " + accounts.read().user(owner));
    }
    boolean others = (mode & OTHERS_WRITE) != 0;
    int group = number(attributes, "gid");
    boolean members =
        !others
            && (mode & GROUP_WRITES) != 0
            && (accounts.read().groupHasOthers(group, user) || hasAccessList(directory));
    if (!others && !members) {
      return false;
    }
    if ((mode & STICKY) == 0) {
      throw failure(
          directory,
          others
              ? "is writable by everybody"
              : "is writable by group " + accounts.read().group(group));
    }
    return true;
  }

  private static boolean hasAccessList(Path directory) throws IOException {
    FileCalls calls = FileCalls.ofSystem();
    int number = calls.openDirectory(FileCalls.CURRENT, directory.toString(), false);
    try {
      return calls.hasAccessList(number);
    } finally {
      calls.close(number);
    }
  }

  private static Failure failure(Path path, String why) {
    return new Failure(
        ExitCode.DESTINATION,
        path + ": " + why + ", who can replace what is in it",
        "--trust-directory goes on all the same");
  }
}
