package got.cli.remote;

import java.util.List;
import java.util.Map;

/**
 * How to start ssh(1).
 *
 * @param words the program, by an absolute path, and its arguments
 * @param environment all of it
 */
public record SshCommand(List<String> words, Map<String, String> environment) {
  public SshCommand {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }
}
