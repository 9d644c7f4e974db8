package got.cli.local;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of a repository, as git-config(1) describes its file.
 *
 * <p>Only this one file counts: {@code include.path}, the user's file and the system's are not
 * read. What is in an included file is no setting of ours, so a remote that only such a file names
 * is unknown. Text is kept one byte per char.
 */
public final class ConfigFile {
  /** In C's notations; the suffix makes no difference here. */
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?<digits>0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)[kKmMgG]?");

  private static final Pattern NOT_ZERO = Pattern.compile("[1-9a-fA-F]");

  private final List<Setting> settings;

  /**
   * @param section in lower case
   * @param subsection as it is written; empty if there is none
   * @param key in lower case
   * @param value empty text if {@code bare}
   * @param bare true for a key without an equals sign, which means true
   */
  record Setting(String section, String subsection, String key, String value, boolean bare) {}

  ConfigFile(List<Setting> settings) {
    this.settings = List.copyOf(settings);
  }

  /**
   * @param file for messages
   * @param latin1 its content, one byte per char
   */
  static ConfigFile parse(String file, String latin1) throws ConfigException {
    return new ConfigFile(new ConfigParser(file, latin1).settings());
  }

  /** Every value of a key, in the order of the file. */
  List<String> all(String section, String subsection, String key) {
    List<String> values = new ArrayList<>();
    for (Setting setting : settings) {
      if (setting.section().equals(section)
          && setting.subsection().equals(subsection)
          && setting.key().equals(key)) {
        values.add(setting.value());
      }
    }
    return values;
  }

  /** The last value of a key, which counts if there are several. */
  Optional<String> last(String section, String subsection, String key) {
    List<String> values = all(section, subsection, key);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
  }

  /** The subsections of a section, and empty text for keys directly in it. */
  Set<String> subsections(String section) {
    Set<String> found = new LinkedHashSet<>();
    for (Setting setting : settings) {
      if (setting.section().equals(section)) {
        found.add(setting.subsection());
      }
    }
    return found;
  }

  /** The keys directly in a section. */
  Set<String> keys(String section) {
    Set<String> found = new LinkedHashSet<>();
    for (Setting setting : settings) {
      if (setting.section().equals(section) && setting.subsection().isEmpty()) {
        found.add(setting.key());
      }
    }
    return found;
  }

  boolean has(String section, String key) {
    return keys(section).contains(key);
  }

  /**
   * A setting that is true or false.
   *
   * @throws ConfigException if it is neither
   */
  boolean isTrue(String section, String subsection, String key, boolean otherwise)
      throws ConfigException {
    for (Setting setting : settings.reversed()) {
      if (setting.section().equals(section)
          && setting.subsection().equals(subsection)
          && setting.key().equals(key)) {
        return setting.bare() || truth(section + "." + key, setting.value());
      }
    }
    return otherwise;
  }

  /** Every number but 0 is true. Source: git-config(1), "Values". */
  private static boolean truth(String name, String value) throws ConfigException {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off", "" -> false;
      default -> {
        Matcher number = NUMBER.matcher(value);
        if (!number.matches()) {
          throw new ConfigException("config: " + name + " is neither true nor false");
        }
        yield NOT_ZERO.matcher(number.group("digits")).find();
      }
    };
  }
}
