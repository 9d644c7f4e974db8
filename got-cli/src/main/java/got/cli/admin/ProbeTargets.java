package got.cli.admin;

import got.cli.process.HelperProgram;
import got.cli.process.HelperSandbox;
import got.ipc.confine.Account;
import got.ipc.confine.Call;
import got.ipc.confine.ConfinementException;
import got.ipc.confine.LinuxSyscalls;
import got.ipc.confine.Remedy;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * What probes try their hands on: files that the helper's user may change, were it not for its
 * confinement, a port of loopback that is listened on, and a descriptor left open for children.
 *
 * <p>The scratch directories lie in one that belongs to got's user alone, so that nobody can put
 * something else in their place while they are removed. {@link #close} may come from any thread,
 * and again.
 */
public final class ProbeTargets implements Closeable {
  private static final long AT_FDCWD = -100;

  private final LinuxSyscalls kernel;
  private final Path top;
  private final ServerSocket server;
  private long inherited = -1;

  private ProbeTargets(LinuxSyscalls kernel, Path top, ServerSocket server) {
    this.kernel = kernel;
    this.top = top;
    this.server = server;
  }

  /**
   * @param sandbox whose user the scratch files will belong to
   * @throws IOException if they cannot be made; nothing is left then
   * @throws ConfinementException if the system is not one that can be probed
   */
  public static ProbeTargets create(HelperSandbox sandbox)
      throws IOException, ConfinementException {
    LinuxSyscalls kernel = LinuxSyscalls.open();
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    ProbeTargets targets = new ProbeTargets(kernel, Files.createTempDirectory(prefix()), server);
    try {
      // The helper's user has to pass.
      Files.setPosixFilePermissions(targets.top, PosixFilePermissions.fromString("rwx--x--x"));
      for (HelperProgram<?, ?> program : HelperProgram.all()) {
        targets.fill(targets.scratch(program), sandbox.account(program.programName()));
      }
      targets.leaveOpen();
    } catch (IOException | ConfinementException e) {
      targets.close();
      throw e;
    }
    return targets;
  }

  private static String prefix() {
    return "got-confinement-" + ProcessHandle.current().pid() + "-";
  }

  private Path scratch(HelperProgram<?, ?> program) {
    return top.resolve(program.programName());
  }

  private Path secret() {
    return top.resolve("secret");
  }

  /** The names are those of got.probe.Attempts. */
  private void fill(Path scratch, List<Account> owner) throws IOException, ConfinementException {
    List<Path> made = new ArrayList<>(List.of(Files.createDirectory(scratch)));
    made.add(Files.createFile(scratch.resolve("file")));
    for (String thread : List.of("early", "main", "old", "new")) {
      made.add(Files.createDirectory(scratch.resolve("empty-" + thread)));
      made.add(Files.createFile(scratch.resolve("gone-" + thread)));
      made.add(Files.createFile(scratch.resolve("from-" + thread)));
    }
    try {
      for (Account account : owner) {
        for (Path path : made) {
          Files.setAttribute(path, "unix:gid", account.gid());
          Files.setAttribute(path, "unix:uid", account.uid());
        }
      }
    } catch (FileSystemException e) {
      throw new ConfinementException(
          "user: root cannot give files to another user", Remedy.ORDINARY_USER);
    }
  }

  /** Java itself opens nothing that children would inherit. */
  private void leaveOpen() throws IOException {
    Files.createFile(secret());
    try (Arena arena = Arena.ofConfined()) {
      long path = arena.allocateFrom(secret().toString()).address();
      inherited = kernel.call(Call.OPENAT, AT_FDCWD, path, 0, 0);
    }
    if (inherited < 0) {
      throw new IOException(secret() + ": cannot be opened");
    }
  }

  /** SCRATCH PORT PARENT DEVICE INODE, for a probe in a helper's place. */
  public List<String> arguments(HelperProgram<?, ?> program) throws IOException {
    return List.of(
        scratch(program).toString(),
        Integer.toString(server.getLocalPort()),
        Long.toString(ProcessHandle.current().pid()),
        Files.getAttribute(secret(), "unix:dev").toString(),
        Files.getAttribute(secret(), "unix:ino").toString());
  }

  @Override
  public synchronized void close() throws IOException {
    if (inherited >= 0) {
      kernel.call(Call.CLOSE, inherited);
      inherited = -1;
    }
    server.close();
    for (HelperProgram<?, ?> program : HelperProgram.all()) {
      remove(scratch(program));
    }
    Files.deleteIfExists(secret());
    Files.deleteIfExists(top);
  }

  /** Goes into no directory below: whatever is there has been made by the helper's user. */
  private static void remove(Path scratch) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(scratch)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // Was not made.
    }
    Files.deleteIfExists(scratch);
  }
}
