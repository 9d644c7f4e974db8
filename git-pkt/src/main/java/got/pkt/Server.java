package got.pkt;

import got.ipc.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/**
 * The other side of the conversation: packets to it, packets from it, and its errors.
 *
 * <p>A server may say {@code ERR <reason>} wherever it owes a line. Source: gitprotocol-pack(5).
 */
public final class Server {
  private static final String ERROR = "ERR ";

  /** Packets looked at for a reason after the server stopped listening. */
  private static final int LAST_WORDS = 8;

  /** Signals that may follow the end of a response: one of each kind. */
  private static final int TRAILING_SIGNALS = 2;

  private final PktReader in;
  private final PktWriter out;

  public Server(InputStream in, OutputStream out, Witness witness) {
    this.in = new PktReader(in, witness);
    this.out = new PktWriter(out, witness);
  }

  /** Something said to the server. */
  @FunctionalInterface
  public interface Request {
    void write(PktWriter out) throws PktLineException;
  }

  /**
   * Waits for the next packet.
   *
   * @throws ProtocolException if the server reports an error, the connection ends, or the framing
   *     is broken
   */
  public PktLine next() throws ProtocolException {
    PktLine line;
    try {
      line = in.next();
    } catch (PktLineException e) {
      throw ProtocolException.framing(e);
    }
    if (line instanceof PktLine.Data data && data.startsWith(ERROR)) {
      throw ProtocolException.refused(data.words(ERROR.length()));
    }
    return line;
  }

  /**
   * Says something; it may stay buffered until {@link #send}.
   *
   * @throws ProtocolException if the server does not listen; with its reason, if it left one
   */
  public void say(Request request) throws ProtocolException {
    try {
      request.write(out);
    } catch (PktLineException e) {
      throw lastWords(e);
    }
  }

  /** Says something and hands everything said so far to the network. */
  public void send(Request request) throws ProtocolException {
    say(request);
    say(PktWriter::send);
  }

  /** Tells the server that nothing more will be asked; it may be gone already. */
  public void goodbye() {
    try {
      out.flush();
      out.send();
    } catch (PktLineException e) {
      // It hung up first. Everything we wanted is here.
    }
  }

  /**
   * Passes on what comes until the connection ends, unframed.
   *
   * @param complete as {@link PktReader#copyRest}: a server may leave the connection open
   */
  public void copyRest(ByteSink sink, BooleanSupplier complete)
      throws ProtocolException, IOException {
    try {
      in.copyRest(sink, complete);
    } catch (PktLineException e) {
      throw ProtocolException.framing(e);
    }
  }

  /**
   * Waits for the packet that marks the end of an answer when each answer is one of its own.
   *
   * @throws ProtocolException if anything else comes
   */
  public void expectResponseEnd() throws ProtocolException {
    PktLine line = next();
    if (!(line instanceof PktLine.ResponseEnd)) {
      throw ProtocolException.unexpected(line, "the end of the answer");
    }
  }

  /**
   * Looks at what came with the end of the response, and does not wait for more: a server that
   * keeps the connection open must not hold up a clone that is complete.
   *
   * @throws ProtocolException if it is anything but a signal that closes a response
   */
  public void expectNothingMore() throws ProtocolException {
    for (int i = 0; in.hasArrived(); i++) {
      PktLine line = next();
      boolean signal = line instanceof PktLine.Flush || line instanceof PktLine.ResponseEnd;
      if (!signal || i == TRAILING_SIGNALS) {
        throw ProtocolException.unexpected(line, "nothing after the end of the response");
      }
    }
  }

  private ProtocolException lastWords(PktLineException failure) {
    try {
      for (int i = 0; i < LAST_WORDS; i++) {
        PktLine ignored = next();
      }
    } catch (ProtocolException e) {
      if (e.report().kind() == ErrorKind.REFUSED || e.report().kind() == ErrorKind.NOT_GIT) {
        return e;
      }
    }
    return ProtocolException.framing(failure);
  }
}
