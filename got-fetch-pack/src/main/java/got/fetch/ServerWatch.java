package got.fetch;

import got.ipc.Text;
import got.ipc.fetch.FetchTalk;
import got.pkt.PktLine;
import got.pkt.Witness;
import java.util.function.LongSupplier;

/**
 * Tells got that the server is alive and, if it wants to know, what passes, in short.
 *
 * <p>Packets are told one by one up to {@link #LINES} in one direction; the rest of them is
 * counted, as is what a side band carries. So a list of a million references makes no million
 * messages, and a pack none.
 */
final class ServerWatch implements Witness {
  /** Nanoseconds between two {@link FetchTalk.Heard}: two in a second. */
  private static final long INTERVAL = 500_000_000;

  static final int LINES = 100;

  /** Chars of a packet. */
  private static final int LINE_CHARS = 200;

  private static final int BAND_PACK = 1;
  private static final int BAND_TEXT = 2;

  private final Replies got;
  private final boolean packets;
  private final LongSupplier nanoClock;
  private final Count pack = new Count("packets of the pack");
  private final Count text = new Count("packets of text");
  private final Count rest = new Count("more packets");
  private long heard;
  private long received;
  private long sent;
  private String direction = "";
  private int told;

  /** What is not told one by one. */
  private static final class Count {
    private final String what;
    private long number;
    private long bytes;

    Count(String what) {
      this.what = what;
    }

    void add(int length) {
      number++;
      bytes += length;
    }
  }

  /**
   * @param packets if got wants {@link FetchTalk.Packet}
   */
  ServerWatch(Replies got, boolean packets, LongSupplier nanoClock) {
    this.got = got;
    this.packets = packets;
    this.nanoClock = nanoClock;
    this.heard = nanoClock.getAsLong();
  }

  @Override
  public void received(long bytes) {
    received = bytes;
    long now = nanoClock.getAsLong();
    if (now - heard >= INTERVAL) {
      heard = now;
      count();
    }
  }

  @Override
  public void sent(long bytes) {
    sent = bytes;
  }

  /** Tells what has passed so far. */
  void count() {
    got.send(new FetchTalk.Heard(received, sent));
  }

  @Override
  public void read(PktLine packet) {
    if (packets) {
      note("<", packet);
    }
  }

  @Override
  public void wrote(PktLine packet) {
    if (packets) {
      note(">", packet);
    }
  }

  private void note(String way, PktLine packet) {
    if (!way.equals(direction)) {
      end();
      direction = way;
      told = 0;
    }
    switch (packet) {
      case PktLine.Flush _ -> tell("0000");
      case PktLine.Delim _ -> tell("0001");
      case PktLine.ResponseEnd _ -> tell("0002");
      case PktLine.Data data -> {
        int band = data.length() == 0 ? 0 : data.first();
        if (band == BAND_PACK) {
          pack.add(data.length());
        } else if (band == BAND_TEXT) {
          text.add(data.length());
        } else if (told < LINES) {
          tell(Text.clean(data.words(0), LINE_CHARS));
        } else {
          rest.add(data.length());
        }
      }
    }
  }

  private void tell(String line) {
    end();
    told++;
    got.send(new FetchTalk.Packet(direction + " " + line));
  }

  /** Tells what was only counted so far. */
  void end() {
    for (Count count : new Count[] {text, pack, rest}) {
      if (count.number > 0) {
        got.send(
            new FetchTalk.Packet(
                direction + " " + count.number + " " + count.what + ", " + count.bytes + " bytes"));
        count.number = 0;
        count.bytes = 0;
      }
    }
  }
}
