package got.cli.remote;

import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.BadValueException;
import got.ipc.http.Authorization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes a netrc file apart.
 *
 * <p>Blanks and ends of lines separate words. A word that begins with {@code #} begins a comment. A
 * word in double quotes ends in the same line; a backslash in it means the next character, or with
 * {@code n}, {@code r} and {@code t} a control character, which no user and no password may hold.
 * Source: curl(1), "--netrc"; lib/netrc.c.
 */
final class NetrcParser {
  /** Chars of a user or of a password. */
  private static final int WORD = 1000;

  /** {@code host}, {@code host:port}, {@code [address]}, {@code [address]:port}. */
  private static final Pattern MACHINE =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)\\]|([A-Za-z0-9._+~-]+))(?::([0-9]{1,5}))?");

  private final Path path;
  private final String text;
  private int at;
  private int line = 1;
  private final List<Entry> entries = new ArrayList<>();

  private NetrcParser(Path path, String text) {
    this.path = path;
    this.text = text;
  }

  /**
   * @param port 0 if the entry names none
   */
  record Entry(String host, int port, Authorization authorization) {}

  static List<Entry> parse(Path path, String text) throws Failure {
    NetrcParser parser = new NetrcParser(path, text);
    parser.entries();
    return List.copyOf(parser.entries);
  }

  private void entries() throws Failure {
    String word = word();
    while (word != null) {
      if (!word.toLowerCase(Locale.ROOT).equals("machine")) {
        throw unwanted(word);
      }
      word = entry();
    }
  }

  /** Reads an entry behind its first word, and the word behind it. */
  private @Nullable String entry() throws Failure {
    int first = line;
    Matcher machine = MACHINE.matcher(value());
    if (!machine.matches()) {
      throw bad(first, "no name of a host", "name the host as in the URL, perhaps with :port");
    }
    String login = null;
    String password = null;
    String word = word();
    for (; word != null; word = word()) {
      String key = word.toLowerCase(Locale.ROOT);
      if (key.equals("login") && login == null) {
        login = value();
      } else if (key.equals("password") && password == null) {
        password = value();
      } else {
        break;
      }
    }
    if (login == null || password == null) {
      throw bad(first, "an entry needs a login and a password", "");
    }
    add(first, machine, login, password);
    return word;
  }

  private void add(int first, Matcher machine, String login, String password) throws Failure {
    String host = machine.group(1) == null ? machine.group(2) : machine.group(1);
    int port = 0;
    if (machine.group(3) != null) {
      if (!UrlParser.isPort(machine.group(3))) {
        throw bad(first, "a port is a number from 1 to 65535", "");
      }
      port = Integer.parseInt(machine.group(3));
    }
    for (Entry other : entries) {
      if (other.host().equalsIgnoreCase(host) && other.port() == port) {
        throw bad(first, "a second entry for the same host", "");
      }
    }
    if (login.indexOf(':') >= 0) {
      throw bad(first, "a login holds no colon", "");
    }
    try {
      entries.add(new Entry(host, port, Authorization.basic(login, password)));
    } catch (BadValueException e) {
      throw bad(first, e.reason(), "");
    }
  }

  /** What stands where an entry should begin, or go on. */
  private Failure unwanted(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "default" ->
          bad(line, "default would give a password to any host", "name each host by machine");
      case "macdef" -> bad(line, "macros are not run", "remove macdef and what follows it");
      default -> bad(line, "an unknown word", "an entry is: machine host login user password word");
    };
  }

  private String value() throws Failure {
    int before = line;
    String word = word();
    if (word == null) {
      throw bad(before, "the file ends inside an entry", "");
    }
    if (word.length() > WORD) {
      throw bad(line, "a word of more than " + WORD + " characters", "");
    }
    if (word.chars().anyMatch(Character::isISOControl)) {
      throw bad(line, "a control character", "");
    }
    return word;
  }

  private @Nullable String word() throws Failure {
    skip();
    if (at == text.length()) {
      return null;
    }
    return text.charAt(at) == '"' ? quoted() : plain();
  }

  private void skip() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        while (at < text.length() && text.charAt(at) != '\n') {
          at++;
        }
      } else if (isSpace(c)) {
        line += c == '\n' ? 1 : 0;
        at++;
      } else {
        return;
      }
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private String plain() {
    int start = at;
    while (at < text.length() && !isSpace(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() throws Failure {
    StringBuilder word = new StringBuilder();
    for (at++; at < text.length() && text.charAt(at) != '\n'; at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return word.toString();
      }
      if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) != '\n') {
        at++;
        word.append(escaped(text.charAt(at)));
      } else {
        word.append(c);
      }
    }
    throw bad(line, "a quoted word does not end in its line", "");
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> c;
    };
  }

  private Failure bad(int where, String what, String hint) {
    return Phrase.NETRC.withHint(hint, path, "line " + where + ": " + what);
  }
}
