package got.packaging.proc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What the kernel says of a process, by name of the line. Source: proc(5). */
public final class ProcStatus {
  private ProcStatus() {}

  /** The lines of status, and the soft limits; nothing if the process is gone. */
  public static Map<String, String> of(long pid) throws IOException {
    Map<String, String> held = new TreeMap<>();
    Path process = Path.of("/proc", Long.toString(pid));
    for (String line : ProcFile.lines(process.resolve("status"))) {
      String[] pair = line.split(":\\s*", 2);
      held.put(pair[0], pair[1].strip());
    }
    for (String line : ProcFile.lines(process.resolve("limits"))) {
      String[] columns = line.split(" {2,}", -1);
      held.put(columns[0], columns[1]);
    }
    return held;
  }
}
