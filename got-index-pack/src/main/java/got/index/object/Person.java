package got.index.object;

/**
 * Looks at what follows {@code author}, {@code committer} or {@code tagger}: {@code name <e-mail>
 * seconds zone}. Other tools wrote nearly everything else there, so nothing of it is refused.
 */
final class Person {
  private Person() {}

  /**
   * @param lineEnd offset of the line's LF
   * @return the bit of the first finding, or 0
   */
  static int findings(byte[] data, int start, int lineEnd) {
    if (data[start] == '<') {
      return Finding.MISSING_NAME_BEFORE_EMAIL.bit();
    }
    int at = start;
    while (data[at] != '<') {
      if (at == lineEnd) {
        return Finding.MISSING_EMAIL.bit();
      }
      if (data[at] == '>') {
        return Finding.BAD_NAME.bit();
      }
      at++;
    }
    if (data[at - 1] != ' ') {
      return Finding.MISSING_SPACE_BEFORE_EMAIL.bit();
    }
    at++;
    while (data[at] != '>') {
      if (at == lineEnd || data[at] == '<') {
        return Finding.BAD_EMAIL.bit();
      }
      at++;
    }
    at++;
    if (data[at] != ' ') {
      return Finding.MISSING_SPACE_BEFORE_DATE.bit();
    }
    return dateFindings(data, at + 1);
  }

  private static int dateFindings(byte[] data, int start) {
    int at = start;
    while (data[at] == ' ' || data[at] == '\t') {
      at++;
    }
    if (!isDigit(data[at])) {
      return Finding.BAD_DATE.bit();
    }
    if (data[at] == '0' && data[at + 1] != ' ') {
      return Finding.ZERO_PADDED_DATE.bit();
    }
    long seconds = 0;
    while (isDigit(data[at])) {
      int digit = data[at++] - '0';
      if (seconds > (Long.MAX_VALUE - digit) / 10) {
        return Finding.BAD_DATE_OVERFLOW.bit();
      }
      seconds = 10 * seconds + digit;
    }
    if (data[at] != ' ') {
      return Finding.BAD_DATE.bit();
    }
    return isZone(data, at + 1) ? 0 : Finding.BAD_TIMEZONE.bit();
  }

  /** A sign, four digits, LF. Stops at the line's end, whatever comes. */
  private static boolean isZone(byte[] data, int start) {
    if (data[start] != '+' && data[start] != '-') {
      return false;
    }
    for (int i = 1; i <= 4; i++) {
      if (!isDigit(data[start + i])) {
        return false;
      }
    }
    return data[start + 5] == '\n';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
