package got.packaging.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import got.ipc.confine.Call;
import got.ipc.confine.LinuxSyscalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Another process of the machine, which tries to take over whatever runs the tree that its argument
 * names, from the moment it exists: by descriptors, by tracing, by reading memory. Prints {@code
 * ready}, then a line for each success, and the number of processes that were attacked when its
 * standard input ends.
 */
final class Attacker {
  private static final long PTRACE_SEIZE = 0x4206; // stops nobody
  private static final int EFAULT = 14;

  private final LinuxSyscalls kernel;
  private final String tree;
  private final long here = vector(Arena.global().allocate(1).address());
  private final long there = vector(1);
  private long tries;

  private Attacker(LinuxSyscalls kernel, String tree) {
    this.kernel = kernel;
    this.tree = tree;
  }

  public static void main(String[] args) throws Exception {
    Attacker attacker = new Attacker(LinuxSyscalls.open(), args[0]);
    System.out.println("ready");
    while (System.in.available() == 0) {
      attacker.attackAll();
    }
    System.out.println("tries " + attacker.tries);
  }

  private static long vector(long address) {
    return Arena.global().allocateFrom(ValueLayout.JAVA_LONG, address, 1).address();
  }

  private void attackAll() throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        long pid = Long.parseLong(process.getFileName().toString());
        if (pid != ProcessHandle.current().pid() && runsTree(process)) {
          tries++;
          attack(pid);
        }
      }
    }
  }

  private boolean runsTree(Path process) {
    try {
      String line = Files.readString(process.resolve("cmdline"), ISO_8859_1);
      return line.startsWith(tree) && !line.contains("got.packaging");
    } catch (IOException e) {
      return false;
    }
  }

  private void attack(long pid) {
    long descriptor = kernel.call(Call.PIDFD_OPEN, pid, 0);
    if (descriptor >= 0) {
      long channel = kernel.call(Call.PIDFD_GETFD, descriptor, 0, 0);
      if (channel >= 0) {
        System.out.println("got the channel of " + pid);
        kernel.call(Call.CLOSE, channel);
      }
      kernel.call(Call.CLOSE, descriptor);
    }
    if (kernel.call(Call.PTRACE, PTRACE_SEIZE, pid, 0, 0) == 0) {
      System.out.println("traces " + pid);
    }
    // Nothing is at that address: an error of the second step, if the caller may read at all.
    if (kernel.call(Call.PROCESS_VM_READV, pid, here, 1, there, 1, 0) == -EFAULT) {
      System.out.println("reads " + pid);
    }
  }
}
