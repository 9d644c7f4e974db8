package got.pkt;

import got.ipc.Limits;
import java.io.IOException;

/**
 * Takes apart the streams that share a connection: the first byte of each packet is its band.
 *
 * <p>Band 1 is data, 2 is text for people, 3 the reason why the server gives up. A packet may hold
 * a band and nothing else: servers send these to keep the connection alive. A flush packet ends it.
 * A server that sends text and empty packets without end is cut off, because nobody waits for them.
 * Source: gitprotocol-pack(5), "Packfile Data".
 */
public final class SideBand {
  private static final int DATA = 1;
  private static final int PROGRESS = 2;
  private static final int ERROR = 3;

  private SideBand() {}

  /** Where the bands go. */
  public interface Bands {
    /**
     * @param buffer valid during the call only; {@code length} may be 0
     * @throws IOException if they cannot be passed on
     */
    void data(byte[] buffer, int offset, int length) throws IOException;

    /** As {@link #data}; a text may be spread over packets, a packet hold many. */
    void progress(byte[] buffer, int offset, int length);
  }

  /**
   * Reads to the flush packet.
   *
   * @throws ProtocolException if the server gives up, breaks off, or breaks the rules
   * @throws IOException if {@code bands} fails
   */
  public static void demultiplex(Server server, Bands bands) throws ProtocolException, IOException {
    long beside = 0;
    while (true) {
      PktLine line = server.next();
      switch (line) {
        case PktLine.Data data -> {
          beside += pass(data, bands);
          if (beside > Limits.BESIDE_PACK) {
            throw ProtocolException.limit(Limits.BESIDE_PACK, "bytes beside the pack");
          }
        }
        case PktLine.Flush _ -> {
          return;
        }
        case PktLine.Delim _, PktLine.ResponseEnd _ ->
            throw ProtocolException.unexpected(line, "data or a flush packet");
      }
    }
  }

  /** Returns the bytes of the packet, framing too, that were for anything but the data. */
  private static int pass(PktLine.Data packet, Bands bands) throws ProtocolException, IOException {
    if (packet.length() == 0) {
      throw ProtocolException.broken("a packet without a band");
    }
    switch (packet.first()) {
      case DATA -> packet.writeTo(bands::data, 1);
      case PROGRESS -> packet.writeTo(bands::progress, 1);
      case ERROR -> throw ProtocolException.refused(packet.words(1));
      default -> throw ProtocolException.broken("a packet of band " + packet.first());
    }
    boolean isData = packet.first() == DATA && packet.length() > 1;
    return isData ? 0 : PktLine.HEADER + packet.length();
  }
}
