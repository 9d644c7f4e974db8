package got.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.RemoteRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A bare repository made by git, and git itself. */
final class GitRepository {
  private final Path directory;

  private GitRepository(Path directory) {
    this.directory = directory;
  }

  static GitRepository empty(Path parent, String... options)
      throws IOException, InterruptedException {
    GitRepository repository = new GitRepository(parent.resolve("r.git"));
    String[] init = {"init", "-q", "--bare", "--initial-branch=main"};
    Files.createDirectories(repository.directory);
    repository.git("", concat(init, options));
    return repository;
  }

  /** Three commits on main, one on side, and an annotated tag. */
  static GitRepository small(Path parent, String... options)
      throws IOException, InterruptedException {
    GitRepository repository = empty(parent, options);
    StringBuilder stream = new StringBuilder();
    for (int i = 1; i <= 3; i++) {
      commit(stream, "refs/heads/main", i);
    }
    commit(stream, "refs/heads/side", 4);
    stream.append("tag v1\nfrom refs/heads/main\ntagger A <a@example.org> 1700000000 +0000\n");
    stream.append("data 2\nv1\n");
    repository.git(stream.toString(), "fast-import", "--quiet");
    return repository;
  }

  private static void commit(StringBuilder stream, String ref, int number) {
    String content = ("line " + number + "\n").repeat(100);
    stream
        .append("commit " + ref + "\n")
        .append("committer A <a@example.org> 170000000" + number + " +0000\n")
        .append("data 1\n" + number + "\n")
        .append("M 100644 inline file\n")
        .append("data " + content.length() + "\n" + content + "\n");
  }

  Path directory() {
    return directory;
  }

  /** Runs git here; its standard output and error. */
  String git(String input, String... arguments) throws IOException, InterruptedException {
    return git(input.getBytes(StandardCharsets.UTF_8), arguments);
  }

  String git(byte[] input, String... arguments) throws IOException, InterruptedException {
    Path in = Files.createTempFile(directory.getParent(), "in", "");
    Path out = Files.createTempFile(directory.getParent(), "out", "");
    Files.write(in, input);
    Process process =
        clean(new ProcessBuilder(concat(new String[] {"git"}, arguments)))
            .directory(directory.toFile())
            .redirectInput(in.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    int status = process.waitFor();
    String output = Files.readString(out);
    assertThat(status).as("git %s: %s", List.of(arguments), output).isZero();
    return output;
  }

  /** The user's own configuration must not change what a test sees. */
  static ProcessBuilder clean(ProcessBuilder builder) {
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("GIT_"));
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("LC_ALL", "C");
    return builder;
  }

  /** Starts {@code git upload-pack} on this repository; the caller ends it. */
  Process uploadPack(String protocol) throws IOException {
    ProcessBuilder builder =
        clean(new ProcessBuilder("git", "upload-pack", "--strict", directory.toString()));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    if (!protocol.isEmpty()) {
      builder.environment().put("GIT_PROTOCOL", protocol);
    }
    return builder.start();
  }

  /** Name and id of everything {@code git ls-remote} shows, peeled tags aside. */
  Map<String, String> lsRemote() throws IOException, InterruptedException {
    Map<String, String> refs = new TreeMap<>();
    for (String line : git("", "ls-remote", ".").lines().toList()) {
      String[] columns = line.split("\t", -1);
      if (!columns[1].endsWith("^{}")) {
        refs.put(columns[1], columns[0]);
      }
    }
    return refs;
  }

  static Map<String, String> map(List<RemoteRef> refs) {
    Map<String, String> map = new TreeMap<>();
    for (RemoteRef ref : refs) {
      switch (ref) {
        case RemoteRef.Direct r -> map.put(r.name().latin1(), r.id().toString());
        case RemoteRef.Symbolic r -> map.put(r.name().latin1(), r.id().toString());
        case RemoteRef.Unborn _ -> {}
      }
    }
    return map;
  }

  private static String[] concat(String[] first, String[] second) {
    return Stream.concat(Arrays.stream(first), Arrays.stream(second)).toArray(String[]::new);
  }
}
