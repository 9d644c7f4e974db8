package got.fetch;

import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pkt.PktLine;
import got.pkt.ProtocolException;
import java.nio.charset.StandardCharsets;

/**
 * A line {@code ACK id [status]}.
 *
 * @param status empty if there is none
 */
record Acknowledgement(ObjectId id, String status) {
  private static final String ACK = "ACK ";

  static Acknowledgement parse(HashAlgorithm algorithm, PktLine line) throws ProtocolException {
    String text = line instanceof PktLine.Data data ? data.line() : "";
    int end = ACK.length() + 2 * algorithm.idBytes();
    boolean complete = text.length() == end || (text.length() > end && text.charAt(end) == ' ');
    if (!text.startsWith(ACK) || !complete) {
      throw ProtocolException.unexpected(line, "an acknowledgement");
    }
    try {
      byte[] hex = text.substring(ACK.length(), end).getBytes(StandardCharsets.ISO_8859_1);
      String status = text.length() == end ? "" : text.substring(end + 1);
      return new Acknowledgement(ObjectId.parse(algorithm, hex), status);
    } catch (BadValueException e) {
      throw ProtocolException.unexpected(line, "an acknowledgement");
    }
  }
}
