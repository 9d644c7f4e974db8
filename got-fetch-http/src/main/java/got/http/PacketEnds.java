package got.http;

/**
 * Follows Git's packets by their lengths, to tell whether bytes end where a packet does. What is in
 * the packets is not looked at. Source: gitprotocol-common(5).
 */
final class PacketEnds {
  private static final int HEADER = 4;
  private static final int HEXADECIMAL = 16;

  private final byte[] header = new byte[HEADER];
  private int headerLength;
  private int left;
  private boolean flushed;

  /** Bytes that come next. */
  void add(byte[] buffer, int offset, int length) throws HttpFault {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (left > 0) {
        int count = Math.min(left, end - at);
        left -= count;
        at += count;
        continue;
      }
      header[headerLength++] = buffer[at++];
      if (headerLength == HEADER) {
        headerLength = 0;
        int packet = length(header);
        flushed = packet == 0;
        left = Math.max(0, packet - HEADER);
      }
    }
  }

  /** True if no packet has begun that has not ended. */
  boolean isBetween() {
    return headerLength == 0 && left == 0;
  }

  /** True if the last packet is a flush packet, which ends what belongs together. */
  boolean isFlushed() {
    return isBetween() && flushed;
  }

  /**
   * The number in four hexadecimal digits.
   *
   * @throws HttpFault if they are others, or not four
   */
  static int length(byte[] digits) throws HttpFault {
    int length = 0;
    for (int i = 0; i < HEADER; i++) {
      int digit = i < digits.length ? Character.digit((char) (digits[i] & 0xff), HEXADECIMAL) : -1;
      if (digit < 0) {
        throw HttpFault.broken("the answer is not in Git's packets");
      }
      length = length << 4 | digit;
    }
    return length;
  }
}
