package got.ipc.confine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeKernelTest {
  private static final int BLOCK = 1 << 16;

  @TempDir private Path work;

  @Test
  void answersAndErrorsAreTheKernels() throws Exception {
    LinuxSyscalls kernel = LinuxSyscalls.open();
    assertThat(kernel.call(Call.GETPID)).isEqualTo(ProcessHandle.current().pid());
    assertThat(kernel.call(Call.CLOSE, 9_999)).isEqualTo(-Errno.EBADF);
    assertThat(kernel.call(Call.CLOSE, -1L)).isEqualTo(-Errno.EBADF);
  }

  /** mmap(2) has six, and each of the last three decides what is seen here. */
  @Test
  @SuppressWarnings("restricted")
  void allArgumentsArriveInTheirPlaces() throws Exception {
    byte[] content = new byte[2 * BLOCK];
    Arrays.fill(content, BLOCK, content.length, (byte) 'b');
    Path file = Files.write(work.resolve("file"), content);
    LinuxSyscalls kernel = LinuxSyscalls.open();
    long mapped;
    try (Arena arena = Arena.ofConfined()) {
      long name = Memory.text(arena, file.toString()).address();
      long fd = kernel.call(Call.OPENAT, -100, name, 0, 0);
      assertThat(fd).isPositive();
      mapped = kernel.call(Call.MMAP, 0, BLOCK, 1, 2, fd, BLOCK);
      assertThat(kernel.call(Call.CLOSE, fd)).isZero();
    }
    assertThat(mapped).isPositive();
    MemorySegment memory = MemorySegment.ofAddress(mapped).reinterpret(BLOCK);
    assertThat(memory.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 'b');
    assertThat(memory.get(ValueLayout.JAVA_BYTE, BLOCK - 1)).isEqualTo((byte) 'b');
    assertThat(kernel.call(Call.MUNMAP, mapped, BLOCK)).isZero();
  }

  /**
   * Source: elf(5), program headers. A library that does not say what a stack may do makes every
   * stack of the process executable.
   */
  @ParameterizedTest
  @CsvSource({"amd64, 62", "aarch64, 183"})
  void nothingIsWritableAndExecutable(String processor, int machine) throws Exception {
    byte[] library;
    try (InputStream in =
        NativeKernel.class.getResourceAsStream("libgotsyscall-" + processor + ".so")) {
      assertThat(in).isNotNull();
      library = in.readAllBytes();
    }
    ByteBuffer file = ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(file.getShort(18)).isEqualTo((short) machine);
    TreeMap<Integer, Integer> loaded = new TreeMap<>();
    int stack = -1;
    for (int i = 0; i < file.getShort(56); i++) {
      int header = (int) file.getLong(32) + i * file.getShort(54);
      int flags = file.getInt(header + 4);
      switch (file.getInt(header)) {
        case 1 -> loaded.merge(flags, 1, Integer::sum);
        case 0x6474e551 -> stack = flags;
        default -> {}
      }
    }
    assertThat(loaded).containsOnlyKeys(4, 5, 6);
    assertThat(stack).isEqualTo(6);
  }
}
