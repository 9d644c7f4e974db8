package got.pack.digest;

import java.util.ArrayList;
import java.util.List;

/**
 * The unavoidable bit conditions, as a table of facts: which two bits of the expanded message are
 * equal, or differ, in every attack along the vectors named.
 *
 * <p>A line reads: word, bit, word, bit, vectors; {@code I_46_2} is the vector I(46,2). A block
 * that breaks one condition of a vector is no attack along that vector; random blocks break all but
 * 2^-7 (type b = 2) to 2^-15 of them. Source: Stevens and Shumow, 2017, section 5 and its data.
 */
final class BitConditions {
  private static final int I_43_0 = 1 << 0;
  private static final int I_44_0 = 1 << 1;
  private static final int I_45_0 = 1 << 2;
  private static final int I_46_0 = 1 << 3;
  private static final int I_46_2 = 1 << 4;
  private static final int I_47_0 = 1 << 5;
  private static final int I_47_2 = 1 << 6;
  private static final int I_48_0 = 1 << 7;
  private static final int I_48_2 = 1 << 8;
  private static final int I_49_0 = 1 << 9;
  private static final int I_49_2 = 1 << 10;
  private static final int I_50_0 = 1 << 11;
  private static final int I_50_2 = 1 << 12;
  private static final int I_51_0 = 1 << 13;
  private static final int I_51_2 = 1 << 14;
  private static final int I_52_0 = 1 << 15;
  private static final int II_45_0 = 1 << 16;
  private static final int II_46_0 = 1 << 17;
  private static final int II_46_2 = 1 << 18;
  private static final int II_47_0 = 1 << 19;
  private static final int II_48_0 = 1 << 20;
  private static final int II_49_0 = 1 << 21;
  private static final int II_49_2 = 1 << 22;
  private static final int II_50_0 = 1 << 23;
  private static final int II_50_2 = 1 << 24;
  private static final int II_51_0 = 1 << 25;
  private static final int II_51_2 = 1 << 26;
  private static final int II_52_0 = 1 << 27;
  private static final int II_53_0 = 1 << 28;
  private static final int II_54_0 = 1 << 29;
  private static final int II_55_0 = 1 << 30;
  private static final int II_56_0 = 1 << 31;

  /** All conditions, by word. */
  static final List<BitCondition> ALL = List.copyOf(new BitConditions().table);

  private final List<BitCondition> table = new ArrayList<>();

  private BitConditions() {
    words35to44();
    words45to63();
  }

  private void equal(int first, int firstBit, int second, int secondBit, int vectors) {
    table.add(new BitCondition(first, firstBit, second, secondBit, false, vectors));
  }

  private void differ(int first, int firstBit, int second, int secondBit, int vectors) {
    table.add(new BitCondition(first, firstBit, second, secondBit, true, vectors));
  }

