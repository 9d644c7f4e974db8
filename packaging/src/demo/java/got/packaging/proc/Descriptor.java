package got.packaging.proc;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * An open file descriptor of a process, as Linux shows it. Source: proc(5).
 *
 * @param kind by what it leads to and the direction it is open in
 * @param target a path; {@code pipe:[inode]}; {@code socket:[inode]}; for TCP both addresses
 */
public record Descriptor(int number, Kind kind, String target) {
  public enum Kind {
    TCP("TCP socket"),
    SOCKET("Unix socket"),
    PIPE_READ("pipe, to read"),
    PIPE_WRITE("pipe, to write"),
    FILE_READ("file, to read"),
    FILE_WRITE("file, to write"),
    FILE_BOTH("file, to read and write");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  private static final int ACCESS = 3;
  private static final int CLOSED = -1;

  /** In order; what is closed meanwhile is left out. Empty if the process is gone. */
  public static List<Descriptor> of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    List<Descriptor> open = new ArrayList<>();
    try (DirectoryStream<Path> numbers = Files.newDirectoryStream(process.resolve("fd"))) {
      Map<String, String> connections = connections(process);
      for (Path number : numbers) {
        int n = Integer.parseInt(number.getFileName().toString());
        try {
          String target = Files.readSymbolicLink(number).toString();
          int access = access(process, n);
          if (access != CLOSED) {
            open.add(descriptor(n, target, access, connections));
          }
        } catch (NoSuchFileException e) {
          // Closed between the listing and the look.
        }
      }
    } catch (FileSystemException e) {
      // ENOENT, or ESRCH for a process that ended while its directory was looked up.
      if (Files.exists(process)) {
        throw e;
      }
      return List.of();
    } catch (DirectoryIteratorException e) {
      if (Files.exists(process)) {
        throw e.getCause();
      }
      return List.of();
    }
    open.sort(Comparator.comparingInt(Descriptor::number));
    return open;
  }

  private static Descriptor descriptor(
      int number, String target, int access, Map<String, String> connections) {
    if (connections.containsKey(target)) {
      return new Descriptor(number, Kind.TCP, connections.get(target));
    }
    if (target.startsWith("socket:")) {
      return new Descriptor(number, Kind.SOCKET, target);
    }
    if (target.startsWith("pipe:")) {
      return new Descriptor(number, access == 0 ? Kind.PIPE_READ : Kind.PIPE_WRITE, target);
    }
    Kind[] files = {Kind.FILE_READ, Kind.FILE_WRITE, Kind.FILE_BOTH};
    return new Descriptor(number, files[access], target);
  }

  /** 0, 1 or 2: O_RDONLY, O_WRONLY, O_RDWR; CLOSED if it is closed meanwhile. */
  private static int access(Path process, int number) throws IOException {
    for (String line : ProcFile.lines(process.resolve("fdinfo/" + number))) {
      if (line.startsWith("flags:")) {
        return Integer.parseInt(line.substring("flags:".length()).strip(), 8) & ACCESS;
      }
    }
    return CLOSED;
  }

  /** From {@code socket:[inode]} to the addresses, for each TCP socket of the machine. */
  private static Map<String, String> connections(Path process) throws IOException {
    Map<String, String> connections = new HashMap<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      List<String> lines = ProcFile.lines(process.resolve(table));
      for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
        String[] fields = line.strip().split(" +", -1);
        connections.put(
            "socket:[" + fields[9] + "]", address(fields[1]) + " to " + address(fields[2]));
      }
    }
    return connections;
  }

  /** {@code 0100007F:4C63}: words in the machine's order, port. */
  private static String address(String field) throws IOException {
    int colon = field.indexOf(':');
    byte[] bytes = HexFormat.of().parseHex(field.substring(0, colon));
    for (int word = 0; word < bytes.length; word += 4) {
      for (int i = 0; i < 2; i++) {
        byte low = bytes[word + i];
        bytes[word + i] = bytes[word + 3 - i];
        bytes[word + 3 - i] = low;
      }
    }
    String host = InetAddress.getByAddress(bytes).getHostAddress();
    return host + ":" + Integer.parseInt(field.substring(colon + 1), 16);
  }
}
