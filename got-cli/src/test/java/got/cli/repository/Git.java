package got.cli.repository;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The system's git, as the peer that has to understand what we wrote. */
final class Git {
  private Git() {}

  /** What the command printed on stdout and stderr, in UTF-8. */
  static String run(Path directory, String... arguments) throws IOException {
    return run(directory, new byte[0], arguments);
  }

  static String run(Path directory, byte[] stdin, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_AUTHOR_NAME", "a",
                "GIT_AUTHOR_EMAIL", "a@b",
                "GIT_COMMITTER_NAME", "a",
                "GIT_COMMITTER_EMAIL", "a@b",
                "LC_ALL", "C.UTF-8"));
    Process process = builder.start();
    try (InputStream out = process.getInputStream()) {
      process.getOutputStream().write(stdin);
      process.getOutputStream().close();
      String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + ": " + printed);
      }
      return printed;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
