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
import java.util.Optional;

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
  private static final int STICKY = 01000;

  /** As many as the system follows. */
  private static final int LINKS = 40;

  private final Trust trust;

  TrustedPath(int user, Accounts.Source accounts) {
    this(new Trust(user, accounts));
  }

  private TrustedPath(Trust trust) {
    this.trust = trust;
  }

  /**
   * @param directory that exists
   * @throws Failure if another user can rename in it, or in a directory on the way to it
   */
  public static void require(Path directory) throws Failure {
    try {
      new TrustedPath(Trust.ofSystem()).check(directory);
    } catch (UntrustedException e) {
      throw e.failure();
    } catch (IOException e) {
      throw new Failure(ExitCode.DESTINATION, FileErrors.text(directory, e));
    }
  }

  void check(Path directory) throws IOException {
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
        requireOurs(next, number(attributes(next), "uid"));
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

  private void requireOurs(Path entry, int owner) throws IOException {
    Optional<String> fault = trust.owner(owner);
    if (fault.isPresent()) {
      throw new UntrustedException(entry, fault.get());
    }
  }

  /**
   * @return true if the owner of an entry can rename it, and others create some
   */
  private boolean checkDirectory(Path directory) throws IOException {
    Map<String, Object> attributes = attributes(directory);
    requireOurs(directory, number(attributes, "uid"));
    int mode = number(attributes, "mode");
    Optional<String> writers =
        trust.writers(mode, number(attributes, "gid"), () -> hasAccessList(directory));
    if (writers.isPresent() && (mode & STICKY) == 0) {
      throw new UntrustedException(directory, writers.get());
    }
    return writers.isPresent();
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
}
