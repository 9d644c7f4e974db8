package got.cli.local;

import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A repository that the system's git has made, and changes. */
final class Peer {
  private final Path path;

  private Peer(Path path) {
    this.path = path;
  }

  /** A bare one with two commits, which no reference names. */
  static Peer bare(Path path) throws Exception {
    Files.createDirectories(path);
    Peer peer = new Peer(path);
    peer.git("init", "-q", "--bare", ".");
    return peer;
  }

  Path path() {
    return path;
  }

  /** Makes a commit. */
  ObjectId commit(String message) throws Exception {
    String tree = git("hash-object", "-t", "tree", "-w", "/dev/null");
    return id(git("commit-tree", tree, "-m", message));
  }

  static ObjectId id(String hex) throws BadValueException {
    return ObjectId.parse(HashAlgorithm.SHA1, hex.getBytes(StandardCharsets.US_ASCII));
  }

  static RefName name(String name) throws BadValueException {
    return RefName.check(name);
  }

  LocalRepository open() throws Exception {
    return LocalRepository.open(new RepositoryFinder.Found(path, Optional.empty()), true);
  }

  /** Every reference as git sees it, one a line. */
  String refs() throws Exception {
    return git("for-each-ref", "--format=%(refname) %(objectname)");
  }

  /** What the command printed, without its last line feed. */
  String git(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(path.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_AUTHOR_NAME", "a",
                "GIT_AUTHOR_EMAIL", "a@b",
                "GIT_COMMITTER_NAME", "a",
                "GIT_COMMITTER_EMAIL", "a@b"));
    Process process = builder.start();
    process.getOutputStream().close();
    try (InputStream out = process.getInputStream()) {
      String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new AssertionError(command + ": " + printed);
      }
      return printed;
    }
  }
}
