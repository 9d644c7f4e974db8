package got.cli.local;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a file got.conf into words, braces and ends of lines. Source: got.conf(5).
 *
 * <p>Within quotes a backslash means itself, except before a quote or the end of a line. Macros are
 * refused, as got.conf(5) does not have them.
 */
final class GotConfWords {
  private final String file;
  private final List<Word> all = new ArrayList<>();
  private int next;

  private enum Kind {
    BARE,
    QUOTED,
    OPEN,
    CLOSE,
    END
  }

  private record Word(Kind kind, String text, int line) {}

  GotConfWords(String file, String latin1) throws ConfigException {
    this.file = file;
    cut(latin1);
  }

  private void cut(String text) throws ConfigException {
    int line = 1;
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        all.add(new Word(Kind.END, "", line++));
        at++;
      } else if (c == ' ' || c == '\t' || c == '\r') {
        at++;
      } else if (c == '#') {
        while (at < text.length() && text.charAt(at) != '\n') {
          at++;
        }
      } else if (c == '\\' && text.startsWith("\n", at + 1)) {
        line++;
        at += 2;
      } else if (c == '{' || c == '}') {
        all.add(new Word(c == '{' ? Kind.OPEN : Kind.CLOSE, "", line));
        at++;
      } else if (c == '"' || c == '\'') {
        int start = line;
        StringBuilder word = new StringBuilder();
        for (at++; ; at++) {
          if (at >= text.length()) {
            throw new ConfigException(file, start, "text without its closing quote");
          }
          char d = text.charAt(at);
          if (d == c) {
            break;
          }
          if (d == '\n') {
            line++;
          } else if (d == '\\' && text.startsWith(String.valueOf(c), at + 1)) {
            word.append(c);
            at++;
          } else if (d == '\\' && text.startsWith("\n", at + 1)) {
            line++;
            at++;
          } else {
            word.append(d);
          }
        }
        at++;
        all.add(new Word(Kind.QUOTED, word.toString(), line));
      } else {
        int start = at;
        while (at < text.length() && isBare(text.charAt(at))) {
          at++;
        }
        if (at == start) {
          throw new ConfigException(file, line, "unknown character " + c);
        }
        all.add(new Word(Kind.BARE, text.substring(start, at), line));
      }
    }
    all.add(new Word(Kind.END, "", line));
  }

  private static boolean isBare(char c) {
    return c > ' ' && c != '{' && c != '}' && c != '"' && c != '\'' && c != '#' && c != ','
        && c != '$' && c != '=';
  }

  ConfigException bad(String why) {
    Word near = all.get(Math.min(Math.max(next - 1, 0), all.size() - 1));
    return new ConfigException(file, near.line(), why);
  }

  private Word peek() {
    return all.get(Math.min(next, all.size() - 1));
  }

  private Word take() {
    Word word = peek();
    next++;
    return word;
  }

  private void skipLines() {
    while (next < all.size() && peek().kind() == Kind.END) {
      next++;
    }
  }

  boolean hasNext() {
    skipLines();
    return next < all.size();
  }

  String keyword() throws ConfigException {
    skipLines();
    Word word = take();
    if (word.kind() != Kind.BARE) {
      throw bad("a setting is missing");
    }
    return word.text();
  }

  String text() throws ConfigException {
    Word word = take();
    if (word.kind() != Kind.BARE && word.kind() != Kind.QUOTED) {
      throw bad("a value is missing");
    }
    return word.text();
  }

  boolean yes() throws ConfigException {
    return switch (text()) {
      case "yes", "true", "on" -> true;
      case "no", "false", "off" -> false;
      default -> throw bad("neither yes nor no");
    };
  }

  /** One text, or several in braces. */
  List<String> list() throws ConfigException {
    if (peek().kind() != Kind.OPEN) {
      return List.of(text());
    }
    open();
    List<String> texts = new ArrayList<>();
    while (!closes()) {
      texts.add(text());
    }
    return texts;
  }

  void open() throws ConfigException {
    if (take().kind() != Kind.OPEN) {
      throw bad("an opening brace is missing");
    }
  }

  /** True, and done with, if a closing brace is next. */
  boolean closes() throws ConfigException {
    skipLines();
    if (next >= all.size()) {
      throw bad("a closing brace is missing");
    }
    if (peek().kind() != Kind.CLOSE) {
      return false;
    }
    next++;
    return true;
  }

  void endOfLine() throws ConfigException {
    if (next < all.size() && take().kind() != Kind.END) {
      throw bad("more than one setting in a line");
    }
  }
}
