package got.packaging.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.Git;
import got.packaging.support.GitDaemon;
import got.packaging.support.TestRepositories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A server that has changed since it was mirrored: branches moved, forced, created, deleted, one of
 * them in the way of a new one, and a tag moved. Each mirror is of what the server was; some of its
 * references are files, some are lines of packed-refs, some are both, and it keeps logs of all.
 */
final class ChangedServer implements AutoCloseable {
  private static final String PERSON = "T <t@example.org> 1700000100 +0100";

  private final Path pristine;
  private final GitDaemon daemon;
  private final Map<String, String> before;
  private final Map<String, String> after;

  /**
   * @param base an empty directory
   */
  ChangedServer(Path base) throws Exception {
    Path served = Files.createDirectory(base.resolve("served"));
    Path server = new TestRepositories(served).normal("it.git");
    daemon = GitDaemon.start(served);
    pristine = base.resolve("pristine.git");
    Git.run(base, "clone", "-q", "--mirror", daemon.url("it.git"), pristine.toString());
    Git.run(pristine, "config", "core.logAllRefUpdates", "always");
    for (String both : List.of("refs/heads/topic/one", "refs/heads/dev")) {
      String id = Git.run(pristine, "rev-parse", both).strip();
      Git.run(pristine, "update-ref", both, "refs/heads/main");
      Git.run(pristine, "update-ref", both, id);
    }
    String hoo = Git.run(pristine, "rev-parse", "refs/hoo/x").strip();
    Git.run(pristine, "update-ref", "-d", "refs/hoo/x");
    Git.run(pristine, "update-ref", "refs/hoo/x", hoo);
    before = refs(pristine);
    change(server);
    after = refs(server);
  }

  private static void change(Path server) throws Exception {
    Git.run(server, "update-ref", "-d", "refs/heads/topic/one");
    Git.run(server, "update-ref", "-d", "refs/hoola");
    String stream =
        commit("refs/heads/main", "refs/heads/main^0", "a.txt", "merged\nand more\n")
            + commit("refs/heads/dev", "refs/tags/plain^0", "b/c.txt", "forced\n")
            + commit("refs/heads/fresh/one", "refs/heads/main^0", "fresh.txt", "fresh\n")
            + commit("refs/heads/topic", "refs/tags/plain^0", "topic.txt", "topic\n")
            + commit("refs/hoo/x", "refs/hoo/x^0", "hoo.txt", "hoo\nhoo\n")
            + "reset refs/tags/plain\nfrom refs/heads/main^0\n\n";
    Git.feed(server, stream, "fast-import", "--quiet", "--force");
  }

  private static String commit(String ref, String parent, String file, String text) {
    return "commit %s\ncommitter %s\ndata 2\nn\nfrom %s\nM 100644 inline %s\ndata %d\n%s\n"
        .formatted(ref, PERSON, parent, file, text.length(), text);
  }

  /** A mirror of what the server was. */
  Path mirror(Path at) throws Exception {
    try (Stream<Path> files = Files.walk(pristine)) {
      for (Path file : files.toList()) {
        Files.copy(file, at.resolve(pristine.relativize(file).toString()));
      }
    }
    return at;
  }

  /** What got is told. */
  static String[] words(Path mirror) {
    return new String[] {"fetch", "-q", "-d", "-t", "-r", mirror.toString()};
  }

  /** References of a mirror that has not changed. */
  Map<String, String> before() {
    return before;
  }

  /** References of a mirror that has followed. */
  Map<String, String> after() {
    return after;
  }

  static Map<String, String> refs(Path repository) throws Exception {
    Map<String, String> refs = new TreeMap<>();
    Git.run(repository, "for-each-ref", "--format=%(refname) %(objectname)")
        .lines()
        .map(line -> line.split(" ", 2))
        .forEach(words -> refs.put(words[0], words[1]));
    return refs;
  }

  /** Each reference has its old value or its new one. */
  void requireOldOrNew(Path mirror, String what) throws Exception {
    Map<String, String> now = refs(mirror);
    for (Map<String, String> names : List.of(before, after, now)) {
      for (String name : names.keySet()) {
        assertThat(now.getOrDefault(name, "nothing"))
            .as("%s: %s", what, name)
            .isIn(before.getOrDefault(name, "nothing"), after.getOrDefault(name, "nothing"));
      }
    }
  }

  /** git finds every object that references lead to. */
  static void requireComplete(Path mirror, String what) throws Exception {
    assertThat(Git.run(mirror, "fsck", "--connectivity-only", "--strict"))
        .as(what)
        .doesNotContain("missing", "broken", "error");
  }

  /** Files that a fetch removes at its end. */
  static List<Path> temporary(Path mirror) throws Exception {
    try (Stream<Path> files = Files.walk(mirror)) {
      return files
          .filter(
              file ->
                  String.valueOf(file.getFileName())
                      .matches("tmp_.*|.*\\.lock|.*\\.keep|packed-refs\\.new"))
          .toList();
    }
  }

  @Override
  public void close() {
    daemon.close();
  }
}
