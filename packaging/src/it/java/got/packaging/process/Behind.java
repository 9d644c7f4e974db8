package got.packaging.process;

import got.ipc.confine.Call;
import got.ipc.confine.LinuxSyscalls;
import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a program behind a filter of system calls, as a container's runtime does: {@code RULES
 * COMMAND...}. Each of RULES is {@code ERRNO:FIRST-LAST}, the numbers of calls and what they are
 * answered; they are divided by commas. Numbers from 424 on are those of every processor.
 */
final class Behind {
  private static final int LOAD_NUMBER = 0x20;
  private static final int JUMP_IF_AT_LEAST = 0x35;
  private static final int JUMP_IF_GREATER = 0x25;
  private static final int RETURN = 0x06;
  private static final int ALLOW = 0x7fff0000;
  private static final int ERROR = 0x00050000;
  private static final long PR_SET_NO_NEW_PRIVS = 38;

  private Behind() {}

  /** The words before a command that is to run behind a filter. */
  static List<String> words(String rules) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+UseSerialGC",
        "-cp",
        Stream.of(Behind.class, LinuxSyscalls.class)
            .map(c -> c.getProtectionDomain().getCodeSource().getLocation().getPath())
            .collect(Collectors.joining(File.pathSeparator)),
        Behind.class.getName(),
        rules);
  }

  public static void main(String[] args) throws Exception {
    install(program(args[0]));
    List<String> command = List.of(args).subList(1, args.length);
    System.exit(new ProcessBuilder(command).inheritIO().start().waitFor());
  }

  private static List<long[]> program(String rules) {
    List<long[]> program = new ArrayList<>();
    program.add(new long[] {LOAD_NUMBER, 0, 0, 0});
    for (String rule : rules.split(",", -1)) {
      String[] parts = rule.split("[:-]", -1);
      program.add(new long[] {JUMP_IF_AT_LEAST, 0, 2, Long.parseLong(parts[1])});
      program.add(new long[] {JUMP_IF_GREATER, 1, 0, Long.parseLong(parts[2])});
      program.add(new long[] {RETURN, 0, 0, ERROR | Long.parseLong(parts[0])});
    }
    program.add(new long[] {RETURN, 0, 0, ALLOW});
    return program;
  }

  /** For the calling thread, and what it starts. */
  private static void install(List<long[]> program) throws Exception {
    LinuxSyscalls kernel = LinuxSyscalls.open();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment code = arena.allocate(8L * program.size(), 8);
      ByteBuffer out = code.asByteBuffer().order(ByteOrder.nativeOrder());
      for (long[] i : program) {
        out.putShort((short) i[0]).put((byte) i[1]).put((byte) i[2]).putInt((int) i[3]);
      }
      MemorySegment header = arena.allocate(16, 8);
      header
          .asByteBuffer()
          .order(ByteOrder.nativeOrder())
          .putShort(0, (short) program.size())
          .putLong(8, code.address());
      if (kernel.call(Call.PRCTL, PR_SET_NO_NEW_PRIVS, 1) != 0
          || kernel.call(Call.SECCOMP, 1, 0, header.address()) != 0) {
        throw new IllegalStateException("no filter");
      }
    }
  }
}
