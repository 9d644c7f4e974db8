package got.cli.process;

import got.ipc.confine.FileRule;
import got.ipc.confine.FileRule.Access;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

  private static final List<String> NAMES =
      List.of("c", "m", "z", "dl", "rt", "pthread", "gcc_s", "stdc++");

  private static List<FileRule> known = List.of();

  private SystemLibraries() {}

  /** Looks once: got runs as long as its helpers, with what it has loaded. */
  public static synchronized List<FileRule> rules() throws IOException {
    if (known.isEmpty()) {
      String maps = new String(Files.readAllBytes(MAPS), StandardCharsets.UTF_8);
      known = rules(maps, Path.of(System.getProperty("java.home")));
    }
    return known;
  }

  /**
   * @param maps lines that end with the path of a file, if they have one
   * @param runtime has a rule of its own
   */
  static List<FileRule> rules(String maps, Path runtime) {
    // No pattern, and paths of few lines only: this runs once, interpreted, before a helper starts.
    TreeSet<Path> files = new TreeSet<>();
    for (int start = 0, end; start < maps.length(); start = end + 1) {
      end = maps.indexOf('\n', start);
      end = end < 0 ? maps.length() : end;
      int slash = maps.lastIndexOf('/', end);
      if (slash > start
          && isSystems(maps, slash + 1)
          && maps.substring(slash, end).contains(".so")) {
        files.add(Path.of(maps.substring(maps.indexOf('/', start), end)));
      }
    }
    List<FileRule> rules = new ArrayList<>();
    for (Path file : files) {
      if (!file.startsWith(runtime)) {
        boolean loader = String.valueOf(file.getFileName()).startsWith(LOADER);
        rules.add(new FileRule(file, loader ? Access.EXECUTE : Access.READ));
      }
    }
    return List.copyOf(rules);
  }

  /** Whether a name of one of these begins there. */
  private static boolean isSystems(String maps, int at) {
    if (!maps.startsWith("lib", at)) {
      return maps.startsWith(LOADER, at);
    }
    for (String name : NAMES) {
      int end = at + 3 + name.length();
      if (maps.startsWith(name, at + 3)
          && (maps.startsWith(".", end) || maps.startsWith("-", end))) {
        return true;
      }
    }
    return false;
  }
}
