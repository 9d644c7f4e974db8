package got.packaging.server;

import java.util.List;

/**
 * A server that breaks one rule, and what got answers.
 *
 * @param status of got
 * @param complaint that got's one line of error contains
 * @param options of got clone, before the URL
 */
record ServerCase(
    String name, int status, String complaint, ScriptedServer.Part part, List<String> options) {
  /** A server that says this, whatever it is asked. */
  static ServerCase of(
      String name, int status, String complaint, ServerWords words, String... options) {
    return new ServerCase(
        name, status, complaint, ScriptedServer.saying(words.bytes()), List.of(options));
  }

  /** A server that does this. */
  static ServerCase of(
      String name, int status, String complaint, ScriptedServer.Part part, String... options) {
    return new ServerCase(name, status, complaint, part, List.of(options));
  }

  @Override
  public String toString() {
    return name;
  }
}
