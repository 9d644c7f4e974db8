package got.cli.repository;

import java.util.ArrayList;
import java.util.List;

/** Reads a file config as git does, one byte per char. Source: git-config(1), "Syntax". */
final class GitConfigReader {
  private final String text;
  private int at;

  private GitConfigReader(String text) {
    this.text = text;
  }

  /**
   * Every setting as {@code section.key=value}, in order.
   *
   * @throws IllegalArgumentException if git would refuse the file
   */
  static List<String> read(String latin1) {
    return new GitConfigReader(latin1).settings();
  }

  private List<String> settings() {
    List<String> settings = new ArrayList<>();
    String section = "";
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isSpace(c)) {
        at++;
      } else if (c == '#' || c == ';') {
        at = lineEnd();
      } else if (c == '[') {
        section = section();
      } else {
        settings.add(section + "." + key() + "=" + value());
      }
    }
    return settings;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private int lineEnd() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  /** None of ours has a bracket, a quote or a backslash in its name. */
  private String section() {
    int end = text.indexOf(']', at);
    String name = text.substring(at + 1, end);
    at = end + 1;
    if (!name.matches("[a-z]+( \"[a-z]+\")?")) {
      throw new IllegalArgumentException("section " + name);
    }
    return name.replaceAll(" ?\"", ".").replaceAll("\\.$", "");
  }

  private String key() {
    int start = at;
    while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    String key = text.substring(start, at);
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    if (!key.matches("[a-z][a-z0-9]*") || at == text.length() || text.charAt(at++) != '=') {
      throw new IllegalArgumentException("key at " + start);
    }
    return key;
  }

  private String value() {
    StringBuilder value = new StringBuilder();
    StringBuilder spaces = new StringBuilder();
    boolean isQuoted = false;
    while (at < text.length() && text.charAt(at) != '\n') {
      char c = text.charAt(at++);
      if (!isQuoted && isSpace(c)) {
        spaces.append(value.isEmpty() ? "" : " ");
        continue;
      }
      if (!isQuoted && (c == '#' || c == ';')) {
        at = lineEnd();
        break;
      }
      value.append(spaces);
      spaces.setLength(0);
      switch (c) {
        case '"' -> isQuoted = !isQuoted;
        case '\\' -> value.append(escaped());
        default -> value.append(c);
      }
    }
    if (isQuoted) {
      throw new IllegalArgumentException("quotes are open at " + at);
    }
    return value.toString();
  }

  private String escaped() {
    char c = at < text.length() ? text.charAt(at++) : 'x';
    return switch (c) {
      case '"', '\\' -> "" + c;
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'b' -> "\b";
      case '\n' -> "";
      default -> throw new IllegalArgumentException("escape at " + at);
    };
  }
}
