package got.ipc.confine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Runs a filter as the kernel does. */
final class BpfMachine {
  private BpfMachine() {}

  /** The filter's answer to a system call. */
  static int run(byte[] program, int architecture, int number, long... arguments) {
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
    data.putInt(number).putInt(architecture).putLong(0);
    for (long argument : arguments) {
      data.putLong(argument);
    }
    ByteBuffer code = ByteBuffer.wrap(program).order(ByteOrder.nativeOrder());
    int loaded = 0;
    for (int at = 0; ; at++) {
      int value = code.getInt(8 * at + 4);
      int ifTrue = Byte.toUnsignedInt(code.get(8 * at + 2));
      int ifFalse = Byte.toUnsignedInt(code.get(8 * at + 3));
      switch (code.getShort(8 * at)) {
        case 0x20 -> loaded = data.getInt(value);
        case 0x15 -> at += loaded == value ? ifTrue : ifFalse;
        case 0x35 -> at += Integer.compareUnsigned(loaded, value) >= 0 ? ifTrue : ifFalse;
        case 0x45 -> at += (loaded & value) != 0 ? ifTrue : ifFalse;
        case 0x06 -> {
          return value;
        }
        default -> throw new AssertionError("instruction " + at);
      }
    }
  }
}
