package got.cli.repository;

import java.util.ArrayList;
import java.util.List;

/** Takes a got.conf apart as its parser does, one byte per char. Source: got.conf(5). */
final class GotConfReader {
  /** Punctuation that ends a string without quotes. */
  private static final String ENDS_STRING = "(){}!=/#,";

  private static final String ENDS_NUMBER = " \t\n),/}=";

  private static final List<String> KEYWORDS =
      List.of(
          ("allowed_signers author branch fetch fetch-all-branches fetch_all_branches"
                  + " mirror-references mirror_references port protocol reference remote"
                  + " repository revoked_signers send server signer_id")
              .split(" "));

  private final String text;
  private int at;

  private GotConfReader(String text) {
    this.text = text;
  }

  /**
   * The tokens: strings begin with {@code =}, numbers with {@code #}; others are words, braces or
   * ends of lines.
   *
   * @throws IllegalArgumentException if the parser would refuse a token
   */
  static List<String> tokens(String latin1) {
    return new GotConfReader(latin1).tokens();
  }

  private List<String> tokens() {
    List<String> tokens = new ArrayList<>();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\t') {
        at++;
      } else if (c == '#') {
        throw new IllegalArgumentException("comment at " + at);
      } else if (c == '"' || c == '\'') {
        tokens.add("=" + quoted(c));
      } else if (isWord(c)) {
        tokens.add(word());
      } else if (c == '{' || c == '}' || c == '\n') {
        tokens.add("" + c);
        at++;
      } else {
        throw new IllegalArgumentException("character at " + at);
      }
    }
    return tokens;
  }

  private static boolean isWord(char c) {
    return c > ' ' && c < 0x7f && ENDS_STRING.indexOf(c) < 0;
  }

  /** A backslash is one, unless the quote or the end of a line follows it. */
  private String quoted(char quote) {
    StringBuilder string = new StringBuilder();
    at++;
    while (true) {
      if (at == text.length()) {
        throw new IllegalArgumentException("quotes are open");
      }
      char c = text.charAt(at++);
      if (c == quote) {
        return string.toString();
      }
      if (c == '\\' && at < text.length() && text.charAt(at) == quote) {
        c = text.charAt(at++);
      } else if (c == '\\' && at < text.length() && text.charAt(at) == '\n') {
        at++;
        continue;
      }
      if (c == 0) {
        throw new IllegalArgumentException("NUL");
      }
      if (c != '\n') {
        string.append(c);
      }
    }
  }

  private String word() {
    int start = at;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    if (word.matches("[0-9]+") && at < text.length() && ENDS_NUMBER.indexOf(text.charAt(at)) >= 0) {
      return "#" + word;
    }
    if (!word.matches("[A-Za-z0-9:_].*")) {
      throw new IllegalArgumentException("word at " + start);
    }
    return KEYWORDS.contains(word) ? word : "=" + word;
  }
}
