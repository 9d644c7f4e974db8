package got.packaging.fetch;

import static got.packaging.specimens.SpecimenPack.ascii;
import static got.packaging.specimens.SpecimenPack.copy;
import static got.packaging.specimens.SpecimenPack.delta;
import static got.packaging.specimens.SpecimenPack.insert;
import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.specimens.SpecimenHistory;
import got.packaging.specimens.SpecimenPack;
import got.packaging.support.Git;
import got.packaging.support.GitDaemon;
import got.packaging.support.GotProcess;
import got.packaging.support.GotProcess.Result;
import got.packaging.support.Measured;
import got.packaging.support.TestRepositories;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What got-read-pack takes for a fetch that brings little into a repository which a server has
 * prepared: processor time and memory do not follow the length of its chains squared.
 */
class FetchWorkTest {
  private static final Duration MOST_TIME = Duration.ofSeconds(20);
  private static final long MOST_BYTES = 512L << 20;
  private static final String PERSON = "T <t@example.org> 1700000000 +0100";
  private static final long INTERVAL_MILLIS = 10;

  @TempDir Path work;
  @TempDir Path served;

  private Path server() throws Exception {
    return new TestRepositories(served).empty("r.git");
  }

  /** Puts a pack into the repository, and main at a commit of it. */
  private static void put(Path repository, SpecimenPack pack, String commit) throws Exception {
    Path file = Files.createDirectories(repository.resolve("objects/pack")).resolve("pack-1.pack");
    Files.write(file, pack.build());
    Git.run(repository, "index-pack", file.toString());
    Git.run(repository, "update-ref", "refs/heads/main", commit);
  }

  private static String hex(String type, byte[] content) {
    return HexFormat.of().formatHex(SpecimenPack.id(type, content));
  }

  private static String commit(String tree, String parent, String message) {
    String parents = parent.isEmpty() ? "" : "parent " + parent + "\n";
    return "tree %s\n%sauthor %s\ncommitter %s\n\n%s"
        .formatted(tree, parents, PERSON, PERSON, message);
  }

  @Test
  void aTreeOfBlobsThatAreOneChain() throws Exception {
    SpecimenPack pack = new SpecimenPack();
    List<String> blobs = new ArrayList<>();
    int at = pack.blob("blob 10000");
    for (int i = 0; i < 15_000; i++) {
      String content = "blob " + (10_000 + i);
      at = i == 0 ? at : pack.ofsDelta(at, delta(10, 10, insert(content)));
      blobs.add(hex("blob", ascii(content)));
    }
    ByteArrayOutputStream tree = new ByteArrayOutputStream();
    StringBuilder other = new StringBuilder();
    for (int i = 0; i < blobs.size(); i++) {
      tree.writeBytes(SpecimenHistory.entry("100644", "a" + (10_000 + i), blobs.get(i)));
      other.append("100644 blob %s\tb%d\n".formatted(blobs.get(i), 10_000 + i));
    }
    pack.object(SpecimenPack.TREE, tree.toByteArray());
    String old = commit(hex("tree", tree.toByteArray()), "", "old\n");
    pack.object(SpecimenPack.COMMIT, ascii(old));
    Path server = server();
    put(server, pack, hex("commit", ascii(old)));
    fetch(
        server,
        () -> {
          String names = Git.feed(server, other.toString(), "mktree").strip();
          String[] words = {
            "-c",
            "user.name=T",
            "-c",
            "user.email=t@example.org",
            "commit-tree",
            names,
            "-p",
            "main",
            "-m",
            "new"
          };
          return Git.run(server, words).strip();
        });
  }

  /** The newest is at the end of the chain, and a walk begins with the newest. */
  @Test
  void largeCommitsThatAreOneChain() throws Exception {
    String message = "x".repeat(1_150_000) + "\n";
    SpecimenPack pack = new SpecimenPack();
    String tree = hex("tree", new byte[0]);
    pack.object(SpecimenPack.TREE, new byte[0]);
    String base = commit(tree, "", message);
    int at = pack.object(SpecimenPack.COMMIT, ascii(base));
    String id = hex("commit", ascii(base));
    for (int i = 1; i < 400; i++) {
      String next = commit(tree, id, message);
      String head = next.substring(0, next.length() - message.length());
      int half = head.length() / 2;
      byte[] changes =
          delta(
              base.length(),
              next.length(),
              insert(head.substring(0, half)),
              insert(head.substring(half)),
              copy(base.length() - message.length(), message.length()));
      at = pack.ofsDelta(at, changes);
      base = next;
      id = hex("commit", ascii(next));
    }
    Path server = server();
    put(server, pack, id);
    fetch(server, () -> Git.commit(server, "main", "small"));
  }

  private interface NewCommit {
    String make() throws Exception;
  }

  private void fetch(Path server, NewCommit change) throws Exception {
    // A copy of its files: a pack that git makes for a clone has short chains.
    Git.run(work, "clone", "-q", "--mirror", server.toString(), "r.git");
    Path client = work.resolve("r.git");
    try (GitDaemon daemon = GitDaemon.start(served)) {
      Git.run(client, "remote", "set-url", "origin", daemon.url("r.git"));
      Git.run(server, "update-ref", "refs/heads/main", change.make());
      try (GotProcess got = GotProcess.Launch.in(work).start("fetch", "-q", "-r", "r.git")) {
        Taken taken = Taken.by("got-read-pack", got);
        assertThat(taken.result).isEqualTo(new Result(0, "", ""));
        assertThat(taken.time).isBetween(Duration.ofMillis(1), MOST_TIME);
        assertThat(taken.peakBytes).isBetween(1L, MOST_BYTES);
      }
      assertThat(Git.run(client, "rev-parse", "main"))
          .isEqualTo(Git.run(server, "rev-parse", "main"));
    }
    GotProcess.assertNoneRuns();
  }

  /**
   * @param time of processors
   */
  private record Taken(Result result, Duration time, long peakBytes) {
    static Taken by(String helper, GotProcess got) throws Exception {
      Duration time = Duration.ZERO;
      long peak = 0;
      while (got.handle().isAlive()) {
        for (ProcessHandle process : got.handle().descendants().toList()) {
          Optional<Duration> soFar = process.info().totalCpuDuration();
          if (soFar.isPresent() && GotProcess.isProgram(process.pid(), helper)) {
            time = soFar.get();
            peak = Math.max(peak, Measured.peakOf(process.pid()));
          }
        }
        Thread.sleep(INTERVAL_MILLIS);
      }
      return new Taken(got.await(), time, peak);
    }
  }
}
