package got.index.object;

/**
 * Names that lead a checkout out of its directory, or into its {@code .git}, where a hook or a
 * config file would run commands of whoever made the tree.
 *
 * <p>Some file systems take other names for {@code .git}: all but case-sensitive ones any case of
 * it; HFS+ any code points in between that it ignores; NTFS the short name {@code git~1}, trailing
 * dots and spaces, and a stream behind a colon. To Windows, what follows a backslash is a name of
 * its own. A tree that is safe here is to be safe wherever it is pushed to, so all of them are
 * looked for everywhere, as git-fsck(1) does.
 */
final class DotGit {
  private DotGit() {}

  /** Whether a name that begins with this byte can be dangerous if it holds no backslash. */
  static boolean canBegin(byte first) {
    return first == '.'
        || (first | 0x20) == 'g'
        || first == (byte) 0xe2 // most code points that HFS+ ignores
        || first == (byte) 0xef; // U+FEFF
  }

  /**
   * @param start of a name that is not empty and holds neither NUL nor slash
   */
  static boolean isDangerous(byte[] data, int start, int end) {
    if (isDots(data, start, end) || isHfsDotGit(data, start, end)) {
      return true;
    }
    if (isNtfsDotGit(data, start, end)) {
      return true;
    }
    for (int i = start; i < end; i++) {
      if (data[i] == '\\' && isNtfsDotGit(data, i + 1, end)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDots(byte[] data, int start, int end) {
    return switch (end - start) {
      case 1 -> data[start] == '.';
      case 2 -> data[start] == '.' && data[start + 1] == '.';
      default -> false;
    };
  }

  private static boolean isNtfsDotGit(byte[] data, int start, int end) {
    int at;
    if (matches(data, start, end, ".git")) {
      at = start + ".git".length();
    } else if (matches(data, start, end, "git~1")) {
      at = start + "git~1".length();
    } else {
      return false;
    }
    while (at < end && (data[at] == '.' || data[at] == ' ')) {
      at++;
    }
    return at == end || data[at] == '\\' || data[at] == ':';
  }

  private static boolean matches(byte[] data, int start, int end, String lowerCase) {
    if (end - start < lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      if (toLowerCase(data[start + i]) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int toLowerCase(byte b) {
    return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
  }

  private static boolean isHfsDotGit(byte[] data, int start, int end) {
    int at = start;
    for (int i = 0; i < ".git".length(); i++) {
      at = skipIgnored(data, at, end);
      if (at == end || toLowerCase(data[at]) != ".git".charAt(i)) {
        return false;
      }
      at++;
    }
    at = skipIgnored(data, at, end);
    return at == end || !isUtf8(data, at, end);
  }

  /** Skips code points that HFS+ leaves out when it compares names; all take three bytes. */
  private static int skipIgnored(byte[] data, int start, int end) {
    int at = start;
    while (end - at >= 3
        && (data[at] & 0xf0) == 0xe0
        && isContinuation(data, at + 1, end)
        && isContinuation(data, at + 2, end)
        && isIgnored((data[at] & 0xf) << 12 | (data[at + 1] & 0x3f) << 6 | (data[at + 2] & 0x3f))) {
      at += 3;
    }
    return at;
  }

  private static boolean isIgnored(int codePoint) {
    return isWithin(codePoint, 0x200c, 0x200f)
        || isWithin(codePoint, 0x202a, 0x202e)
        || isWithin(codePoint, 0x206a, 0x206f)
        || codePoint == 0xfeff;
  }

  private static boolean isWithin(int codePoint, int first, int last) {
    return codePoint >= first && codePoint <= last;
  }

  /**
   * Whether a code point begins here. HFS+ takes other bytes as it likes, and git takes them for
   * the end of the name; so do we. The two noncharacters U+FFFE and U+FFFF are none.
   */
  private static boolean isUtf8(byte[] data, int at, int end) {
    int first = data[at] & 0xff;
    if (first < 0x80) {
      return true;
    }
    int second = at + 1 < end ? data[at + 1] & 0xff : 0;
    if (first < 0xe0) {
      return first >= 0xc2 && isContinuation(data, at + 1, end);
    }
    if (first < 0xf0) {
      int third = at + 2 < end ? data[at + 2] & 0xff : 0;
      boolean overlong = first == 0xe0 && second < 0xa0;
      boolean surrogate = first == 0xed && second >= 0xa0;
      boolean noncharacter = first == 0xef && second == 0xbf && third >= 0xbe;
      return isContinuation(data, at + 1, end)
          && isContinuation(data, at + 2, end)
          && !overlong
          && !surrogate
          && !noncharacter;
    }
    boolean overlong = first == 0xf0 && second < 0x90;
    boolean tooBig = first > 0xf4 || (first == 0xf4 && second > 0x8f);
    return isContinuation(data, at + 1, end)
        && isContinuation(data, at + 2, end)
        && isContinuation(data, at + 3, end)
        && !overlong
        && !tooBig;
  }

  private static boolean isContinuation(byte[] data, int at, int end) {
    return at < end && (data[at] & 0xc0) == 0x80;
  }
}
