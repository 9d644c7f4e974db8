package got.ipc.confine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Arguments of system calls that lie in memory.
 *
 * <p>Written and read through buffers: the first use of each accessor of a memory segment makes the
 * virtual machine write a class, which takes a millisecond or more of every start.
 */
final class Memory {
  private Memory() {}

  /** Zeroed, and aligned for any of the kernel's structures. */
  static MemorySegment zeros(Arena arena, int bytes) {
    return arena.allocate(bytes, Long.BYTES);
  }

  /** The same memory, in the order of the processor. */
  static ByteBuffer view(MemorySegment memory) {
    return memory.asByteBuffer().order(ByteOrder.nativeOrder());
  }

  static MemorySegment bytes(Arena arena, byte[] bytes) {
    MemorySegment memory = zeros(arena, bytes.length);
    view(memory).put(bytes);
    return memory;
  }

  /** A string as the kernel takes it; names that Java cannot encode have no place here. */
  static MemorySegment text(Arena arena, String text) {
    return bytes(arena, (text + '\0').getBytes(StandardCharsets.UTF_8));
  }

  static MemorySegment longs(Arena arena, long[] longs) {
    MemorySegment memory = zeros(arena, longs.length * Long.BYTES);
    view(memory).asLongBuffer().put(longs);
    return memory;
  }
}
