package got.ipc.confine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A user for one helper of root's got, whom nothing else on the machine runs as. A user shared with
 * others, as nobody is, could take the helper over before it has confined itself: by ptrace(2), or
 * by pidfd_getfd(2) of its channel.
 *
 * <p>The numbers are those that systemd(1) gives to services for as long as they run; they need no
 * line in passwd(5). A number is free if no process has it, systemd has not given it to a service,
 * and no other got has locked it: by the byte of a file in /run that is the number's. The lock ends
 * with this process. Where there is no /run that can be written, only the look at the processes and
 * chance keep two runs apart that start at the same moment.
 */
public final class OwnUser {
  /** Source: systemd's "Users, Groups, UIDs and GIDs", the range of DynamicUser. */
  static final int FIRST = 61184;

  static final int LAST = 65519;

  static final Path LOCKS = Path.of("/run/got-helpers.lock");

  /**
   * Holds a file for each number that systemd has given away. Source: dynamic-user.c in systemd.
   */
  static final Path SERVICES = Path.of("/run/systemd/dynamic-uid");

  private static final long PRIO_USER = 2;

  private static final Set<OpenOption> OPTIONS =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private final Syscalls kernel;
  private final Path passwd;
  private final Path services;

  /** Open for good: closing any descriptor of the file would end all locks of the process. */
  private final List<FileChannel> locks = new ArrayList<>();

  private final List<FileLock> held = new ArrayList<>();
  private final List<Integer> mine = new ArrayList<>();

  OwnUser(Syscalls kernel, Path file, Path passwd, Path services) {
    this.kernel = kernel;
    this.passwd = passwd;
    this.services = services;
    try {
      locks.add(
          FileChannel.open(
              file,
              OPTIONS,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
    } catch (IOException e) {
      // No /run, or one that cannot be written: see above.
    }
  }

  private static final class Holder {
    private static final OwnUser OF_PROCESS = of();

    private static OwnUser of() {
      try {
        return new OwnUser(LinuxSyscalls.open(), LOCKS, Account.PASSWD, SERVICES);
      } catch (ConfinementException e) {
        throw new IllegalStateException("asked for by a process that has made calls", e);
      }
    }
  }

  /**
   * Claims a user until this process ends.
   *
   * @throws ConfinementException if all numbers are taken
   */
  public static Account claim() throws ConfinementException {
    return Holder.OF_PROCESS.next(ThreadLocalRandom.current().nextInt(LAST - FIRST + 1));
  }

  /**
   * @param start where to begin among the numbers; nobody can tell which one it will be
   */
  synchronized Account next(int start) throws ConfinementException {
    int count = LAST - FIRST + 1;
    for (int i = 0; i < count; i++) {
      int uid = FIRST + (start + i) % count;
      if (!mine.contains(uid) && claimed(uid)) {
        mine.add(uid);
        return new Account(Integer.toString(uid), uid, uid);
      }
    }
    throw new ConfinementException(
        "user: none of the numbers " + FIRST + " to " + LAST + " is free");
  }

  /** Locked first: whoever looks at the processes afterwards sees those of who had the lock. */
  private boolean claimed(int uid) throws ConfinementException {
    if (!lock(uid)) {
      return false;
    }
    if (runsSomething(uid) || isNamed(uid) || Files.exists(services.resolve("" + uid))) {
      unlock();
      return false;
    }
    return true;
  }

  private void unlock() {
    if (!held.isEmpty()) {
      try {
        held.removeLast().release();
      } catch (IOException e) {
        // It is free when this process ends.
      }
    }
  }

  private boolean lock(int uid) {
    for (FileChannel channel : locks) {
      try {
        FileLock lock = channel.tryLock(uid, 1, false);
        if (lock == null) {
          return false;
        }
        held.add(lock);
      } catch (IOException | OverlappingFileLockException e) {
        return false;
      }
    }
    return true;
  }

  /** getpriority(2) looks for processes of a user, and finds those of others too. */
  private boolean runsSomething(int uid) {
    return kernel.call(Call.GETPRIORITY, PRIO_USER, uid) != -Errno.ESRCH;
  }

  private boolean isNamed(int uid) throws ConfinementException {
    return Files.exists(passwd) && Account.numbers(passwd).contains(uid);
  }
}
