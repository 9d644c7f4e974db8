package got.pkt;

import got.ipc.Limits;
import got.ipc.Text;
import got.pkt.PktLineException.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * Cuts what comes from the network into packets.
 *
 * <p>Reads into one buffer of fixed size and hands out views of it, so that pack data is copied by
 * nobody between the network's read and the pipe's write. The length digits may be of either case.
 * A length of 3, or over {@link PktLine#MAX_LENGTH}, is refused before anything is read for it.
 * What comes instead of the first packet is a {@link Greeting}.
 */
public final class PktReader {
  /** Two packets, so that a read seldom has to stop at the end of the buffer. */
  private static final int BUFFER = 2 * PktLine.MAX_LENGTH;

  private final InputStream in;
  private final Witness witness;
  private final byte[] buffer = new byte[BUFFER];

  /** The unread bytes are {@code buffer[start, limit)}. */
  private int start;

  private int limit;
  private long received;

  /** A packet came; before that, the server may be of any kind. */
  private boolean speaksGit;

  PktReader(InputStream in, Witness witness) {
    this.in = in;
    this.witness = witness;
  }

  /**
   * Waits for the next packet; the one before it becomes invalid.
   *
   * @throws PktLineException if the connection ends instead, or this is no packet
   */
  public PktLine next() throws PktLineException {
    require(PktLine.HEADER);
    int length = length();
    PktLine line =
        switch (length) {
          case 0 -> signal(new PktLine.Flush());
          case 1 -> signal(new PktLine.Delim());
          case 2 -> signal(new PktLine.ResponseEnd());
          default -> data(length);
        };
    speaksGit = true;
    witness.read(line);
    return line;
  }

  /**
   * Passes on everything up to the end of the connection, which is no error here.
   *
   * @param complete asked when nothing more is here at the moment: true ends the copy without
   *     waiting for more
   * @throws IOException if {@code sink} fails
   * @throws PktLineException if the connection breaks
   */
  public void copyRest(ByteSink sink, BooleanSupplier complete)
      throws IOException, PktLineException {
    do {
      sink.write(buffer, start, limit - start);
      start = limit;
    } while ((hasArrived() || !complete.getAsBoolean()) && fill());
  }

  /** True if a byte is here already, so that {@link #next} has something to look at. */
  public boolean hasArrived() {
    return start < limit || moreHasArrived();
  }

  private boolean moreHasArrived() {
    try {
      return in.available() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private PktLine signal(PktLine line) {
    start += PktLine.HEADER;
    return line;
  }

  private PktLine data(int length) throws PktLineException {
    if (length < PktLine.HEADER || length > PktLine.MAX_LENGTH) {
      throw new PktLineException(Fault.FRAMING, offset(), "packet of length " + length);
    }
    require(length);
    PktLine line = new PktLine.Data(buffer, start + PktLine.HEADER, length - PktLine.HEADER);
    start += length;
    return line;
  }

  private int length() throws PktLineException {
    int length = 0;
    for (int i = start; i < start + PktLine.HEADER; i++) {
      int digit = Character.digit((char) (buffer[i] & 0xff), 16);
      if (digit < 0 && !speaksGit) {
        throw greeting();
      }
      if (digit < 0) {
        String digits = new String(buffer, start, PktLine.HEADER, StandardCharsets.ISO_8859_1);
        throw new PktLineException(
            Fault.FRAMING,
            offset(),
            "'" + ProtocolException.quote(digits) + "' is no length of a packet");
      }
      length = length << 4 | digit;
    }
    return length;
  }

  private long offset() {
    return received - (limit - start);
  }

  /** Makes {@code count} unread bytes contiguous in the buffer; at most the longest packet. */
  private void require(int count) throws PktLineException {
    while (limit - start < count) {
      if (!fill()) {
        throw speaksGit || beginsAsGitWould()
            ? new PktLineException(Fault.CONNECTION, received, closed())
            : greeting();
      }
    }
  }

  /** Git writes lengths in small letters; "Access denied" is a length too, if one is generous. */
  private boolean beginsAsGitWould() {
    for (int i = start; i < Math.min(limit, start + PktLine.HEADER); i++) {
      if ("0123456789abcdef".indexOf(buffer[i]) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Takes as much of the first line as is here, and waits for no more. */
  private PktLineException greeting() throws PktLineException {
    while (limit - start < Limits.LINE
        && !Greeting.holdsLine(buffer, start, limit - start)
        && moreHasArrived()
        && fill()) {
      // The rest of the line may have come.
    }
    return new PktLineException(
        Greeting.of(buffer, start, Math.min(limit - start, 4 * Limits.LINE)));
  }

  private String closed() {
    if (received == 0) {
      return "the server closed the connection without an answer";
    }
    String where = start == limit ? "between packets" : "inside a packet";
    return "the server closed the connection " + where + ", after " + received + " bytes";
  }

  /** Adds what one read gives; false at the end of the connection. */
  private boolean fill() throws PktLineException {
    if (start == limit) {
      start = 0;
      limit = 0;
    } else if (buffer.length - start < PktLine.MAX_LENGTH) {
      System.arraycopy(buffer, start, buffer, 0, limit - start);
      limit -= start;
      start = 0;
    }
    try {
      int n = in.read(buffer, limit, buffer.length - limit);
      if (n < 0) {
        return false;
      }
      limit += n;
      received += n;
      witness.received(received);
      return true;
    } catch (IOException e) {
      throw new PktLineException(
          Fault.CONNECTION, received, "reading from the server failed: " + Text.reason(e), e);
    }
  }
}
