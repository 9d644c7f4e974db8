package got.ipc.confine;

import static got.ipc.confine.Call.*;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a helper is refused from its first instruction on, until its own filter refuses more.
 *
 * <p>A virtual machine starts behind this filter, and a process is made and executes java. So the
 * filter names what is refused, and answers with errors. It closes what Landlock leaves open, or
 * leaves open on an older kernel.
 */
final class LaunchCalls {
  /** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
  private static final int NAME_SPACES = 0x7e020000;

  /** O_WRONLY, O_RDWR, O_CREAT, O_TRUNC. */
  private static final int WRITING = 0x1 | 0x2 | 0x40 | 0x200;

  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;

  private static final Integer[] STREAM_TYPES = {
    SOCK_STREAM,
    SOCK_STREAM | SOCK_CLOEXEC,
    SOCK_STREAM | SOCK_NONBLOCK,
    SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK
  };

  private static final int MSG_FASTOPEN = 0x20000000;

  /** F_DUPFD, GETFD, SETFD, GETFL, SETFL, GETLK, SETLK, SETLKW, DUPFD_CLOEXEC. Not: F_SETOWN. */
  private static final Integer[] FCNTL_COMMANDS = {0, 1, 2, 3, 4, 5, 6, 7, 1030};

  /** TCGETS and TCGETS2, TIOCGWINSZ, FIONREAD, FIONBIO. Not: TIOCSTI. */
  private static final Integer[] IOCTL_REQUESTS = {0x5401, 0x802c542a, 0x5413, 0x541b, 0x5421};

  /**
   * The newest call that was looked at, mseal(2). Later ones are answered ENOSYS, as by a kernel
   * that does not have them: setxattrat(2), file_setattr(2), and what is to come.
   */
  static final int NEWEST = 462;

  static final List<Judged> JUDGED =
      List.of(
          // By name, and with the effects that O_CREAT and O_TRUNC have.
          new Judged(OPEN, new Argument.Without(1, "flags", WRITING)),
          new Judged(OPENAT, new Argument.Without(2, "flags", WRITING)),
          // The virtual machine's network library and junixsocket make these at start.
          new Judged(
              SOCKET, Argument.is(0, "domain", AF_UNIX), Argument.is(1, "type", STREAM_TYPES)),
          // Not of datagrams: from one of such a pair, sendmsg(2) reaches any socket with a name.
          new Judged(
              SOCKETPAIR, Argument.is(0, "domain", AF_UNIX), Argument.is(1, "type", STREAM_TYPES)),
          JavaCalls.SENDING,
          new Judged(SENDMSG, new Argument.Without(2, "flags", MSG_FASTOPEN)),
          // Threads and processes. The kernel drops the upper half of clone's flags.
          new Judged(CLONE, new Argument.Without(0, "flags", NAME_SPACES)),
          new Judged(PRLIMIT64, Argument.is(0, "process", 0)),
          new Judged(FCNTL, Argument.is(1, "command", FCNTL_COMMANDS)),
          new Judged(IOCTL, Argument.is(1, "request", IOCTL_REQUESTS)));

  static final Set<Call> REFUSED = refused();

  private LaunchCalls() {}

  private static Set<Call> refused() {
    Set<Call> refused =
        EnumSet.of(
            // Files by name.
            CREAT,
            OPENAT2,
            TRUNCATE,
            MKDIR,
            MKDIRAT,
            MKNOD,
            MKNODAT,
            RMDIR,
            UNLINK,
            UNLINKAT,
            RENAME,
            RENAMEAT,
            RENAMEAT2,
            LINK,
            LINKAT,
            SYMLINK,
            SYMLINKAT, //
            // What the owner of a file may do with it, even if it is open for reading only.
            CHMOD,
            FCHMOD,
            FCHMODAT,
            FCHMODAT2,
            CHOWN,
            FCHOWN,
            LCHOWN,
            FCHOWNAT,
            UTIME,
            UTIMES,
            FUTIMESAT,
            UTIMENSAT,
            SETXATTR,
            LSETXATTR,
            FSETXATTR,
            REMOVEXATTR,
            LREMOVEXATTR,
            FREMOVEXATTR,
            INOTIFY_INIT,
            INOTIFY_INIT1,
            INOTIFY_ADD_WATCH,
            FANOTIFY_MARK,
            QUOTACTL_FD, //
            // Connections.
            CONNECT,
            BIND,
            LISTEN,
            ACCEPT,
            ACCEPT4,
            SENDMMSG, //
            // Signals to others. The number of the process is not known yet: its own, too.
            KILL,
            TKILL,
            TGKILL,
            RT_SIGQUEUEINFO,
            RT_TGSIGQUEUEINFO,
            PIDFD_OPEN,
            PIDFD_SEND_SIGNAL,
            PROCESS_MRELEASE, //
            // Other processes, and what outlives this one.
            GET_ROBUST_LIST,
            SETPRIORITY,
            IOPRIO_SET,
            SCHED_SETAFFINITY,
            SCHED_SETATTR,
            SCHED_SETPARAM,
            SCHED_SETSCHEDULER,
            MIGRATE_PAGES,
            MOVE_PAGES,
            SETPGID,
            SETSID,
            SHMGET,
            SHMAT,
            SHMCTL,
            MSGGET,
            MSGSND,
            MSGRCV,
            MSGCTL,
            SEMGET,
            SEMOP,
            SEMTIMEDOP,
            SEMCTL,
            MQ_OPEN,
            MQ_UNLINK,
            IO_SETUP,
            IO_SUBMIT,
            SYNC,
            VHANGUP, //
            // Programs, and who one is. A program in memory is in no file that Landlock knows.
            EXECVEAT,
            MEMFD_CREATE,
            PERSONALITY,
            SETUID,
            SETREUID,
            SETRESUID,
            SETFSUID,
            SETGID,
            SETREGID,
            SETRESGID,
            SETFSGID,
            SETGROUPS,
            CAPSET);
    refused.addAll(JavaCalls.KILLED);
    return refused;
  }
}
