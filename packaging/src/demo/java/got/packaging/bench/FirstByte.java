package got.packaging.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;

/**
 * From the start of a program until a server has the first byte of it, medians: {@code FirstByte
 * ROUNDS GOT GIT DIRECTORY}. The server closes the connection then, so the programs fail.
 */
final class FirstByte {
  private static final double NANOS = 1e9;

  private FirstByte() {}

  public static void main(String[] args) throws Exception {
    int rounds = Integer.parseInt(args[0]);
    long[] got = new long[rounds];
    long[] git = new long[rounds];
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "git://127.0.0.1:" + server.getLocalPort() + "/small.git";
      for (int i = -1; i < rounds; i++) {
        // The first of each does not count.
        int at = Math.max(i, 0);
        got[at] = nanos(server, args[1], "clone", "-q", url, args[3]);
        git[at] = nanos(server, args[2], "clone", "-q", "--bare", url, args[3]);
      }
    }
    System.out.printf(
        Locale.ROOT, "first byte: got %.4f s, git %.4f s%n", median(got), median(git));
  }

  private static double median(long[] nanos) {
    Arrays.sort(nanos);
    return nanos[(nanos.length - 1) / 2] / NANOS;
  }

  private static long nanos(ServerSocket server, String... command) throws Exception {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long end;
    try (Socket client = server.accept()) {
      if (client.getInputStream().read() < 0) {
        throw new IOException("no byte from " + command[0]);
      }
      end = System.nanoTime();
    }
    if (process.waitFor() == 0) {
      throw new IOException(command[0] + " did not fail");
    }
    return end - start;
  }
}
