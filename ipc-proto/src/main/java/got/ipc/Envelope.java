package got.ipc;

import java.nio.ByteBuffer;

/**
 * What is around a message in its frame: how many descriptors travel with it, and which kind it is.
 *
 * <p>Written as a protocol buffer writes field 1, a number that is left out if it is 0, and one
 * more field with bytes in it. Read without looking into those, so that a message that may not come
 * now is not decoded.
 *
 * @param number the kind of message
 * @param offset of its first byte in the frame
 */
record Envelope(int descriptors, int number, int offset, int length) {
  /** Bytes of the length in front of an envelope. */
  static final int LENGTH_BYTES = 4;

  /** Tag of field 1, a number. */
  private static final int DESCRIPTORS = 1 << 3;

  /** The type of a field with bytes in it. */
  private static final int BYTES = 2;

  private static final int TYPE_BITS = 3;

  /** Bytes of a number below 2^31. */
  private static final int NUMBER_BYTES = 5;

  /** A whole frame: length, envelope, message. */
  static byte[] frame(int descriptors, Body body) {
    ByteBuffer head = ByteBuffer.allocate(2 + 2 * NUMBER_BYTES);
    if (descriptors != 0) {
      write(head, DESCRIPTORS);
      write(head, descriptors);
    }
    write(head, body.number() << TYPE_BITS | BYTES);
    write(head, body.bytes().length);
    head.flip();
    int length = head.remaining() + body.bytes().length;
    return ByteBuffer.allocate(LENGTH_BYTES + length)
        .putInt(length)
        .put(head)
        .put(body.bytes())
        .array();
  }

  private static void write(ByteBuffer out, int value) {
    int rest = value;
    while (rest > 0x7f) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  /**
   * @throws ChannelException if there is anything but the number of descriptors and one message, or
   *     a number takes more bytes than it needs
   */
  static Envelope read(byte[] frame, int offset, int length) throws ChannelException {
    ByteBuffer in = ByteBuffer.wrap(frame, offset, length);
    int descriptors = 0;
    if (in.hasRemaining() && in.get(in.position()) == DESCRIPTORS) {
      in.get();
      descriptors = number(in);
      if (descriptors == 0) {
        throw ChannelException.rules("envelope is not as it would be encoded");
      }
    }
    if (!in.hasRemaining()) {
      throw ChannelException.rules("no message");
    }
    int tag = number(in);
    if ((tag & (1 << TYPE_BITS) - 1) != BYTES) {
      throw ChannelException.rules("malformed envelope");
    }
    if (number(in) != in.remaining()) {
      // Cut, or with a second message behind it, of which protocol buffers would take the last.
      throw ChannelException.rules("malformed envelope");
    }
    return new Envelope(descriptors, tag >>> TYPE_BITS, in.position(), in.remaining());
  }

  private static int number(ByteBuffer in) throws ChannelException {
    long value = 0;
    for (int i = 0; i < NUMBER_BYTES && in.hasRemaining(); i++) {
      byte b = in.get();
      value |= (b & 0x7fL) << (7 * i);
      if (b >= 0) {
        if ((b == 0 && i > 0) || value > Integer.MAX_VALUE) {
          break;
        }
        return (int) value;
      }
    }
    throw ChannelException.rules("malformed envelope");
  }
}
