package got.cli.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the file config. Source: git-config(1), "Syntax".
 *
 * <p>What that page does not allow is an error, and not skipped: a setting that is misread could
 * lead a fetch to another server.
 */
final class ConfigParser {
  private static final String MARK = "\u00ef\u00bb\u00bf";

  private final String file;
  private final String text;
  private final List<ConfigFile.Setting> settings = new ArrayList<>();
  private int at;
  private int line = 1;
  private String section = "";
  private String subsection = "";

  ConfigParser(String file, String latin1) {
    this.file = file;
    this.text = latin1.startsWith(MARK) ? latin1.substring(MARK.length()) : latin1;
  }

  List<ConfigFile.Setting> settings() throws ConfigException {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        line++;
        at++;
      } else if (isBlank(c)) {
        at++;
      } else if (c == '#' || c == ';') {
        skipLine();
      } else if (c == '[') {
        at++;
        header();
      } else if (isLetter(c)) {
        setting();
      } else {
        throw bad("is no setting");
      }
    }
    return settings;
  }

  private ConfigException bad(String why) {
    return new ConfigException(file, line, why);
  }

  /** A CR counts as blank only before LF, as git has it; it is harmless elsewhere between words. */
  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\u000b';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isNameChar(char c) {
    return isLetter(c) || (c >= '0' && c <= '9') || c == '-';
  }

  /** The char at hand, or a line feed at the end. */
  private char here() {
    return at < text.length() ? text.charAt(at) : '\n';
  }

  private void skipLine() {
    while (here() != '\n') {
      at++;
    }
  }

  private void skipBlanks() {
    while (isBlank(here())) {
      at++;
    }
  }

  private void header() throws ConfigException {
    int start = at;
    while (isNameChar(here()) || here() == '.') {
      at++;
    }
    String name = text.substring(start, at).toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      throw bad("section without a name");
    }
    int dot = name.indexOf('.');
    section = dot < 0 ? name : name.substring(0, dot);
    subsection = dot < 0 ? "" : name.substring(dot + 1);
    if (isBlank(here())) {
      skipBlanks();
      if (here() != '"') {
        throw bad("subsection without quotes");
      }
      at++;
      subsection = quotedSubsection();
    }
    if (here() != ']') {
      throw bad("section without its bracket");
    }
    at++;
  }

  /** A backslash makes the next char mean itself. */
  private String quotedSubsection() throws ConfigException {
    StringBuilder name = new StringBuilder();
    while (here() != '"') {
      if (here() == '\\') {
        at++;
      }
      if (here() == '\n') {
        throw bad("subsection without its closing quote");
      }
      name.append(here());
      at++;
    }
    at++;
    return name.toString();
  }

  private void setting() throws ConfigException {
    if (section.isEmpty()) {
      throw bad("setting outside a section");
    }
    int start = at;
    while (isNameChar(here())) {
      at++;
    }
    String key = text.substring(start, at).toLowerCase(Locale.ROOT);
    skipBlanks();
    if (here() == '=') {
      at++;
      settings.add(new ConfigFile.Setting(section, subsection, key, value(), false));
      return;
    }
    if (here() != '\n' && here() != '#' && here() != ';') {
      throw bad("key " + key + " without an equals sign");
    }
    skipLine();
    settings.add(new ConfigFile.Setting(section, subsection, key, "", true));
  }

  private String value() throws ConfigException {
    StringBuilder value = new StringBuilder();
    int kept = 0;
    boolean quoted = false;
    skipBlanks();
    while (here() != '\n') {
      char c = here();
      at++;
      if (c == '"') {
        quoted = !quoted;
        kept = value.length();
      } else if (c == '\\') {
        escaped(value);
        kept = value.length();
      } else if (!quoted && (c == '#' || c == ';')) {
        skipLine();
      } else {
        if (c == '\0') {
          throw bad("value holds a NUL");
        }
        value.append(c);
        kept = quoted || !isBlank(c) ? value.length() : kept;
      }
    }
    if (quoted) {
      throw bad("value without its closing quote");
    }
    value.setLength(kept);
    return value.toString();
  }

  private void escaped(StringBuilder value) throws ConfigException {
    if (at >= text.length()) {
      throw bad("backslash at the end");
    }
    char c = text.charAt(at++);
    switch (c) {
      case '\n' -> line++;
      case '\r' -> {
        if (here() != '\n') {
          throw bad("backslash before a carriage return");
        }
        at++;
        line++;
      }
      case 'n' -> value.append('\n');
      case 't' -> value.append('\t');
      case 'b' -> value.append('\b');
      case '"', '\\' -> value.append(c);
      default -> throw bad("unknown escape \\" + c);
    }
  }
}
