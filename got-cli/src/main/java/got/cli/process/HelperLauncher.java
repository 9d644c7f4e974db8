package got.cli.process;

import got.ipc.Channel;
import got.ipc.confine.ConfinementException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * Starts helpers: empty environment, working directory {@code /}, standard input the channel.
 *
 * @param sandbox confines them from their first instruction
 */
public record HelperLauncher(Installation installation, HelperSandbox sandbox) {
  /**
   * @param sink gets what the helper says
   * @throws IOException if it cannot be started
   * @throws ConfinementException if it cannot be confined
   */
  <Q, R> HelperProcess<Q, R> start(HelperProgram<Q, R> program, HelperProcess.Sink<R> sink)
      throws IOException, ConfinementException, InterruptedException {
    Channel.ForChild<Q, R> ends = Channel.open(program.protocol());
    // Opened here, because the thread that starts the helper may open nothing.
    try (FileOutputStream nowhere = new FileOutputStream("/dev/null")) {
      List<String> command = new ArrayList<>(installation.command(program));
      command.addAll(sandbox.arguments());
      ProcessBuilder builder = builder(command);
      builder.redirectInput(ends.stdin());
      builder.redirectOutput(
          FileDescriptorCast.using(nowhere.getFD()).as(ProcessBuilder.Redirect.class));
      Process process =
          sandbox.start(program.programName(), builder::start, installation.files(program));
      return new HelperProcess<>(program.programName(), process, ends.channel(), sink);
    } catch (IOException | ConfinementException | InterruptedException e) {
      ends.channel().close();
      throw e;
    } finally {
      ends.closeChildEnd();
    }
  }

  /** Without environment, in the root directory. */
  public static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.directory(Path.of("/").toFile());
    return builder;
  }
}
