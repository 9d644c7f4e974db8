package got.probe;

import static got.ipc.confine.Call.*;

import got.ipc.confine.Call;
import got.ipc.confine.Errno;
import got.ipc.confine.Syscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

/**
 * What code that has taken a helper over would try, by system call.
 *
 * <p>None does harm if it succeeds, for any user: files that are changed are scratch files, signals
 * have number 0 and only ask whether they could be sent, and what would last (a queue, a segment, a
 * module, a tracer's stop) is asked for with arguments that the kernel refuses once it has let the
 * caller in. Such a refusal counts as success here, see {@link #refused}.
 */
public final class Attempts {
  private static final long HERE = -100; // AT_FDCWD
  private static final long CREATE = 0x1 | 0x40; // O_WRONLY | O_CREAT
  private static final long TRUNCATING = 0x200; // O_RDONLY | O_TRUNC
  private static final long SIGCHLD = 17;
  private static final long NEW_USER = 0x10000000;
  private static final long CLONE_FS = 0x200;
  private static final long DIRECTORY = 0x10000;
  private static final long PTRACE_SEIZE = 0x4206; // unlike PTRACE_ATTACH, stops nobody
  private static final int DESCRIPTORS = 1024;

  /** More than the heaps and the limits of any machine, and less than x86-64 has addresses. */
  private static final long MEMORY = 1L << 44;

  private static final long READ_WRITE = 3;
  private static final long SHARED = 0x4021; // MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE
  private static final long PRIVATE = 0x4022;
  private static final int THREADS = 2048;

  private final Syscalls kernel;
  private final Arena arena = Arena.ofShared();
  private final Path scratch;
  private final int port;
  private final long parent;
  private final OpenFile inherited;
  private final boolean ownUser;
  private final Map<String, LongSupplier> all = new LinkedHashMap<>();

  /** A file, by what stat(2) says of it: st_dev and st_ino. */
  public record OpenFile(long device, long inode) {}

  /**
   * Another process.
   *
   * @param leftOpen for its children
   */
  public record Parent(long pid, OpenFile leftOpen) {}

  /**
   * @param scratch a directory that the helper's user may write to, with the file "file" in it
   * @param port of loopback that somebody listens on
   * @param ownUser true if nobody else runs as the helper's user
   */
  public Attempts(Syscalls kernel, Path scratch, int port, Parent parent, boolean ownUser) {
    this.kernel = kernel;
    this.scratch = scratch;
    this.port = port;
    this.parent = parent.pid();
    this.inherited = parent.leftOpen();
    this.ownUser = ownUser;
  }

  /**
   * True if the kernel did not let the caller in: EPERM, EACCES, ENOSYS. Any other error comes from
   * code behind the barrier.
   *
   * @param result of an attempt
   */
  public static boolean refused(long result) {
    return result == -Errno.EPERM || result == -Errno.EACCES || result == -Errno.ENOSYS;
  }

  private void add(String name, Call call, long... arguments) {
    all.put(name, () -> kernel.call(call, arguments));
  }

  private long text(String text) {
    return arena.allocateFrom(text).address();
  }

  private String path(String name) {
    return scratch.resolve(name).toString();
  }

  private long file(String name) {
    return text(path(name));
  }

  private long buffer() {
    return arena.allocate(4096, 8).address();
  }