  private void words35to44() {
    differ(35, 1, 36, 6, I_46_2 | I_49_2);
    equal(35, 3, 39, 28, I_51_0 | II_47_0);
    equal(35, 4, 39, 29, I_45_0 | I_48_0 | II_47_0);
    equal(35, 5, 39, 30, I_51_2);
    differ(35, 30, 40, 28, II_48_0);
    differ(36, 1, 37, 6, I_47_2 | I_50_2 | II_46_2);
    differ(36, 4, 37, 4, I_50_0);
    differ(36, 4, 38, 4, II_52_0 | II_54_0);
    equal(36, 3, 40, 28, II_48_0);
    equal(36, 4, 40, 29, I_46_0 | I_49_0 | II_45_0 | II_48_0);
    differ(36, 0, 41, 30, II_49_2);
    differ(36, 30, 41, 28, II_49_0);
    equal(37, 1, 37, 6, I_51_2);
    differ(37, 1, 38, 6, I_48_2 | I_51_2);
    differ(37, 4, 38, 4, I_51_0);
    differ(37, 4, 39, 4, I_43_0 | II_53_0 | II_55_0);
    equal(37, 4, 40, 29, I_43_0 | I_47_0 | II_46_0 | II_53_0 | II_55_0);
    equal(37, 3, 41, 28, II_49_0);
    equal(37, 4, 41, 29, I_50_0 | II_49_0);
    equal(37, 5, 41, 30, II_49_2);
    differ(37, 0, 42, 30, II_50_2);
    differ(37, 30, 42, 28, II_50_0);
    differ(38, 4, 39, 4, I_52_0);
    differ(38, 1, 40, 1, I_49_2);
    differ(38, 4, 40, 4, I_44_0 | II_54_0 | II_56_0);
    equal(38, 4, 41, 29, I_44_0 | I_48_0 | II_47_0 | II_54_0 | II_56_0);
    equal(38, 3, 42, 28, II_50_0);
    equal(38, 4, 42, 29, I_51_0 | II_50_0);
    equal(38, 5, 42, 30, II_50_2);
    differ(38, 0, 43, 30, II_51_2);
    differ(38, 30, 43, 28, II_51_0);
    differ(39, 1, 40, 6, I_46_2 | I_50_2 | II_49_2);
    equal(39, 6, 40, 1, I_49_2);
    differ(39, 4, 41, 4, I_43_0 | I_45_0 | II_55_0);
    equal(39, 4, 42, 29, I_43_0 | I_45_0 | I_49_0 | II_48_0 | II_55_0);
    equal(39, 3, 43, 28, II_51_0);
    equal(39, 4, 43, 29, I_52_0 | II_51_0);
    equal(39, 5, 43, 30, II_51_2);
    differ(39, 30, 44, 28, II_52_0);
    differ(40, 1, 41, 6, I_47_2 | I_51_2 | II_50_2);
    equal(40, 6, 41, 1, I_50_2 | II_49_2);
    equal(40, 29, 41, 29, I_44_0 | I_47_0 | I_48_0 | II_46_0 | II_47_0 | II_56_0);
    differ(40, 4, 42, 4, I_44_0 | I_46_0 | II_56_0);
    equal(40, 6, 42, 6, I_46_2);
    equal(40, 4, 43, 29, I_44_0 | I_46_0 | I_50_0 | II_49_0 | II_56_0);
    equal(40, 3, 44, 28, II_52_0);
    equal(40, 4, 44, 29, II_52_0);
    differ(41, 1, 42, 6, I_48_2 | II_46_2 | II_51_2);
    equal(41, 6, 42, 1, I_51_2 | II_50_2);
    equal(41, 29, 42, 29, I_45_0 | I_48_0 | I_49_0 | II_47_0 | II_48_0);
    equal(41, 6, 43, 6, I_47_2);
    equal(41, 4, 44, 29, I_43_0 | I_45_0 | I_47_0 | I_51_0 | II_45_0 | II_50_0);
    equal(41, 3, 45, 28, II_53_0);
    equal(41, 4, 45, 29, II_53_0);
    equal(42, 6, 43, 1, II_46_2 | II_51_2);
    equal(42, 29, 43, 29, I_46_0 | I_49_0 | I_50_0 | II_48_0 | II_49_0);
    equal(42, 6, 44, 6, I_46_2 | I_48_2);
    equal(42, 4, 45, 29, I_44_0 | I_46_0 | I_48_0 | I_52_0 | II_46_0 | II_51_0);
    equal(42, 3, 46, 28, II_54_0);
    equal(42, 4, 46, 29, II_54_0);
    differ(42, 1, 50, 1, I_49_2);
    equal(43, 29, 44, 29, I_47_0 | I_50_0 | I_51_0 | II_45_0 | II_49_0 | II_50_0);
    equal(43, 6, 45, 6, I_47_2 | I_49_2);
    equal(43, 4, 46, 29, I_43_0 | I_45_0 | I_47_0 | I_49_0 | II_47_0 | II_52_0);
    equal(43, 3, 47, 28, II_55_0);
    equal(43, 4, 47, 29, II_55_0);
    differ(43, 1, 51, 1, I_50_2);
    differ(44, 1, 45, 6, I_51_2 | II_49_2);
    equal(44, 29, 45, 29, I_48_0 | I_51_0 | I_52_0 | II_45_0 | II_46_0 | II_50_0 | II_51_0);
    equal(44, 6, 46, 6, I_46_2 | I_48_2 | I_50_2);
    differ(44, 29, 46, 29, I_43_0 | I_45_0 | I_47_0);
    equal(44, 4, 47, 29, I_44_0 | I_46_0 | I_48_0 | I_50_0 | II_48_0 | II_53_0);
    equal(44, 3, 48, 28, II_56_0);
    equal(44, 4, 48, 29, II_56_0);
  }

