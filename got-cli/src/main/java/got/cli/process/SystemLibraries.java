package got.cli.process;

import got.ipc.confine.FileRule;
import got.ipc.confine.FileRule.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The files of the system that a helper's virtual machine loads: those that got's own has loaded,
 * because it is the same one. They are the C library's; Debian's builds of the virtual machine take
 * zlib, libstdc++ and libgcc from the system, too. Source: proc_pid_maps(5).
 */
public final class SystemLibraries {
  private static final Path MAPS = Path.of("/proc/self/maps");

  /** The one that starts programs, and so must be executable: ld-linux-x86-64.so.2, ld-musl-…. */
  private static final String LOADER = "ld-";

  private SystemLibraries() {}

  public static List<FileRule> rules() throws IOException {
    return rules(Files.readAllLines(MAPS), Path.of(System.getProperty("java.home")));
  }

  /**
   * @param runtime has a rule of its own
   */
  static List<FileRule> rules(List<String> maps, Path runtime) {
    TreeSet<Path> files = new TreeSet<>();
    for (String line : maps) {
      int at = line.indexOf('/');
      if (at > 0 && line.contains(".so")) {
        files.add(Path.of(line.substring(at)));
      }
    }
    List<FileRule> rules = new ArrayList<>();
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      if (!file.startsWith(runtime)
          && name.matches("(lib(c|m|z|dl|rt|pthread|gcc_s|stdc\\+\\+)[.-].*|ld-.*)")) {
        rules.add(new FileRule(file, name.startsWith(LOADER) ? Access.EXECUTE : Access.READ));
      }
    }
    return rules;
  }
}
