package got.cli.refs;

import got.ipc.RefName;
import java.util.Comparator;

/**
 * The order in which got shows names: what is below {@code a} comes directly after {@code a}, so
 * {@code a/b} before {@code a-b}. (git sorts by bytes alone.)
 */
public final class RefOrder {
  public static final Comparator<RefName> PATH = (a, b) -> compare(a.latin1(), b.latin1());

  private RefOrder() {}

  private static int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return compare(x, y, true);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /**
   * Compares the first bytes in which two names differ.
   *
   * @param path in the order of this class; else as git does
   */
  static int compare(int x, int y, boolean path) {
    return path ? Integer.compare(x == '/' ? 0 : x, y == '/' ? 0 : y) : Integer.compare(x, y);
  }
}
