package got.cli.files;

import got.cli.files.RefusedException.Reason;
import got.cli.files.Status.Identity;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * OpenBSD, by the functions of its C library; the kernel takes system calls from nowhere else.
 * Source: sys/fcntl.h and sys/stat.h. This has never run there.
 */
final class OpenBsdFiles implements FileCalls {
  private static final int O_WRONLY = 1;
  private static final int O_RDWR = 2;
  private static final int O_NONBLOCK = 0x4;
  private static final int O_APPEND = 0x8;
  private static final int O_NOFOLLOW = 0x100;
  private static final int O_CREAT = 0x200;
  private static final int O_EXCL = 0x800;
  private static final int O_CLOEXEC = 0x10000;
  private static final int O_DIRECTORY = 0x20000;
  private static final int AT_SYMLINK_NOFOLLOW = 0x02;
  private static final int AT_REMOVEDIR = 0x08;
  private static final int STAT_BYTES = 256;
  private static final int ENTRIES_BYTES = 64 * 1024;

  private static final MemoryLayout INT = ValueLayout.JAVA_INT;
  private static final MemoryLayout ADDRESS = ValueLayout.ADDRESS;
  private static final StructLayout STATE = Linker.Option.captureStateLayout();

  private final MethodHandle openat = handle("openat", 3, INT, ADDRESS, INT, INT);
  private final MethodHandle mkdirat = handle("mkdirat", -1, INT, ADDRESS, INT);
  private final MethodHandle renameat = handle("renameat", -1, INT, ADDRESS, INT, ADDRESS);
  private final MethodHandle unlinkat = handle("unlinkat", -1, INT, ADDRESS, INT);
  private final MethodHandle fchmod = handle("fchmod", -1, INT, INT);
  private final MethodHandle fstat = handle("fstat", -1, INT, ADDRESS);
  private final MethodHandle fstatat = handle("fstatat", -1, INT, ADDRESS, ADDRESS, INT);
  private final MethodHandle fsync = handle("fsync", -1, INT);
  private final MethodHandle close = handle("close", -1, INT);
  private final MethodHandle getdents = handle("getdents", -1, INT, ADDRESS, ValueLayout.JAVA_LONG);
  private final MethodHandle geteuid = handle("geteuid", -1);

