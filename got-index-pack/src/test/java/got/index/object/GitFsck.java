package got.index.object;

import static org.assertj.core.api.Assertions.assertThat;

import got.pack.ObjectType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The system's git as the judge of objects that it would not write itself. */
final class GitFsck {
  private static final Pattern MESSAGE =
      Pattern.compile("(?:error|warning) in (?:commit|tree|tag) ([0-9a-f]{40}): (\\w+): .*");
  private static final Pattern UNPARSABLE =
      Pattern.compile("(?:error|fatal): .*([0-9a-f]{40}): object could not be parsed.*");

  private final Path directory;

  /**
   * @param directory empty; gets a repository
   */
  GitFsck(Path directory) throws IOException {
    this.directory = directory;
    var _ = git("", "init", "-q", "--bare", ".");
  }

  /** For each object the ids of git's messages, such as {@code hasDotgit}. */
  List<Set<String>> verdicts(ObjectType type, List<byte[]> objects) throws IOException {
    StringBuilder paths = new StringBuilder();
    for (byte[] object : objects) {
      Path file = Files.createTempFile(directory, "object", "");
      Files.write(file, object);
      paths.append(file).append('\n');
    }
    String word = type.name().toLowerCase(Locale.ROOT);
    List<String> ids =
        git(paths.toString(), "hash-object", "-w", "--literally", "-t", word, "--stdin-paths")
            .lines()
            .toList();
    assertThat(ids).hasSameSizeAs(objects).allMatch(line -> line.matches("[0-9a-f]{40}"));
    Map<String, Set<String>> messages = new HashMap<>();
    git("", "fsck", "--no-dangling").lines().forEach(line -> addMessage(line, messages));
    List<Set<String>> verdicts = new ArrayList<>();
    for (String id : ids) {
      verdicts.add(messages.getOrDefault(id, Set.of()));
    }
    return verdicts;
  }

  private static void addMessage(String line, Map<String, Set<String>> messages) {
    Matcher message = MESSAGE.matcher(line);
    if (message.matches()) {
      messages.computeIfAbsent(message.group(1), id -> new TreeSet<>()).add(message.group(2));
    }
    Matcher unparsable = UNPARSABLE.matcher(line);
    if (unparsable.matches()) {
      messages.computeIfAbsent(unparsable.group(1), id -> new TreeSet<>()).add("unparsable");
    }
  }

  /** What the command printed on stdout and stderr, whatever its status. */
  private String git(String stdin, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null", "LC_ALL", "C.UTF-8"));
    Path input = directory.resolve("stdin");
    Files.writeString(input, stdin);
    Process process = builder.redirectInput(input.toFile()).start();
    try (InputStream out = process.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
