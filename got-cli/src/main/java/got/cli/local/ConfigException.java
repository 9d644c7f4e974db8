package got.cli.local;

/** A file of settings cannot be understood. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param line counted from 1
   */
  ConfigException(String file, int line, String why) {
    super(file + ": line " + line + ": " + why);
  }

  ConfigException(String why) {
    super(why);
  }

  /** Names the file and, mostly, the line. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
