package got.cli.admin;

import got.cli.process.HelperLauncher;
import got.cli.process.HelperProgram;
import got.cli.process.Installation;
import got.ipc.confine.ConfinementException;
import got.ipc.confine.FileRule;
import got.ipc.confine.FileRule.Access;
import got.ipc.confine.Launch;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * Starts other code in a helper's place, to see what a helper that was taken over could do: the
 * same Java, options, archive, user and Landlock domain. The code has to confine itself by the
 * helper's policy, as the helper does.
 */
public record Probe(Installation installation, HelperProgram<?, ?> program, Starter starter) {
  /**
   * Confines the calling thread's children as a helper is confined before its first instruction.
   */
  @FunctionalInterface
  public interface Starter {
    /**
     * @param program the name of the helper in whose place it is
     * @param readable what the program may read, beside what every program needs
     */
    Process start(String program, Launch.Start start, List<FileRule> readable)
        throws IOException, ConfinementException, InterruptedException;
  }

  /**
   * @param classPath of the code, before that of the helper; readable in addition
   * @return with pipes for standard input and standard error
   */
  public Process start(String mainClass, List<Path> classPath, List<String> arguments)
      throws IOException, ConfinementException, InterruptedException {
    List<String> command = installation.command(program, mainClass, classPath);
    command.addAll(arguments);
    List<FileRule> files = new ArrayList<>(installation.files(program));
    for (Path path : classPath) {
      files.add(new FileRule(path, Files.isDirectory(path) ? Access.READ_TREE : Access.READ));
    }
    try (FileOutputStream nowhere = new FileOutputStream("/dev/null")) {
      ProcessBuilder builder = HelperLauncher.builder(command);
      builder.redirectOutput(
          FileDescriptorCast.using(nowhere.getFD()).as(ProcessBuilder.Redirect.class));
      return starter.start(program.programName(), builder::start, files);
    }
  }
}
