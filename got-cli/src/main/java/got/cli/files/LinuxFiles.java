package got.cli.files;

import got.cli.files.RefusedException.Reason;
import got.cli.files.Status.Identity;
import got.ipc.confine.Call;
import got.ipc.confine.ConfinementException;
import got.ipc.confine.LinuxSyscalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Linux, by numbers: the handle that confinement uses anyway serves these calls too. Source: the
 * kernel's asm-generic/fcntl.h, those of the architectures, and linux/stat.h.
 */
final class LinuxFiles implements FileCalls {
  private static final int O_WRONLY = 1;
  private static final int O_RDWR = 2;
  private static final int O_CREAT = 0100;
  private static final int O_EXCL = 0200;
  private static final int O_APPEND = 02000;
  private static final int O_NONBLOCK = 04000;
  private static final int O_CLOEXEC = 02000000;

  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int RENAME_NOREPLACE = 1;
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final int STATX_BYTES = 256;
  private static final int ATTRIBUTE_MAX = 64 * 1024;
  private static final int SETGID = 02000;

  /** Of one call that lists a directory. */
  private static final int ENTRIES_BYTES = 64 * 1024;

  /** Where a directory's entry has its length and its name. Source: getdents(2). */
  private static final int ENTRY_LENGTH = 16;

  private static final int ENTRY_NAME = 19;

  private final LinuxSyscalls kernel;
  private final int directory;
  private final int noFollow;

  private LinuxFiles(LinuxSyscalls kernel) {
    this.kernel = kernel;
    boolean arm = System.getProperty("os.arch", "").equals("aarch64");
    this.directory = arm ? 040000 : 0200000;
    this.noFollow = arm ? 0100000 : 0400000;
  }

  static LinuxFiles open() throws ConfinementException {
    return new LinuxFiles(LinuxSyscalls.open());
  }

  /** A call whose arguments are numbers. */
  private long call(Call call, long... arguments) throws RefusedException {
    while (true) {
      long result = kernel.call(call, arguments);
      if (result >= 0) {
        return result;
      }
      RefusedException refused = RefusedException.onLinux((int) -result);
      if (refused.reason() != Reason.INTERRUPTED) {
        throw refused;
      }
    }
  }

  private static MemorySegment memory(Arena arena, byte[] bytes) {
    MemorySegment memory = arena.allocate(bytes.length, Long.BYTES);
    memory.asByteBuffer().put(bytes);
    return memory;
  }

  private int open(int at, String name, int flags, int mode) throws RefusedException {
    try (Arena arena = Arena.ofConfined()) {
      long path = memory(arena, FileCalls.bytes(name)).address();
      return (int) call(Call.OPENAT, at, path, flags | O_CLOEXEC, mode);
    }
  }

  @Override
  public int openDirectory(int at, String name, boolean follow) throws RefusedException {
    return open(at, name, directory | (follow ? 0 : noFollow), 0);
  }

  @Override
  public int openToRead(int at, String name) throws RefusedException {
    return open(at, name, O_NONBLOCK, 0);
  }

  @Override
  public int openOwn(int at, String name) throws RefusedException {
    return open(at, name, O_NONBLOCK | noFollow, 0);
  }

  @Override
  public int openToAppend(int at, String name, int mode) throws RefusedException {
    return open(at, name, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | noFollow, mode);
  }