  /**
   * @param variadic index of the first argument that the declaration leaves open, or -1
   */
  @SuppressWarnings("restricted")
  private static MethodHandle handle(String name, int variadic, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    Linker.Option errno = Linker.Option.captureCallState("errno");
    Linker.Option[] options =
        variadic < 0
            ? new Linker.Option[] {errno}
            : new Linker.Option[] {errno, Linker.Option.firstVariadicArg(variadic)};
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments),
        options);
  }

  private interface Function {
    int call(Arena arena, MemorySegment state) throws Throwable;
  }

  private static int call(Function function) throws RefusedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      while (true) {
        int result = function.call(arena, state);
        if (result >= 0) {
          return result;
        }
        int number = state.asByteBuffer().order(ByteOrder.nativeOrder()).getInt(0);
        RefusedException refused = RefusedException.onOpenBsd(number);
        if (refused.reason() != Reason.INTERRUPTED) {
          throw refused;
        }
      }
    } catch (RefusedException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("calling the C library", e);
    }
  }

  private static MemorySegment text(Arena arena, String name) {
    byte[] bytes = FileCalls.bytes(name);
    MemorySegment memory = arena.allocate(bytes.length);
    memory.asByteBuffer().put(bytes);
    return memory;
  }

  private int open(int at, String name, int flags, int mode) throws RefusedException {
    return call(
        (arena, state) ->
            (int) openat.invokeExact(state, at, text(arena, name), flags | O_CLOEXEC, mode));
  }

  @Override
  public int openDirectory(int at, String name, boolean follow) throws RefusedException {
    return open(at, name, O_DIRECTORY | (follow ? 0 : O_NOFOLLOW), 0);
  }

  @Override
  public int openToRead(int at, String name) throws RefusedException {
    return open(at, name, O_NONBLOCK, 0);
  }

  @Override
  public int openOwn(int at, String name) throws RefusedException {
    return open(at, name, O_NONBLOCK | O_NOFOLLOW, 0);
  }

  @Override
  public int openToAppend(int at, String name, int mode) throws RefusedException {
    return open(at, name, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOFOLLOW, mode);
  }

  /** An entry's length is at 16, its name at 24. Source: sys/dirent.h. */
  @Override
  public List<String> names(int directory) throws RefusedException {
    List<String> names = new ArrayList<>();
    int number = openDirectory(directory, ".", false);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(ENTRIES_BYTES, Long.BYTES);
      ByteBuffer entries = memory.asByteBuffer().order(ByteOrder.nativeOrder());
      while (true) {
        int filled =
            call(
                (_, state) ->
                    (int) getdents.invokeExact(state, number, memory, (long) ENTRIES_BYTES));
        if (filled == 0) {
          return names;
        }
        for (int at = 0; at < filled; at += Short.toUnsignedInt(entries.getShort(at + 16))) {
          int length = Byte.toUnsignedInt(entries.get(at + 19));
          String name = FileCalls.text(entries.slice(at + 24, length));
          if (entries.getLong(at) != 0 && !name.equals(".") && !name.equals("..")) {
            names.add(name);
          }
        }
      }
    } finally {
      close(number);
    }
  }

  @Override
  public int create(int at, String name, int mode) throws RefusedException {
    return open(at, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
  }

  @Override
  public void makeDirectory(int at, String name, int mode) throws RefusedException {
    call((arena, state) -> (int) mkdirat.invokeExact(state, at, text(arena, name), mode));
  }

  @Override
  public void rename(int at, String name, int to, String newName) throws RefusedException {
    call(
        (arena, state) ->
            (int) renameat.invokeExact(state, at, text(arena, name), to, text(arena, newName)));
  }

  /** The system cannot refuse in the same step, so it is asked first. */
  @Override
  public void renameNew(int at, String name, int to, String newName) throws RefusedException {
    try {
      status(to, newName);
    } catch (RefusedException e) {
      if (e.reason() == Reason.MISSING) {
        rename(at, name, to, newName);
        return;
      }
      throw e;
    }
    throw RefusedException.of(Reason.EXISTS);
  }

  @Override
  public void remove(int at, String name, boolean directory) throws RefusedException {
    int flags = directory ? AT_REMOVEDIR : 0;
    call((arena, state) -> (int) unlinkat.invokeExact(state, at, text(arena, name), flags));
  }

  @Override
  public void changeMode(int descriptor, int mode) throws RefusedException {
    call((_, state) -> (int) fchmod.invokeExact(state, descriptor, mode));
  }

  @Override
  public Status status(int descriptor) throws RefusedException {
    byte[] stat = new byte[STAT_BYTES];
    call(
        (arena, state) -> {
          MemorySegment memory = arena.allocate(STAT_BYTES, Long.BYTES);
          int result = (int) fstat.invokeExact(state, descriptor, memory);
          memory.asByteBuffer().get(stat);
          return result;
        });
    return status(stat);
  }

  @Override
  public Status status(int at, String name) throws RefusedException {
    byte[] stat = new byte[STAT_BYTES];
    call(
        (arena, state) -> {
          MemorySegment memory = arena.allocate(STAT_BYTES, Long.BYTES);
          MemorySegment path = text(arena, name);
          int result = (int) fstatat.invokeExact(state, at, path, memory, AT_SYMLINK_NOFOLLOW);
          memory.asByteBuffer().get(stat);
          return result;
        });
    return status(stat);
  }

  /**
   * Of {@code struct stat}: mode, device, inode, links, user, group, device, and four times of
   * which the second is that of the last change, before the size.
   */
  static Status status(byte[] bytes) {
    ByteBuffer stat = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    return new Status(
        new Identity(stat.getInt(4), stat.getLong(8)),
        stat.getInt(0),
        stat.getInt(20),
        stat.getInt(24),
        stat.getLong(80),
        stat.getLong(48) * 1_000_000_000L + stat.getLong(56));
  }

  @Override
  public void sync(int descriptor) throws RefusedException {
    call((_, state) -> (int) fsync.invokeExact(state, descriptor));
  }

  @Override
  public void close(int descriptor) throws RefusedException {
    call((_, state) -> (int) close.invokeExact(state, descriptor));
  }

  /** A new file always has the group of its directory. */
  @Override
  public String inheritance(int directory) throws RefusedException {
    return Integer.toString(status(directory).group());
  }

  /** There are none. */
  @Override
  public boolean hasAccessList(int descriptor) {
    return false;
  }

  @Override
  public int user() {
    try (Arena arena = Arena.ofConfined()) {
      return (int) geteuid.invokeExact(arena.allocate(STATE));
    } catch (Throwable e) {
      throw new IllegalStateException("calling the C library", e);
    }
  }
}
