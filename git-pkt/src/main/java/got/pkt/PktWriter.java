package got.pkt;

import got.ipc.Text;
import got.pkt.PktLineException.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Frames what is said to the server. Nothing leaves before {@link #send}, or a full buffer. */
public final class PktWriter {
  private static final int BUFFER = 1 << 16;

  private final OutputStream out;
  private final Witness witness;
  private final byte[] buffer = new byte[BUFFER];
  private int filled;
  private long sent;

  PktWriter(OutputStream out, Witness witness) {
    this.out = out;
    this.witness = witness;
  }

  /**
   * A line of text; the line feed is added.
   *
   * @param text one byte per char
   * @throws PktLineException if the server does not take it
   */
  public void line(String text) throws PktLineException {
    data((text + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A packet as it is. */
  public void data(byte[] payload) throws PktLineException {
    int length = PktLine.HEADER + payload.length;
    if (length > PktLine.MAX_LENGTH) {
      throw new IllegalStateException("packet of " + length + " bytes");
    }
    header(length);
    if (payload.length > buffer.length - filled) {
      empty();
    }
    System.arraycopy(payload, 0, buffer, filled, payload.length);
    filled += payload.length;
    witness.wrote(new PktLine.Data(payload, 0, payload.length));
  }

  public void flush() throws PktLineException {
    header(0);
    witness.wrote(new PktLine.Flush());
  }

  public void delim() throws PktLineException {
    header(1);
    witness.wrote(new PktLine.Delim());
  }

  /** Hands everything to the network. */
  public void send() throws PktLineException {
    empty();
    try {
      out.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void header(int length) throws PktLineException {
    if (PktLine.HEADER > buffer.length - filled) {
      empty();
    }
    for (int shift = 12; shift >= 0; shift -= 4) {
      buffer[filled++] = (byte) Character.forDigit(length >> shift & 15, 16);
    }
  }

  private void empty() throws PktLineException {
    try {
      out.write(buffer, 0, filled);
      sent += filled;
      filled = 0;
      witness.sent(sent);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static PktLineException failed(IOException e) {
    return new PktLineException(
        Fault.CONNECTION, 0, "writing to the server failed: " + Text.reason(e), e);
  }
}
