package got.cli.files;

import got.cli.files.RefusedException.Reason;
import got.cli.files.Status.Identity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A directory held open: names in it are looked up in this very directory, whatever its own name
 * leads to meanwhile. Names have no slash in them. Not for several threads at once.
 */
public final class HeldDirectory implements Closeable {
  private final FileCalls calls;
  private final int number;
  private final Path path;
  private final Status status;

  /** Says whether a directory in this one is refused; empty if none is. */
  private Optional<Trust> trust = Optional.empty();

  private boolean closed;

  private HeldDirectory(FileCalls calls, int number, Path path, Status status) {
    this.calls = calls;
    this.number = number;
    this.path = path;
    this.status = status;
  }

  private static HeldDirectory of(FileCalls calls, int number, Path path) throws IOException {
    try {
      return new HeldDirectory(calls, number, path, calls.status(number));
    } catch (RefusedException e) {
      calls.close(number);
      throw e.about(path);
    }
  }

  /**
   * From now on this directory, each that is entered from it, and so on, has to be ours or root's
   * and to be writable by nobody else. That is asked of what was opened, not of its name. The
   * sticky bit is no excuse: it keeps others from renaming, and lets them add files.
   *
   * @throws UntrustedException if this one is not
   */
  public void requireTrust() throws IOException {
    Trust asked = Trust.ofSystem();
    requireTrusted(asked);
    trust = Optional.of(asked);
  }

  private void requireTrusted(Trust asked) throws IOException {
    Optional<String> fault = asked.owner(status.user());
    if (fault.isEmpty()) {
      fault = asked.writers(status.mode(), status.group(), () -> calls.hasAccessList(number));
    }
    if (fault.isPresent()) {
      throw new UntrustedException(path, fault.get());
    }
  }

  /**
   * Opens a directory by its path.
   *
   * @param follow true if the path itself may be a link to a directory
   */
  public static HeldDirectory open(Path path, boolean follow) throws IOException {
    FileCalls calls = FileCalls.ofSystem();
    Path absolute = path.toAbsolutePath();
    try {
      int number = calls.openDirectory(FileCalls.CURRENT, absolute.toString(), follow);
      return of(calls, number, absolute);
    } catch (RefusedException e) {
      throw e.about(path);
    }
  }

  /** Where it was when it was opened: for messages. */
  public Path path() {
    return path;
  }

  /** True if the path leads to this directory now; a link at its end does not lead anywhere. */
  public boolean isAt(Path where) throws IOException {
    try {
      String name = where.toAbsolutePath().toString();
      return calls.status(FileCalls.CURRENT, name).identity().equals(identity());
    } catch (RefusedException e) {
      if (e.reason() == Reason.MISSING) {
        return false;
      }
      throw e.about(where);
    }
  }

  /** True if something here can be renamed to there. */
  public boolean isOnDeviceOf(HeldDirectory other) {
    return identity().device() == other.identity().device();
  }

  /** Which directory this is. */
  public Identity identity() {
    return status.identity();
  }

  /**
   * Opens a directory in this one; a link is an error.
   *
   * @throws UntrustedException if {@link #requireTrust} was called, and others can write there
   */
  public HeldDirectory enter(String name) throws IOException {
    HeldDirectory entered;
    try {
      entered = of(calls, calls.openDirectory(open(), name, false), FileName.path(path, name));
    } catch (RefusedException e) {
      boolean link =
          e.reason() == Reason.NO_DIRECTORY && status(name).filter(Status::isLink).isPresent();
      throw (link ? RefusedException.of(Reason.LOOP) : e).about(FileName.path(path, name));
    }
    entered.trust = trust;
    if (trust.isPresent()) {
      try {
        entered.requireTrusted(trust.get());
      } catch (IOException e) {
        entered.close();
        throw e;
      }
    }
    return entered;
  }

  /**
   * Makes a directory and holds it open.
   *
   * @param mode from which the system takes away what the umask, or an access list, says
   */
  public HeldDirectory make(String name, int mode) throws IOException {
    try {
      calls.makeDirectory(open(), name, mode);
    } catch (RefusedException e) {
      throw e.about(FileName.path(path, name));
    }
    try {
      HeldDirectory made = enter(name);
      if (made.status.user() == calls.user()) {
        return made;
      }
      made.close();
    } catch (IOException e) {
      removeEmpty(name);
      throw e;
    }
    throw new FileSystemException(
        FileName.path(path, name).toString(), null, "is not the directory that was made");
  }

  /** Undoes the making of a directory that cannot be opened. */
  private void removeEmpty(String name) {
    try {
      calls.remove(number, name, true);
    } catch (RefusedException e) {
      // The failure that led here is the one to report.
    }
  }

  /**
   * Creates a file; a link under the name is an error, as whatever else has it.
   *
   * @param mode from which the system takes away what the umask, or an access list, says; this
   *     descriptor reads and writes in any case
   */
  public HeldFile create(String name, int mode) throws IOException {
    try {
      return HeldFile.of(calls, calls.create(open(), name, mode), FileName.path(path, name));
    } catch (RefusedException e) {
      throw e.about(FileName.path(path, name));
    }
  }