  private long loopback() {
    MemorySegment address = arena.allocate(16, 8);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) 2);
    address.set(ValueLayout.JAVA_BYTE, 2, (byte) (port >> 8));
    address.set(ValueLayout.JAVA_BYTE, 3, (byte) port);
    address.set(ValueLayout.JAVA_BYTE, 4, (byte) 127);
    address.set(ValueLayout.JAVA_BYTE, 7, (byte) 1);
    return address.address();
  }

  private long anyAddress() {
    MemorySegment any = arena.allocate(16, 8);
    any.set(ValueLayout.JAVA_SHORT, 0, (short) 2);
    any.set(ValueLayout.JAVA_SHORT, 2, (short) 0x3930);
    return any.address();
  }

  /** The address of a Unix socket: an abstract name, or that of a file. */
  private long local(String name, boolean isAbstract) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    MemorySegment address = arena.allocate(Math.max(110, bytes.length + 4), 8);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
    MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, isAbstract ? 3 : 2, bytes.length);
    return address.address();
  }

  private long pointers(long... values) {
    return arena.allocateFrom(ValueLayout.JAVA_LONG, values).address();
  }

  private void files(String thread) {
    add("open /etc/passwd", OPENAT, HERE, text("/etc/passwd"), 0, 0);
    add("open the root directory", OPENAT, HERE, text("/"), DIRECTORY, 0);
    add("open a scratch file to write", OPENAT, HERE, file("file"), 1, 0);
    add("create a file", OPENAT, HERE, file("new-" + thread), CREATE, 0600);
    add("create a file by creat", CREAT, file("creat-" + thread), 0600);
    add("open by the old call", OPEN, text("/etc/passwd"), 0, 0);
    add("truncate", TRUNCATE, file("file"), 0);
    add("make a directory", MKDIRAT, HERE, file("directory-" + thread), 0700);
    add("remove a directory", UNLINKAT, HERE, file("empty-" + thread), 0x200);
    add("remove a file", UNLINKAT, HERE, file("gone-" + thread), 0);
    add("rename", RENAMEAT, HERE, file("from-" + thread), HERE, file("to-" + thread));
    add("make a link", LINKAT, HERE, file("file"), HERE, file("link-" + thread), 0);
    add("make a symbolic link", SYMLINKAT, text("/"), HERE, file("symlink-" + thread));
    add("make a pipe with a name", MKNODAT, HERE, file("fifo-" + thread), 010600, 0);
    add("open another's environment", OPENAT, HERE, text("/proc/" + parent + "/environ"), 0, 0);
    add("open another's memory", OPENAT, HERE, text("/proc/" + parent + "/mem"), 2, 0);
    add("open its own environment", OPENAT, HERE, text("/proc/self/environ"), 0, 0);
    add("open its own command line", OPENAT, HERE, text("/proc/self/cmdline"), 0, 0);
    add("open its own memory", OPENAT, HERE, text("/proc/self/mem"), 2, 0);
    add("open the mounts", OPENAT, HERE, text("/proc/mounts"), 0, 0);
    add("open a terminal", OPENAT, HERE, text("/dev/tty"), 2, 0);
  }

  /**
   * What has to be refused from the first instruction on, before the helper has confined itself.
   */
  public Map<String, LongSupplier> early() {
    all.clear();
    files("early");
    attributes();
    strangers("early");
    others();
    deadlyOnes();
    add("execute a descriptor", EXECVEAT, HERE, file("none"), pointers(0), pointers(0), 0);
    // With arguments that exclude one another: no process is made.
    add("ask for a process in a name space", CLONE, NEW_USER | CLONE_FS | SIGCHLD, 0, 0, 0, 0);
    add("ask for a process by clone3", CLONE3, buffer(), 0);
    all.put("use a descriptor of its parent's", this::findInherited);
    add("be root", CHROOT, text("/"));
    return new LinkedHashMap<>(all);
  }

  private void process(String name, Call call, long... arguments) {
    all.put(
        name,
        () -> {
          long pid = kernel.call(call, arguments);
          if (pid == 0) {
            kernel.call(EXIT_GROUP, 0);
          }
          return pid;
        });
  }

  /**
   * What has to be refused once the helper is confined.
   *
   * @param thread part of the names of scratch files
   */
  public Map<String, LongSupplier> late(String thread) {
    all.clear();
    files(thread);
    attributes();
    strangers(thread);
    others();
    add("make a Unix socket", SOCKET, 1, 1, 0);
    add("make a pair of sockets", SOCKETPAIR, 1, 1, 0, buffer());
    add("send a message", SENDMSG, 0, buffer(), 0);
    add("ask got for a descriptor of itself", GETSOCKOPT, 0, 1, 77, buffer(), pointers(4));
    // Of TCP: what got-fetch-pack may set is one option beside these.
    add("have the kernel speak TLS", SETSOCKOPT, 0, 6, 31, text("tls"), 4);
    add("repair a connection", SETSOCKOPT, 0, 6, 19, pointers(1), 4);
    add("put a filter on a socket", SETSOCKOPT, 0, 1, 26, buffer(), 16);
    add("ask for a file's status", NEWFSTATAT, HERE, text("/etc/passwd"), buffer(), 0);
    add("ask for it by statx", STATX, HERE, text("/etc/passwd"), 0, 0x7ff, buffer());
    add("ask whether a file is there", FACCESSAT, HERE, text("/etc/passwd"), 0);
    add("read a link", READLINKAT, HERE, text("/proc/self/exe"), buffer(), 4096);
    add("list a directory", GETDENTS64, 0, buffer(), 4096);
    add("change the directory", CHDIR, text("/tmp"));
    add("ask for the directory", GETCWD, buffer(), 4096);
    add("let itself be traced", PRCTL, 4, 1, 0, 0, 0);
    add("raise a limit", PRLIMIT64, 0, 1, pointers(-1, -1), 0);
    add("install a filter of its own", SECCOMP, 2, 0, buffer());
    add("make a rule set", LANDLOCK_CREATE_RULESET, 0, 0, 1);
    add("duplicate a descriptor", FCNTL, 0, 1030, 100);
    add("copy between files", COPY_FILE_RANGE, 1, 0, 1, 0, 1, 0);
    add("ask for the host's name", UNAME, buffer());
    all.put("use a descriptor of its parent's", this::findInherited);
    all.put("map memory without end", () -> map(PRIVATE));
    all.put("map memory to be shared without end", () -> map(SHARED));
    if (ownUser) {
      // Threads are counted for the user, whose other processes would count too.
      all.put("start threads without end", Attempts::startThreads);
    }
    return new LinkedHashMap<>(all);
  }

  /** EPERM if the kernel has not that much for this process. */
  private long map(long flags) {
    long address = kernel.call(MMAP, 0, MEMORY, READ_WRITE, flags, -1, 0);
    if (address == -Errno.ENOMEM) {
      return -Errno.EPERM;
    }
    return address < 0 ? address : kernel.call(MUNMAP, address, MEMORY);
  }

  /** Threads that wait for one another; EPERM if the kernel has not that many for this process. */
  private static long startThreads() {
    CountDownLatch end = new CountDownLatch(1);
    List<Thread> started = new ArrayList<>();
    try {
      for (int i = 0; i < THREADS; i++) {
        Thread thread = new Thread(null, () -> await(end), "one of many", 1);
        thread.start();
        started.add(thread);
      }
      return THREADS;
    } catch (OutOfMemoryError e) {
      return -Errno.EPERM;
    } finally {
      end.countDown();
      started.forEach(Attempts::awaitEnd);
    }
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitEnd(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A descriptor of the parent's file, or EPERM if none of those that are open is it. */
  private long findInherited() {
    MemorySegment status = arena.allocate(256, 8);
    for (int fd = 0; fd < DESCRIPTORS; fd++) {
      // struct stat begins with the device and the number of the file.
      if (kernel.call(FSTAT, fd, status.address()) == 0
          && status.get(ValueLayout.JAVA_LONG, 0) == inherited.device()
          && status.get(ValueLayout.JAVA_LONG, 8) == inherited.inode()) {
        return fd;
      }
    }
    return -Errno.EPERM;
  }

  private void attributes() {
    add("change the mode", FCHMODAT, HERE, file("file"), 0666);
    add("change the mode by the old call", CHMOD, file("file"), 0666);
    add("change the mode of what it has", FCHMOD, 0, 0600);
    add("change the owner", FCHOWNAT, HERE, file("file"), -1, -1, 0);
    add("change the owner of what it has", FCHOWN, 0, -1, -1);
    add("change the times", UTIMENSAT, HERE, file("file"), 0, 0);
    add("set an attribute", SETXATTR, file("file"), text("user.x"), text("y"), 1, 0);
    add("remove an attribute", REMOVEXATTR, file("file"), text("user.x"));
    add("empty a file that it may read", OPENAT, HERE, file("file"), TRUNCATING, 0);
    add("watch files", INOTIFY_INIT1, 0);
  }

  /** What leads to somebody else. */
  private void strangers(String thread) {
    add("make a TCP socket", SOCKET, 2, 1, 0);
    add("make a UDP socket", SOCKET, 2, 2, 0);
    add("make a TCP socket of version 6", SOCKET, 10, 1, 0);
    add("make a Unix socket for datagrams", SOCKET, 1, 2, 0);
    add("make a pair of Unix sockets for datagrams", SOCKETPAIR, 1, 2, 0, buffer());
    add("make a netlink socket", SOCKET, 16, 3, 0);
    add("make a packet socket", SOCKET, 17, 3, 0);
    add("make a socket of the machine below", SOCKET, 40, 1, 0);
    add("make an algorithm socket", SOCKET, 38, 5, 0);
    connected("connect to loopback", CONNECT, 2, loopback(), 16);
    connected("bind a port", BIND, 2, anyAddress(), 16);
    connected("connect to a named Unix socket", CONNECT, 1, local(path("socket"), false), 110);
    connected("connect to an abstract Unix socket", CONNECT, 1, local("got-probe", true), 12);
    connected("name a Unix socket", BIND, 1, local(path("bound-" + thread), false), 110);
    add("connect what it has", CONNECT, 0, loopback(), 16);
    add("bind what it has", BIND, 0, loopback(), 16);
    add("listen on what it has", LISTEN, 0, 1);
    add("accept on what it has", ACCEPT4, 0, 0, 0, 0);
    add("connect by sending", SENDTO, 0, text("x"), 1, 0x20000000, loopback(), 16);
    add("send to somebody else", SENDTO, 0, text("x"), 1, 0, loopback(), 16);
    add("send to an address beyond 4 GiB", SENDTO, 0, text("x"), 1, 0, 1L << 40, 16);
    add("connect by sending a message", SENDMSG, 0, buffer(), 0x20000000);
    add("send many messages", SENDMMSG, 0, buffer(), 0, 0);
  }

  private void connected(String name, Call call, long domain, long address, long length) {
    all.put(name, () -> kernel.call(call, kernel.call(SOCKET, domain, 1, 0), address, length));
  }

  private void others() {
    add("signal its parent", KILL, parent, 0);
    add("signal a stranger", KILL, 1, 0);
    add("signal every process", KILL, -1, 0);
    add("signal a thread of its parent", TGKILL, parent, parent, 0);
    add("signal a thread by the old call", TKILL, parent, 0);
    add("queue a signal", RT_SIGQUEUEINFO, parent, 0, buffer());
    add("open its parent as a descriptor", PIDFD_OPEN, parent, 0);
    add("signal by a descriptor", PIDFD_SEND_SIGNAL, 0, 0, 0, 0);
    add("be told of signals of a descriptor", FCNTL, 0, 8, parent);
    add("type on a terminal", IOCTL, 0, 0x5412, text("x"));
    add("make an executable file in memory", MEMFD_CREATE, text("x"), 0);
    add("become root", SETRESUID, 0, 0, 0);
    add("change its groups", SETGROUPS, 0, 0);
    add("take capabilities", CAPSET, buffer(), buffer());
    add("ask for another's limit", PRLIMIT64, parent, 7, 0, buffer());
    add("change its personality", PERSONALITY, 0x40000);
    add("be more important", SETPRIORITY, 0, 0, -5);
    add("choose its parent's processors", SCHED_SETAFFINITY, parent, 8, pointers(0));
    add("share memory", SHMGET, 0x676f74, 4096, 0600);
    add("use another's memory", SHMAT, -1, 0, 0);
    add("open a message queue", MQ_OPEN, text("got-probe"), 2, 0, 0);
    add("open a message queue of System V", MSGGET, 0x676f74, 0);
    add("open semaphores", SEMGET, 0x676f74, 0, 0);
    add("write a whole disk out", SYNC);
    add("lead a session", SETSID);
    add("make asynchronous requests", IO_SETUP, 1, pointers(0));
  }

  /** What ends the process. */
  public Map<String, LongSupplier> deadly() {
    all.clear();
    deadlyOnes();
    return new LinkedHashMap<>(all);
  }

  private void deadlyOnes() {
    add("ptrace", PTRACE, PTRACE_SEIZE, parent, 0, 0);
    add("process_vm_readv", PROCESS_VM_READV, parent, 0, 0, 0, 0, 0);
    add("process_vm_writev", PROCESS_VM_WRITEV, parent, 0, 0, 0, 0, 0);
    add("pidfd_getfd", PIDFD_GETFD, 0, 0, 0);
    add("bpf", BPF, 0, 0, 0);
    add("perf_event_open", PERF_EVENT_OPEN, 0, 0, 0, 0, 0);
    add("userfaultfd", USERFAULTFD, 1);
    add("io_uring_setup", IO_URING_SETUP, 1, buffer());
    add("keyctl", KEYCTL, 0, -3, 0);
    add("mount", MOUNT, 0, text("/"), 0, 0, 0);
    add("unshare", UNSHARE, NEW_USER);
    add("setns", SETNS, 0, 0);
    add("chroot", CHROOT, text("/"));
    add("kexec_load", KEXEC_LOAD, 0, 0, 0, -1);
    add("init_module", INIT_MODULE, 0, 0, text(""));
    add("open_by_handle_at", OPEN_BY_HANDLE_AT, HERE, buffer(), 0);
  }

  /** What would go on in another program, or in two processes, if it succeeded. */
  public Map<String, LongSupplier> alone() {
    all.clear();
    long environment = pointers(0);
    String java = System.getProperty("java.home") + "/bin/java";
    // A heap that the limits of any helper allow.
    long version = pointers(text(java), text("-Xmx16m"), text("-version"), 0);
    add("exec /bin/true", EXECVE, text("/bin/true"), pointers(text("true"), 0), environment);
    add("exec a shell", EXECVE, text("/bin/sh"), pointers(text("sh"), 0), environment);
    add("exec its own java", EXECVE, text(java), version, environment);
    add("exec a descriptor", EXECVEAT, HERE, text(java), version, environment, 0);
    process("fork", CLONE, SIGCHLD, 0, 0, 0, 0);
    process("fork into name spaces", CLONE, NEW_USER | SIGCHLD, 0, 0, 0, 0);
    process("fork by clone3", CLONE3, buffer(), 88);
    return new LinkedHashMap<>(all);
  }
}
