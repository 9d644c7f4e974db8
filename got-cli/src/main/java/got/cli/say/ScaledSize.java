package got.cli.say;

/** Byte counts in at most five chars, as fmt_scaled(3) of OpenBSD writes them: {@code 11.2M}. */
public final class ScaledSize {
  private static final String UNITS = "BKMGTPE";
  private static final int STEP_BITS = 10;
  private static final int NO_FRACTION_FROM = 100;

  private ScaledSize() {}

  /**
   * @param bytes not negative
   */
  public static String of(long bytes) {
    int unit = 0;
    while (unit + 1 < UNITS.length() && bytes >>> (STEP_BITS * (unit + 1)) > 0) {
      unit++;
    }
    if (unit == 0) {
      return bytes + "B";
    }
    long whole = bytes >>> (STEP_BITS * unit);
    long rest = bytes >>> (STEP_BITS * (unit - 1)) & ((1 << STEP_BITS) - 1);
    long tenths = (10 * rest + 512) / 1024;
    if (tenths >= 10) {
      whole++;
      tenths = 0;
    }
    if (whole >= NO_FRACTION_FROM) {
      return (tenths >= 5 ? whole + 1 : whole) + UNITS.substring(unit, unit + 1);
    }
    return whole + "." + tenths + UNITS.charAt(unit);
  }
}
