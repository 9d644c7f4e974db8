package got.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  private static final long SEED = 90210;
  private static final int LIMIT = 100;

  @Test
  void plainTextOfAnyLanguageStays() {
    for (String text :
        new String[] {
          "",
          "pack has 3 objects",
          "Zählung: 80 %",
          "数え上げ",
          "שלום",
          "🙂 \\ ~",
          "e\u0301 a\u0323\u0302",
          "한글",
          "\u1100\u1161",
          "ខ្មែរ",
          "ᠮᠣᠩᠭᠣᠯ",
          "हिन्दी",
          "👍🏽 🇩🇪",
          "⠃⠗",
          "ﾊﾝｶｸ",
          "𝄞"
        }) {
      assertThat(Text.clean(text, LIMIT)).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, \\x00",
    "7, \\x07",
    "8, \\x08",
    "9, \\x09",
    "a, \\x0a",
    "d, \\x0d",
    "1b, \\x1b",
    "1f, \\x1f",
    "7f, \\x7f",
    "80, \\x80",
    "85, \\x85",
    "9b, \\x9b",
    "9f, \\x9f",
    "a0, \\xa0",
    "ad, \\xad",
    "34f, \\u{34f}",
    "61c, \\u{61c}",
    "115f, \\u{115f}",
    "1160, \\u{1160}",
    "1680, \\u{1680}",
    "17b4, \\u{17b4}",
    "17b5, \\u{17b5}",
    "180b, \\u{180b}",
    "180f, \\u{180f}",
    "2000, \\u{2000}",
    "200a, \\u{200a}",
    "200b, \\u{200b}",
    "200d, \\u{200d}",
    "200e, \\u{200e}",
    "200f, \\u{200f}",
    "2028, \\u{2028}",
    "2029, \\u{2029}",
    "202a, \\u{202a}",
    "202e, \\u{202e}",
    "202f, \\u{202f}",
    "205f, \\u{205f}",
    "2060, \\u{2060}",
    "2065, \\u{2065}",
    "206f, \\u{206f}",
    "2800, \\u{2800}",
    "3000, \\u{3000}",
    "3164, \\u{3164}",
    "fe00, \\u{fe00}",
    "fe0f, \\u{fe0f}",
    "ffa0, \\u{ffa0}",
    "fff0, \\u{fff0}",
    "16fe4, \\u{16fe4}",
    "1bca0, \\u{1bca0}",
    "1d159, \\u{1d159}",
    "1d173, \\u{1d173}",
    "2066, \\u{2066}",
    "2069, \\u{2069}",
    "feff, \\u{feff}",
    "fff9, \\u{fff9}",
    "d800, \\u{d800}",
    "dfff, \\u{dfff}",
    "e000, \\u{e000}",
    "f8ff, \\u{f8ff}",
    "ffff, \\u{ffff}",
    "e0001, \\u{e0001}",
    "e0041, \\u{e0041}",
    "e0101, \\u{e0101}",
    "e0fff, \\u{e0fff}",
    "f0000, \\u{f0000}",
    "10ffff, \\u{10ffff}"
  })
  void whatATerminalActsOnOrHidesIsShown(String codePoint, String shown) {
    String text = "a" + Character.toString(Integer.parseInt(codePoint, 16)) + "b";
    assertThat(Text.clean(text, LIMIT)).isEqualTo("a" + shown + "b");
  }

  @Test
  void everyByteThatIsNoPrintableAsciiOrLatin1IsEscaped() {
    for (char c = 0; c < 0x100; c++) {
      boolean plain = (c >= 0x20 && c < 0x7f) || (c > 0xa0 && c != 0xad);
      assertThat(Text.clean(String.valueOf(c), LIMIT)).hasSize(plain ? 1 : 4);
    }
  }

  @Test
  void halvesOfASurrogatePairInTheWrongOrderAreBothShown() {
    assertThat(Text.clean("\ude42\ud83d", LIMIT)).isEqualTo("\\u{de42}\\u{d83d}");
  }

  @Test
  void aLongLineEndsInDots() {
    assertThat(Text.clean("x".repeat(10), 10)).isEqualTo("x".repeat(10));
    assertThat(Text.clean("x".repeat(11), 10)).isEqualTo("x".repeat(7) + "...");
    assertThat(Text.clean("x".repeat(1_000_000), 10)).isEqualTo("x".repeat(7) + "...");
  }

  @Test
  void anEscapeOrAPairIsNeverCutInHalf() {
    assertThat(Text.clean("xxxxx\n\n", 10)).isEqualTo("xxxxx...");
    assertThat(Text.clean("xxxxxx\n", 10)).isEqualTo("xxxxxx\\x0a");
    assertThat(Text.clean("🙂".repeat(6), 10)).isEqualTo("🙂".repeat(3) + "...");
    assertThat(Text.clean("\u202e".repeat(9), 10)).isEqualTo("...");
  }

  @Test
  void cleanTextHoldsNoControlOrFormatCharacterAndKeepsToItsLimit() {
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      int limit = 3 + random.nextInt(60);
      String clean = Text.clean(Messages.text(random), limit);
      String what = "seed " + SEED + ", round " + i;
      assertThat(clean.length()).as(what).isLessThanOrEqualTo(limit);
      assertThat(clean.codePoints().noneMatch(TextTest::isDangerous)).as(what).isTrue();
      assertThat(Text.clean(clean, limit)).as(what).isEqualTo(clean);
    }
  }

  /** By the Unicode names of the dangers, not by the categories the implementation uses. */
  private static boolean isDangerous(int c) {
    return Character.isISOControl(c)
        || Character.isIdentifierIgnorable(c)
        || (Character.isSpaceChar(c) && c != ' ')
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || (c >= 0xd800 && c <= 0xf8ff)
        || c >= 0xe0000;
  }
}
