package got.fetch;

import got.ipc.HelperFailure;
import got.ipc.Limits;
import got.ipc.fetch.FetchTalk;
import got.script.Script;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Lists as many references as its argument says, with names as long as the limits allow; run by
 * {@link SmallHeapTest} in a JVM of its own. Prints the last message, or the report.
 */
final class LargestList {
  private LargestList() {}

  public static void main(String[] args) throws InterruptedException {
    int count = Integer.parseInt(args[0]);
    Replies got =
        new Replies() {
          @Override
          public void send(FetchTalk.Reply message) {}

          @Override
          public FetchTalk.Request next() {
            throw new IllegalStateException("nothing is awaited here");
          }
        };
    try {
      System.out.println(
          FetchPack.list(
              new FetchTalk.ListRefs(Exchange.OVER_SSH),
              new References(count),
              OutputStream.nullOutputStream(),
              got));
    } catch (HelperFailure e) {
      System.out.println(e.report());
    }
  }

  /** A server of version 2 that makes up its references as they are read. */
  private static final class References extends InputStream {
    private final int count;
    private byte[] piece = Script.v2().bytes();
    private int at;
    private int made;

    References(int count) {
      this.count = count;
    }

    @Override
    public int read() {
      throw new IllegalStateException("reads are large");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (at == piece.length) {
        if (made > count) {
          return -1;
        }
        piece = next();
        at = 0;
      }
      int n = Math.min(length, piece.length - at);
      System.arraycopy(piece, at, buffer, offset, n);
      at += n;
      return n;
    }

    /** Names of 128 bytes: 2^20 of them are exactly as many bytes as are allowed. */
    private byte[] next() {
      if (made++ == count) {
        return "0000".getBytes(StandardCharsets.US_ASCII);
      }
      int length = Limits.REF_NAME_BYTES / Limits.REFS;
      String name = String.format("refs/heads/%0" + (length - 11) + "d", made);
      return new Script().line(String.format("%040x %s", made, name)).bytes();
    }
  }
}
