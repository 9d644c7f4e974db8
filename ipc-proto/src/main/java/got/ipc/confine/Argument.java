package got.ipc.confine;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What one argument of a system call must be.
 *
 * <p>A register has 64 bits. Of an {@code int} the kernel takes the lower half and drops the upper
 * one before it looks: so does the filter, else whoever sets the upper half would decide what the
 * filter sees and the kernel does not. Of pointers and {@code unsigned long} both halves count.
 */
sealed interface Argument {
  /** From 0. */
  int index();

  /** As in the call's manual. */
  String name();

  /** One of these numbers of 32 bits. */
  record Int(int index, String name, List<Integer> values) implements Argument {}

  /** One of these numbers of 64 bits. */
  record Wide(int index, String name, List<Long> values) implements Argument {}

  /** A number of 32 bits that has none of these bits. */
  record Without(int index, String name, int bits) implements Argument {}

  /** The number of the process that installs the filter, which has 32 bits. */
  record OwnPid(int index, String name) implements Argument {}

  static Argument is(int index, String name, Integer... values) {
    return new Int(index, name, List.of(values));
  }

  static Argument isWide(int index, String name, Long... values) {
    return new Wide(index, name, List.of(values));
  }

  /** For people: {@code flags is 0 or 0x4000}. */
  default String text() {
    return switch (this) {
      case Int(_, String name, List<Integer> values) ->
          name + " is " + or(values.stream().map(Integer::toUnsignedLong).toList());
      case Wide(_, String name, List<Long> values) -> name + " is " + or(values);
      case Without(_, String name, int bits) ->
          name + " has no bit of " + hexadecimal(Integer.toUnsignedLong(bits));
      case OwnPid(_, String name) -> name + " is its own";
    };
  }

  private static String or(List<Long> values) {
    return values.stream().map(Argument::hexadecimal).collect(Collectors.joining(" or "));
  }

  private static String hexadecimal(long value) {
    return Long.compareUnsigned(value, 10) < 0
        ? Long.toString(value)
        : "0x" + Long.toHexString(value);
  }
}
