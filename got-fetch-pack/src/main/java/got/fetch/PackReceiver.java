package got.fetch;

import got.ipc.fetch.FetchTalk;
import got.pkt.ProtocolException;
import got.pkt.SideBand;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.LongSupplier;

/** Passes the pack on, untouched, and tells got how far it is. */
final class PackReceiver implements SideBand.Bands {
  /** Nanoseconds between two reports: ten in a second. */
  private static final long INTERVAL = 100_000_000;

  private final OutputStream pack;
  private final Replies got;
  private final LongSupplier nanoClock;
  private final ProgressText text;
  private long bytes;
  private long reported;

  /**
   * @param pack written to in the pieces that came; not closed here
   */
  PackReceiver(OutputStream pack, Replies got, LongSupplier nanoClock) {
    this.pack = pack;
    this.got = got;
    this.nanoClock = nanoClock;
    this.text =
        new ProgressText(
            (line, passing) -> got.send(new FetchTalk.ServerText(line, passing)), nanoClock);
  }

  /** Of the pack, passed on so far. */
  long bytes() {
    return bytes;
  }

  @Override
  public void data(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    pack.write(buffer, offset, length);
    boolean isFirst = bytes == 0;
    bytes += length;
    long now = nanoClock.getAsLong();
    if (isFirst || now - reported >= INTERVAL) {
      reported = now;
      got.send(new FetchTalk.Fetching(bytes));
    }
  }

  @Override
  public void progress(byte[] buffer, int offset, int length) {
    text.add(buffer, offset, length);
  }

  /** Passes on the last line of text, which may lack its end. */
  void endText() {
    text.end();
  }

  /**
   * @throws ProtocolException if the answer held no byte of a pack
   */
  void requireSome() throws ProtocolException {
    if (bytes == 0) {
      throw ProtocolException.broken("the server sent no pack");
    }
  }
}