  private void words45to63() {
    equal(45, 6, 46, 1, II_49_2);
    equal(45, 29, 46, 29, I_49_0 | I_52_0 | II_46_0 | II_47_0 | II_51_0 | II_52_0);
    differ(45, 1, 47, 1, II_50_2);
    equal(45, 6, 47, 6, I_47_2 | I_49_2 | I_51_2);
    differ(45, 29, 47, 29, I_44_0 | I_46_0 | I_48_0);
    equal(45, 4, 48, 29, I_45_0 | I_47_0 | I_49_0 | I_51_0 | II_49_0 | II_54_0);
    equal(46, 6, 47, 1, I_46_2 | II_50_2);
    equal(46, 29, 47, 29, I_43_0 | I_50_0 | II_47_0 | II_48_0 | II_52_0 | II_53_0);
    differ(46, 1, 48, 1, II_51_2);
    equal(46, 6, 48, 6, I_48_2 | I_50_2);
    differ(46, 29, 48, 29, I_45_0 | I_47_0 | I_49_0);
    equal(46, 4, 49, 29, I_46_0 | I_48_0 | I_50_0 | I_52_0 | II_50_0 | II_55_0);
    equal(47, 6, 48, 1, I_47_2 | II_51_2);
    equal(47, 29, 48, 29, I_44_0 | I_51_0 | II_48_0 | II_49_0 | II_53_0 | II_54_0);
    equal(47, 6, 49, 6, I_49_2 | I_51_2);
    differ(47, 29, 49, 29, I_46_0 | I_48_0 | I_50_0);
    equal(47, 4, 50, 29, I_47_0 | I_49_0 | I_51_0 | II_45_0 | II_51_0 | II_56_0);
    differ(47, 1, 51, 1, II_46_2);
    equal(48, 6, 49, 1, I_48_2);
    equal(48, 29, 49, 29, I_45_0 | I_52_0 | II_49_0 | II_50_0 | II_54_0 | II_55_0);
    equal(48, 6, 50, 6, I_50_2 | II_46_2);
    differ(48, 29, 50, 29, I_47_0 | I_49_0 | I_51_0);
    equal(48, 4, 51, 29, I_48_0 | I_50_0 | I_52_0 | II_46_0 | II_52_0);
    differ(48, 29, 55, 29, I_51_0 | I_52_0);
    equal(49, 6, 50, 1, I_49_2);
    equal(49, 29, 50, 29, I_46_0 | II_45_0 | II_50_0 | II_51_0 | II_55_0 | II_56_0);
    equal(49, 6, 51, 6, I_51_2);
    differ(49, 29, 51, 29, I_48_0 | I_50_0 | I_52_0);
    equal(49, 4, 52, 29, I_49_0 | I_51_0 | II_45_0 | II_47_0 | II_53_0);
    equal(50, 6, 51, 1, I_50_2 | II_46_2);
    equal(50, 29, 51, 29, I_47_0 | II_46_0 | II_51_0 | II_52_0 | II_56_0);
    differ(50, 29, 52, 29, I_49_0 | I_51_0 | II_45_0);
    equal(50, 4, 53, 29, I_50_0 | I_52_0 | II_46_0 | II_48_0 | II_54_0);
    differ(50, 1, 54, 1, II_49_2);
    equal(51, 6, 52, 1, I_51_2);
    equal(51, 29, 52, 29, I_48_0 | II_47_0 | II_52_0 | II_53_0);
    equal(51, 6, 53, 6, II_49_2);
    equal(51, 4, 54, 29, I_51_0 | II_47_0 | II_49_0 | II_55_0);
    differ(51, 29, 54, 29, I_50_0 | II_46_0 | II_47_0);
    differ(51, 1, 55, 1, II_50_2);
    equal(52, 29, 53, 29, I_49_0 | II_45_0 | II_48_0 | II_53_0 | II_54_0);
    equal(52, 6, 54, 6, II_50_2);
    equal(52, 4, 55, 29, I_52_0 | II_48_0 | II_50_0 | II_56_0);
    differ(52, 1, 56, 1, II_51_2);
    equal(53, 6, 54, 1, II_49_2);
    equal(53, 29, 54, 29, I_50_0 | II_46_0 | II_49_0 | II_54_0 | II_55_0);
    equal(53, 6, 55, 6, II_51_2);
    equal(53, 4, 56, 29, II_49_0 | II_51_0);
    differ(53, 29, 56, 29, I_52_0 | II_48_0 | II_49_0);
    equal(54, 6, 55, 1, II_50_2);
    equal(54, 29, 55, 29, I_51_0 | II_47_0 | II_50_0 | II_55_0 | II_56_0);
    equal(54, 4, 57, 29, II_50_0 | II_52_0);
    equal(55, 6, 56, 1, II_51_2);
    equal(55, 29, 56, 29, I_52_0 | II_48_0 | II_51_0 | II_56_0);
    equal(55, 4, 58, 29, II_51_0 | II_53_0);
    differ(55, 29, 58, 29, II_50_0);
    equal(56, 29, 57, 29, II_49_0 | II_52_0);
    equal(56, 4, 59, 29, II_52_0 | II_54_0);
    differ(56, 29, 59, 29, II_51_0 | II_52_0);
    equal(57, 29, 58, 29, II_50_0 | II_53_0);
    equal(57, 4, 59, 29, II_55_0);
    equal(57, 4, 61, 29, II_53_0);
    equal(58, 29, 59, 29, II_51_0 | II_54_0);
    differ(58, 29, 61, 29, II_53_0);
    equal(58, 4, 62, 29, II_54_0);
    differ(58, 0, 63, 30, I_43_0);
    equal(59, 29, 60, 29, II_52_0);
    equal(59, 4, 63, 29, II_55_0);
    equal(59, 5, 63, 30, I_43_0);
    differ(59, 0, 64, 30, I_44_0);
    differ(60, 0, 61, 5, I_45_0 | II_45_0);
    equal(60, 4, 64, 29, II_56_0);
    equal(60, 5, 64, 30, I_44_0);
    differ(61, 0, 62, 5, I_46_0 | II_46_0);
    differ(61, 1, 62, 6, I_43_0);
    differ(61, 2, 62, 7, I_46_2 | II_46_2);
    differ(62, 0, 63, 5, I_47_0 | II_47_0);
    differ(62, 1, 63, 6, I_44_0);
    differ(62, 2, 63, 7, I_47_2);
    differ(63, 0, 64, 5, I_48_0 | II_48_0);
    differ(63, 1, 64, 6, I_45_0 | II_45_0);
    differ(63, 2, 64, 7, I_48_2);
  }
}
