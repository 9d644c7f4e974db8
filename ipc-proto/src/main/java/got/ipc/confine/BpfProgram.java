package got.ipc.confine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Assembles a program for the kernel's packet filter, as seccomp(2) runs it. */
final class BpfProgram {
  private static final int LOAD_WORD = 0x20;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int JUMP_IF_AT_LEAST = 0x35;
  private static final int JUMP_IF_ANY_BIT = 0x45;
  private static final int RETURN = 0x06;

  /** Offsets in struct seccomp_data. */
  private static final int NUMBER = 0;

  private static final int ARCHITECTURE = 4;
  private static final int ARGUMENTS = 16;

  private static final int INSTRUCTION_BYTES = 8;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private void add(int code, int ifTrue, int ifFalse, int value) {
    if ((ifTrue | ifFalse) >> Byte.SIZE != 0) {
      throw new IllegalArgumentException("a jump over more than 255 instructions");
    }
    out.writeBytes(
        ByteBuffer.allocate(INSTRUCTION_BYTES)
            .order(ByteOrder.nativeOrder())
            .putShort((short) code)
            .put((byte) ifTrue)
            .put((byte) ifFalse)
            .putInt(value)
            .array());
  }

  BpfProgram loadNumber() {
    add(LOAD_WORD, 0, 0, NUMBER);
    return this;
  }

  BpfProgram loadArchitecture() {
    add(LOAD_WORD, 0, 0, ARCHITECTURE);
    return this;
  }

  /** The lower half of an argument. Both architectures have it first. */
  BpfProgram loadLow(int index) {
    add(LOAD_WORD, 0, 0, ARGUMENTS + 8 * index);
    return this;
  }

  /** The upper half of an argument. */
  BpfProgram loadHigh(int index) {
    add(LOAD_WORD, 0, 0, ARGUMENTS + 8 * index + 4);
    return this;
  }

  /** Ends with {@code action} if the word loaded is {@code value}. */
  BpfProgram returnIfEqual(int value, int action) {
    add(JUMP_IF_EQUAL, 0, 1, value);
    return end(action);
  }

  /** Ends with {@code action} unless the word loaded is {@code value}. */
  BpfProgram returnUnlessEqual(int value, int action) {
    add(JUMP_IF_EQUAL, 1, 0, value);
    return end(action);
  }

  /** Ends with {@code action} if the word loaded is at least {@code value}, without a sign. */
  BpfProgram returnIfAtLeast(int value, int action) {
    add(JUMP_IF_AT_LEAST, 0, 1, value);
    return end(action);
  }

  /** Ends with {@code action} if the word loaded has one of these bits. */
  BpfProgram returnIfAnyBit(int bits, int action) {
    add(JUMP_IF_ANY_BIT, 0, 1, bits);
    return end(action);
  }

  /** Leaves out the next {@code count} instructions unless the word loaded is {@code value}. */
  BpfProgram skipUnlessEqual(int value, int count) {
    add(JUMP_IF_EQUAL, 0, count, value);
    return this;
  }

  /** Leaves out the next {@code count} instructions if the word loaded is {@code value}. */
  BpfProgram skipIfEqual(int value, int count) {
    add(JUMP_IF_EQUAL, count, 0, value);
    return this;
  }

  /** Adds all of another program, which must jump to nowhere outside of itself. */
  BpfProgram append(BpfProgram other) {
    out.writeBytes(other.bytes());
    return this;
  }

  BpfProgram end(int action) {
    add(RETURN, 0, 0, action);
    return this;
  }

  int length() {
    return out.size() / INSTRUCTION_BYTES;
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
