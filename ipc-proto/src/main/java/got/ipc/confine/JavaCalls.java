package got.ipc.confine;

import static got.ipc.confine.Call.*;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What every helper's filter has in common. SECURITY.md has a line for each call it allows. */
final class JavaCalls {
  /**
   * What a virtual machine needs once its native libraries are loaded. strace(1) of real runs shows
   * most of them; the others are those that the C library and the virtual machine fall back to.
   */
  static final Set<Call> RUNNING =
      EnumSet.of(
          // What is open already: channel, standard error, archive, run-time image.
          READ,
          PREAD64,
          WRITE,
          LSEEK,
          FSTAT,
          CLOSE,
          RECVMSG, //
          // Memory. The compiler makes its code executable.
          MMAP,
          MUNMAP,
          MPROTECT,
          MREMAP,
          MADVISE,
          BRK, //
          // Threads.
          FUTEX,
          RSEQ,
          SET_ROBUST_LIST,
          RESTART_SYSCALL,
          SCHED_YIELD,
          SCHED_GETAFFINITY,
          GETCPU,
          EXIT,
          EXIT_GROUP, //
          // Time, signals, and who one is.
          NANOSLEEP,
          CLOCK_NANOSLEEP,
          CLOCK_GETTIME,
          CLOCK_GETRES,
          GETTIMEOFDAY,
          TIME,
          SYSINFO,
          GETRANDOM,
          RT_SIGACTION,
          RT_SIGPROCMASK,
          RT_SIGRETURN,
          GETPID,
          GETTID);

  /** What the C library asks for to make a thread, and no more. Source: its clone3(2) fallback. */
  private static final long GLIBC_THREAD = 0x3d0f00;

  /** As musl asks: CLONE_DETACHED too, which the kernel has ignored for twenty years. */
  private static final long MUSL_THREAD = 0x7d0f00;

  static final Judged THREADS =
      new Judged(CLONE, Argument.isWide(0, "flags", GLIBC_THREAD, MUSL_THREAD));

  private static final int PR_SET_NAME = 15;
  private static final int FIONREAD = 0x541b;
  private static final int MSG_NOSIGNAL = 0x4000;

  /**
   * Data goes to whom the socket is connected to. A TCP socket whose connection has ended could
   * otherwise be connected anew, past connect(2), by MSG_FASTOPEN or with an address.
   */
  static final Judged SENDING =
      new Judged(
          SENDTO,
          Argument.is(3, "flags", 0, MSG_NOSIGNAL),
          Argument.isWide(4, "address", 0L),
          Argument.is(5, "length of the address", 0));

  /** One option of a TCP connection, whose value is an int: see {@link QuickAck}. */
  static final Judged QUICK_ACK =
      new Judged(
          SETSOCKOPT,
          Argument.is(1, "level", QuickAck.IPPROTO_TCP),
          Argument.is(2, "option", QuickAck.TCP_QUICKACK),
          Argument.is(4, "length of the value", Integer.BYTES));

  /**
   * Calls that do more than one thing. A filter looks at numbers only: it cannot follow pointers.
   * sendmsg(2) is not here, because its address and descriptors are behind one.
   */
  static final List<Judged> JUDGED =
      List.of(
          THREADS,
          SENDING,
          new Judged(TGKILL, new Argument.OwnPid(0, "process")),
          new Judged(PRCTL, Argument.is(0, "option", PR_SET_NAME)),
          new Judged(IOCTL, Argument.is(1, "request", FIONREAD)));

  /** Answered EPERM, because a virtual machine may try them, and {@link Proof} does. */
  static final Set<Call> REFUSED =
      EnumSet.of(
          OPEN,
          OPENAT,
          OPENAT2,
          CREAT,
          STAT,
          LSTAT,
          NEWFSTATAT,
          STATX,
          ACCESS,
          FACCESSAT, //
          FACCESSAT2,
          READLINK,
          READLINKAT,
          GETDENTS,
          GETDENTS64,
          GETCWD, //
          SOCKET,
          SOCKETPAIR,
          CONNECT,
          BIND,
          LISTEN,
          ACCEPT,
          ACCEPT4,
          SETSOCKOPT,
          GETSOCKOPT, // of a connection to got it would give a descriptor of got itself
          SENDMSG,
          SENDMMSG,
          FCNTL,
          UNAME, //
          EXECVE,
          EXECVEAT,
          FORK,
          VFORK,
          KILL,
          TKILL,
          PRLIMIT64,
          GETPRIORITY,
          SETPRIORITY);

  /** Whoever tries these has taken the process over. */
  static final Set<Call> KILLED =
      EnumSet.of(
          PTRACE,
          PROCESS_VM_READV,
          PROCESS_VM_WRITEV,
          PROCESS_MADVISE,
          PIDFD_GETFD,
          KCMP, //
          BPF,
          PERF_EVENT_OPEN,
          USERFAULTFD,
          IO_URING_SETUP,
          IO_URING_ENTER,
          IO_URING_REGISTER, //
          KEYCTL,
          ADD_KEY,
          REQUEST_KEY, //
          MOUNT,
          UMOUNT2,
          PIVOT_ROOT,
          CHROOT,
          OPEN_TREE,
          MOVE_MOUNT,
          FSOPEN,
          FSCONFIG,
          FSMOUNT, //
          FSPICK,
          MOUNT_SETATTR,
          UNSHARE,
          SETNS,
          OPEN_BY_HANDLE_AT,
          NAME_TO_HANDLE_AT, //
          KEXEC_LOAD,
          KEXEC_FILE_LOAD,
          INIT_MODULE,
          FINIT_MODULE,
          DELETE_MODULE, //
          FANOTIFY_INIT,
          MEMFD_SECRET,
          ACCT,
          QUOTACTL,
          SWAPON,
          SWAPOFF,
          REBOOT,
          IOPL,
          IOPERM, //
          MODIFY_LDT,
          SYSLOG,
          SETTIMEOFDAY,
          CLOCK_SETTIME,
          ADJTIMEX,
          CLOCK_ADJTIME, //
          SETHOSTNAME,
          SETDOMAINNAME);

  private JavaCalls() {}
}
