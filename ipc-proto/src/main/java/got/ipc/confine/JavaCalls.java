package got.ipc.confine;

import static got.ipc.confine.Call.*;

import java.util.EnumSet;
import java.util.Set;

/**
 * What every helper's filter has in common. {@link SeccompProgram} allows some more, when their
 * arguments are harmless: sending, threads, signals to oneself.
 */
final class JavaCalls {
  /** What a virtual machine needs once its native libraries are loaded. */
  static final Set<Call> RUNNING =
      EnumSet.of(
          // What is open already: channel, standard error, archive, run-time image.
          READ,
          READV,
          PREAD64,
          WRITE,
          WRITEV,
          LSEEK,
          FSTAT,
          CLOSE,
          DUP2,
          DUP3, //
          RECVMSG,
          RECVFROM,
          SHUTDOWN,
          GETSOCKOPT,
          POLL,
          PPOLL, //
          // Memory. The compiler makes its code executable.
          MMAP,
          MUNMAP,
          MPROTECT,
          MREMAP,
          MADVISE,
          MINCORE,
          BRK,
          MEMBARRIER,
          // Threads.
          FUTEX,
          RSEQ,
          SET_ROBUST_LIST,
          RESTART_SYSCALL,
          SCHED_YIELD,
          SCHED_GETAFFINITY, //
          EXIT,
          EXIT_GROUP,
          // Time, signals, and who one is.
          NANOSLEEP,
          CLOCK_NANOSLEEP,
          CLOCK_GETTIME,
          CLOCK_GETRES,
          GETTIMEOFDAY,
          TIME,
          TIMES, //
          GETRUSAGE,
          SYSINFO,
          UNAME,
          GETCPU,
          GETRANDOM, //
          RT_SIGACTION,
          RT_SIGPROCMASK,
          RT_SIGRETURN,
          RT_SIGTIMEDWAIT,
          RT_SIGSUSPEND,
          SIGALTSTACK,
          GETPID,
          GETTID,
          GETUID,
          GETEUID,
          GETGID,
          GETEGID);

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
          SETSOCKOPT, //
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
