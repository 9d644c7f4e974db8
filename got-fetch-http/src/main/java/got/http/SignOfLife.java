package got.http;

import got.ipc.http.HttpTalk;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/**
 * Tells got that the server is alive, while bytes come of which nobody else has anything to say: a
 * head, a handshake, the lengths of chunks. Without it a slow server would be called silent.
 */
final class SignOfLife {
  /** Nanoseconds between two signs: two in a second. */
  private static final long INTERVAL = 500_000_000;

  private final Dialogue got;
  private final LongSupplier nanoClock;
  private long told;

  SignOfLife(Dialogue got, LongSupplier nanoClock) {
    this.got = got;
    this.nanoClock = nanoClock;
    this.told = nanoClock.getAsLong();
  }

  /** A stream of the server's. */
  InputStream in(InputStream server) {
    return new FilterInputStream(server) {
      @Override
      public int read() throws IOException {
        int b = super.read();
        heard(b);
        return b;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        heard(n);
        return n;
      }
    };
  }

  private void heard(int n) {
    long now = nanoClock.getAsLong();
    if (n >= 0 && now - told >= INTERVAL) {
      told = now;
      got.send(new HttpTalk.Heard());
    }
  }
}
