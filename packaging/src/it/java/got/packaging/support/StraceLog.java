package got.packaging.support;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What strace(1) writes with -f, -y and -o. */
public final class StraceLog {
  private static final Pattern ENTRY = Pattern.compile("(\\d+) +([a-z0-9_]+)\\((.*)");

  /** A path given as a string, or that of a descriptor. */
  private static final Pattern PATH = Pattern.compile("\"(/[^\"]*)\"|\\d+<(/[^>]*)>");

  /** A name relative to an open directory. */
  private static final Pattern RELATIVE = Pattern.compile("\\d+<(/[^>]*)>, \"([^\"/][^\"]*)\"");

  private StraceLog() {}

  /**
   * One call of one thread.
   *
   * @param nth of this name in its thread, from 1: how strace counts
   * @param paths absolute ones, of strings and of descriptors
   */
  public record Call(long thread, String name, int nth, String arguments, List<String> paths) {
    /** What it does, whether by a path, relative to an open directory, or by descriptor. */
    public String kind() {
      return switch (name) {
        case "mkdirat" -> "mkdir";
        case "renameat", "renameat2" -> "rename";
        case "fchmod", "fchmodat" -> "chmod";
        case "unlinkat" -> arguments.contains("AT_REMOVEDIR") ? "rmdir" : "unlink";
        default -> name;
      };
    }

    public boolean creates() {
      return name.equals("openat") && arguments.contains("O_CREAT");
    }

    @Override
    public String toString() {
      return nth + ". " + name + "(" + arguments;
    }
  }

  /** The calls of all threads in their order. */
  public static List<Call> calls(Path log) throws IOException {
    return calls(log, false);
  }

  /** The calls that failed because they were made to. */
  public static List<Call> failed(Path log) throws IOException {
    return calls(log, true);
  }

  private static List<Call> calls(Path log, boolean failed) throws IOException {
    List<Call> calls = new ArrayList<>();
    Map<String, Call> last = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (String line : Files.readAllLines(log, StandardCharsets.ISO_8859_1)) {
      Matcher entry = ENTRY.matcher(line);
      if (entry.matches()) {
        String thread = entry.group(1);
        String name = entry.group(2);
        int nth = counts.merge(thread + name, 1, Integer::sum);
        String arguments = entry.group(3);
        Call call = new Call(Long.parseLong(thread), name, nth, arguments, paths(name, arguments));
        last.put(thread, call);
        if (!failed) {
          calls.add(call);
        }
      }
      if (failed && line.endsWith("(INJECTED)")) {
        // The end of a call may have a line of its own.
        calls.add(requireNonNull(last.get(line.substring(0, line.indexOf(' ')))));
      }
    }
    return calls;
  }

  /**
   * Calls that change or open something below a directory, of the thread that renames last.
   *
   * @param kinds of interest: those of {@link Call#kind}, and {@code create} and {@code open}
   * @return the calls of each kind
   */
  public static Map<String, List<Call>> below(Path directory, List<Call> calls, Set<String> kinds) {
    Call last = calls.stream().filter(c -> c.kind().equals("rename")).toList().getLast();
    Map<String, List<Call>> found = new TreeMap<>();
    for (Call call : calls) {
      boolean ours =
          call.thread() == last.thread()
              && !call.paths().isEmpty()
              && call.paths().getFirst().startsWith(directory + "/");
      String kind = call.name().equals("openat") ? call.creates() ? "create" : "open" : call.kind();
      if (ours && kinds.contains(kind)) {
        found.computeIfAbsent(kind, _ -> new ArrayList<>()).add(call);
      }
    }
    return found;
  }

  private static List<String> paths(String name, String arguments) {
    if (name.matches("[a-z]+at2?")) {
      return paths(RELATIVE.matcher(arguments).replaceAll("\"$1/$2\""));
    }
    return paths(arguments);
  }

  private static List<String> paths(String arguments) {
    List<String> paths = new ArrayList<>();
    Matcher path = PATH.matcher(arguments);
    while (path.find()) {
      paths.add(path.group(1) == null ? path.group(2) : path.group(1));
    }
    return List.copyOf(paths);
  }
}
