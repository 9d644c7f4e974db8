package got.ipc;

/**
 * Characters that are drawn as nothing, though they are no control characters: with them, several
 * names look alike.
 */
final class Invisible {
  /**
   * First and last of each range of Default_Ignorable_Code_Point, in order, and of three characters
   * whose pictures are blank. Source: Unicode 17, DerivedCoreProperties.txt.
   */
  private static final int[][] RANGES = {
    {0x00ad, 0x00ad}, // soft hyphen
    {0x034f, 0x034f}, // combining grapheme joiner
    {0x061c, 0x061c}, // arabic letter mark
    {0x115f, 0x1160}, // hangul fillers
    {0x17b4, 0x17b5}, // khmer inherent vowels
    {0x180b, 0x180f}, // mongolian selectors and vowel separator
    {0x200b, 0x200f}, // zero width space and joiners, marks of direction
    {0x202a, 0x202e}, // bidirectional embeddings and overrides
    {0x2060, 0x206f}, // word joiner, invisible operators, isolates
    {0x2800, 0x2800}, // braille pattern blank: not ignorable
    {0x3164, 0x3164}, // hangul filler
    {0xfe00, 0xfe0f}, // variation selectors
    {0xfeff, 0xfeff}, // zero width no-break space
    {0xffa0, 0xffa0}, // halfwidth hangul filler
    {0xfff0, 0xfff8}, // reserved
    {0x16fe4, 0x16fe4}, // khitan filler: not ignorable
    {0x1bca0, 0x1bca3}, // shorthand format controls
    {0x1d159, 0x1d159}, // musical null notehead: not ignorable
    {0x1d173, 0x1d17a}, // musical beams and slurs
    {0xe0000, 0xe0fff}, // tags, more variation selectors, reserved
  };

  private Invisible() {}

  static boolean contains(int codePoint) {
    for (int[] range : RANGES) {
      if (codePoint <= range[1]) {
        return codePoint >= range[0];
      }
    }
    return false;
  }
}
