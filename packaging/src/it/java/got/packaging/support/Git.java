package got.packaging.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The installed git(1), without anybody's settings. */
public final class Git {
  private Git() {}

  /** Standard output of a git that must end well. */
  public static String run(Path where, String... arguments)
      throws IOException, InterruptedException {
    return feed(where, "", arguments);
  }

  /**
   * @param input for standard input
   */
  public static String feed(Path where, String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process git =
        clean(new ProcessBuilder(command))
            .directory(where.toFile())
            .redirectErrorStream(true)
            .start();
    Thread.ofPlatform().daemon().start(() -> write(git.getOutputStream(), input));
    String output;
    try (InputStream in = git.getInputStream()) {
      output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    int status = git.waitFor();
    if (status != 0) {
      throw new AssertionError(command + ": status " + status + ": " + output);
    }
    return output;
  }

  /**
   * Makes a commit that changes no file, and moves no reference.
   *
   * @param parent anything that names a commit
   * @return its id
   */
  public static String commit(Path where, String parent, String message)
      throws IOException, InterruptedException {
    String[] words = {
      "-c",
      "user.name=T",
      "-c",
      "user.email=t@example.org",
      "commit-tree",
      parent + "^{tree}",
      "-p",
      parent,
      "-m",
      message
    };
    return run(where, words).strip();
  }

  private static void write(OutputStream stream, String input) {
    try (stream) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // git has ended, and its status says why.
    }
  }

  public static ProcessBuilder clean(ProcessBuilder builder) {
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("HOME", "");
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    // Repositories may belong to another user than the one who looks at them.
    builder.environment().put("GIT_CONFIG_COUNT", "1");
    builder.environment().put("GIT_CONFIG_KEY_0", "safe.directory");
    builder.environment().put("GIT_CONFIG_VALUE_0", "*");
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder;
  }
}