  @Override
  public List<String> names(int directoryNumber) throws RefusedException {
    List<String> names = new ArrayList<>();
    // A descriptor of its own: the other one's place in the list may be anywhere.
    int number = openDirectory(directoryNumber, ".", false);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(ENTRIES_BYTES, Long.BYTES);
      ByteBuffer entries = memory.asByteBuffer().order(ByteOrder.nativeOrder());
      while (true) {
        int filled = (int) call(Call.GETDENTS64, number, memory.address(), ENTRIES_BYTES);
        if (filled == 0) {
          return names;
        }
        for (int at = 0; at < filled; ) {
          int length = Short.toUnsignedInt(entries.getShort(at + ENTRY_LENGTH));
          int end = at + ENTRY_NAME;
          while (entries.get(end) != 0) {
            end++;
          }
          String name = FileCalls.text(entries.slice(at + ENTRY_NAME, end - at - ENTRY_NAME));
          if (!name.equals(".") && !name.equals("..")) {
            names.add(name);
          }
          at += length;
        }
      }
    } finally {
      close(number);
    }
  }

  @Override
  public int create(int at, String name, int mode) throws RefusedException {
    return open(at, name, O_RDWR | O_CREAT | O_EXCL | noFollow, mode);
  }

  @Override
  public void makeDirectory(int at, String name, int mode) throws RefusedException {
    try (Arena arena = Arena.ofConfined()) {
      call(Call.MKDIRAT, at, memory(arena, FileCalls.bytes(name)).address(), mode);
    }
  }

  @Override
  public void rename(int at, String name, int to, String newName) throws RefusedException {
    rename(at, name, to, newName, 0);
  }

  /** File systems that cannot refuse, of networks for example, are asked first. */
  @Override
  public void renameNew(int at, String name, int to, String newName) throws RefusedException {
    try {
      rename(at, name, to, newName, RENAME_NOREPLACE);
    } catch (RefusedException e) {
      if (e.reason() != Reason.INVALID && e.reason() != Reason.NOT_THERE) {
        throw e;
      }
      requireMissing(to, newName);
      rename(at, name, to, newName, 0);
    }
  }

  private void requireMissing(int at, String name) throws RefusedException {
    try {
      status(at, name);
    } catch (RefusedException e) {
      if (e.reason() == Reason.MISSING) {
        return;
      }
      throw e;
    }
    throw RefusedException.of(Reason.EXISTS);
  }

  private void rename(int at, String name, int to, String newName, int flags)
      throws RefusedException {
    try (Arena arena = Arena.ofConfined()) {
      long from = memory(arena, FileCalls.bytes(name)).address();
      long target = memory(arena, FileCalls.bytes(newName)).address();
      call(Call.RENAMEAT2, at, from, to, target, flags);
    }
  }

  @Override
  public void remove(int at, String name, boolean isDirectory) throws RefusedException {
    try (Arena arena = Arena.ofConfined()) {
      long path = memory(arena, FileCalls.bytes(name)).address();
      call(Call.UNLINKAT, at, path, isDirectory ? AT_REMOVEDIR : 0);
    }
  }

  @Override
  public void changeMode(int descriptor, int mode) throws RefusedException {
    call(Call.FCHMOD, descriptor, mode);
  }

  @Override
  public Status status(int descriptor) throws RefusedException {
    return status(descriptor, "", AT_EMPTY_PATH);
  }

  @Override
  public Status status(int at, String name) throws RefusedException {
    return status(at, name, AT_SYMLINK_NOFOLLOW);
  }

  /** By statx(2), whose structure is the same for all processors. */
  private Status status(int at, String name, int flags) throws RefusedException {
    try (Arena arena = Arena.ofConfined()) {
      long path = memory(arena, FileCalls.bytes(name)).address();
      MemorySegment memory = arena.allocate(STATX_BYTES, Long.BYTES);
      call(Call.STATX, at, path, flags, STATX_BASIC_STATS, memory.address());
      ByteBuffer statx = memory.asByteBuffer().order(ByteOrder.nativeOrder());
      long device = Integer.toUnsignedLong(statx.getInt(136)) << Integer.SIZE | statx.getInt(140);
      return new Status(
          new Identity(device, statx.getLong(32)),
          Short.toUnsignedInt(statx.getShort(28)),
          statx.getInt(20),
          statx.getInt(24),
          statx.getLong(40),
          statx.getLong(112) * 1_000_000_000L + statx.getInt(120));
    }
  }

  @Override
  public void sync(int descriptor) throws RefusedException {
    call(Call.FSYNC, descriptor);
  }

  @Override
  public void close(int descriptor) throws RefusedException {
    long result = kernel.call(Call.CLOSE, descriptor);
    if (result < 0 && RefusedException.onLinux((int) -result).reason() != Reason.INTERRUPTED) {
      throw RefusedException.onLinux((int) -result);
    }
  }

  @Override
  public String inheritance(int descriptor) throws RefusedException {
    Status status = status(descriptor);
    boolean group = (status.mode() & SETGID) != 0;
    return (group ? status.group() : "") + attribute(descriptor, "system.posix_acl_default");
  }

  @Override
  public boolean hasAccessList(int descriptor) throws RefusedException {
    return !attribute(descriptor, "system.posix_acl_access").isEmpty();
  }

  /** Its bytes in words; empty if there is none. */
  private String attribute(int descriptor, String name) throws RefusedException {
    try (Arena arena = Arena.ofConfined()) {
      long path = memory(arena, FileCalls.bytes(name)).address();
      MemorySegment value = arena.allocate(ATTRIBUTE_MAX, Long.BYTES);
      int length = (int) call(Call.FGETXATTR, descriptor, path, value.address(), ATTRIBUTE_MAX);
      byte[] bytes = new byte[length];
      value.asByteBuffer().get(bytes);
      return Arrays.toString(bytes);
    } catch (RefusedException e) {
      if (e.reason() == Reason.NO_ATTRIBUTE || e.reason() == Reason.UNSUPPORTED) {
        return "";
      }
      throw e;
    }
  }

  @Override
  public int user() {
    return (int) kernel.call(Call.GETEUID);
  }
}