  /** True if the directory belongs to the user whose rights count. */
  public boolean isOurs() {
    return status.user() == calls.user();
  }

  /** As {@link #enter}; empty if there is nothing under the name. The caller closes it. */
  public Optional<HeldDirectory> find(String name) throws IOException {
    try {
      return Optional.of(enter(name));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The names in it, in no order. A directory that was removed has none. */
  public List<String> names() throws IOException {
    try {
      return calls.names(open());
    } catch (RefusedException e) {
      if (e.reason() == Reason.MISSING) {
        return List.of();
      }
      throw e.about(path);
    }
  }

  /**
   * Opens a regular file to be read; a link, or anything else that is no file, is an error.
   *
   * @return empty if there is nothing under the name
   */
  public Optional<HeldFile> openFile(String name) throws IOException {
    try {
      int opened = calls.openOwn(open(), name);
      return Optional.of(HeldFile.regular(calls, opened, FileName.path(path, name)));
    } catch (RefusedException e) {
      if (e.reason() == Reason.MISSING) {
        return Optional.empty();
      }
      throw e.about(FileName.path(path, name));
    }
  }

  /** Opens a regular file to write behind its end, and makes it if it is missing. */
  public HeldFile append(String name, int mode) throws IOException {
    try {
      int opened = calls.openToAppend(open(), name, mode);
      return HeldFile.regular(calls, opened, FileName.path(path, name));
    } catch (RefusedException e) {
      throw e.about(FileName.path(path, name));
    }
  }

  /** Of a link the link's own; empty if there is nothing under the name. */
  public Optional<Status> status(String name) throws IOException {
    try {
      return Optional.of(calls.status(open(), name));
    } catch (RefusedException e) {
      if (e.reason() == Reason.MISSING) {
        return Optional.empty();
      }
      throw e.about(FileName.path(path, name));
    }
  }

  /** True if the name leads to that file. */
  public boolean has(String name, Identity identity) throws IOException {
    return status(name).filter(s -> s.identity().equals(identity)).isPresent();
  }

  private void require(String name, Identity identity) throws IOException {
    if (!has(name, identity)) {
      throw new FileSystemException(
          FileName.path(path, name).toString(), null, "is not the file that was made");
    }
  }

  /**
   * Renames that very file, and looks afterwards whether it was that one. What has the new name is
   * kept, and an error.
   */
  public void move(String name, Identity identity, HeldDirectory to, String newName)
      throws IOException {
    require(name, identity);
    try {
      calls.renameNew(open(), name, to.open(), newName);
    } catch (RefusedException e) {
      throw e.about(FileName.path(to.path, newName));
    }
    to.require(newName, identity);
  }

  /** Renames that very file within this directory; it takes the place of what has the new name. */
  public void replace(String name, Identity identity, String newName) throws IOException {
    handOver(name, identity, newName);
    require(newName, identity);
  }

  /**
   * Renames that very file within this directory, as {@link #replace}, to a name under which others
   * may change it from then on: so nobody looks afterwards what the name leads to.
   */
  public void handOver(String name, Identity identity, String newName) throws IOException {
    require(name, identity);
    try {
      calls.rename(open(), name, open(), newName);
    } catch (RefusedException e) {
      throw e.about(FileName.path(path, newName));
    }
  }

  /**
   * Removes that very file or empty directory; nothing under the name is fine.
   *
   * @throws IOException if another file has the name now
   */
  public void remove(String name, Identity identity, boolean directory) throws IOException {
    if (status(name).isEmpty()) {
      return;
    }
    require(name, identity);
    try {
      calls.remove(open(), name, directory);
    } catch (RefusedException e) {
      throw e.about(FileName.path(path, name));
    }
  }

  /** Permissions as they are now. */
  public int permissions() throws IOException {
    try {
      return calls.status(open()).permissions();
    } catch (RefusedException e) {
      throw e.about(path);
    }
  }

  /** Changes them. */
  public void permit(int permissions) throws IOException {
    try {
      calls.changeMode(open(), permissions);
    } catch (RefusedException e) {
      throw e.about(path);
    }
  }

  /** True if new files get the same group and rights from both directories. */
  public boolean passesOnAs(HeldDirectory other) throws IOException {
    try {
      return calls.inheritance(open()).equals(calls.inheritance(other.open()));
    } catch (RefusedException e) {
      throw e.about(path);
    }
  }

  /** Waits until the disk knows the names in it. */
  public void sync() throws IOException {
    try {
      calls.sync(open());
    } catch (RefusedException e) {
      throw e.about(path);
    }
  }

  /** The number of a descriptor that was closed may be that of another file. */
  private int open() throws IOException {
    if (closed) {
      throw new FileSystemException(path.toString(), null, "is no longer open");
    }
    return number;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      calls.close(number);
    }
  }
}
