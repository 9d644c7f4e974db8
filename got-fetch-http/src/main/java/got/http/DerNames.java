package got.http;

import java.util.Arrays;

/** Finds the subject in an encoded certificate without parsing the rest. Source: RFC 5280, 4.1. */
final class DerNames {
  private static final int SEQUENCE = 0x30;
  private static final int VERSION = 0xa0;
  private static final int LONG_FORM = 0x80;
  private static final int MAX_LENGTH_BYTES = 3;

  /** Fields between the version and the subject: number, algorithm, issuer, validity. */
  private static final int BEFORE_SUBJECT = 4;

  private final byte[] der;
  private int at;

  private DerNames(byte[] der) {
    this.der = der;
  }

  /**
   * The encoded subject.
   *
   * @throws IllegalArgumentException if this is no certificate
   */
  static byte[] subject(byte[] certificate) {
    DerNames in = new DerNames(certificate);
    in.enter();
    in.enter();
    if (in.tag() == VERSION) {
      in.skip();
    }
    for (int i = 0; i < BEFORE_SUBJECT; i++) {
      in.skip();
    }
    int start = in.at;
    in.skip();
    return Arrays.copyOfRange(certificate, start, in.at);
  }

  private int tag() {
    if (at >= der.length) {
      throw new IllegalArgumentException("no certificate");
    }
    return der[at] & 0xff;
  }

  /** Goes to the first element of a sequence. */
  private void enter() {
    if (tag() != SEQUENCE) {
      throw new IllegalArgumentException("no certificate");
    }
    at++;
    int ignored = length();
  }

  private void skip() {
    int ignored = tag();
    at++;
    int length = length();
    if (length > der.length - at) {
      throw new IllegalArgumentException("no certificate");
    }
    at += length;
  }

  private int length() {
    int first = tag();
    at++;
    if (first < LONG_FORM) {
      return first;
    }
    int count = first - LONG_FORM;
    if (count == 0 || count > MAX_LENGTH_BYTES) {
      throw new IllegalArgumentException("no certificate");
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | tag();
      at++;
    }
    return length;
  }
}
