package got.packaging.support;

import got.packaging.support.GotProcess.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A served repository, where its clone goes, and what the clone should be. */
public abstract class SmallRepositoryFixture {
  @TempDir public Path work;
  @TempDir public Path served;
  public Path source;
  public GitDaemon daemon;
  public ExpectedFiles expected;
  public ClonedRepository clone;

  @BeforeEach
  public void serve() throws Exception {
    source = new TestRepositories(served).normal("small.git");
    daemon = GitDaemon.start(served);
    expected = new ExpectedFiles(daemon.url("small.git"), "git", daemon.port(), "/small.git");
    clone = new ClonedRepository(work.resolve("small.git"));
  }

  @AfterEach
  public void end() throws Exception {
    daemon.close();
    GotProcess.assertNoneRuns();
  }

  public Result got(String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("clone"));
    words.addAll(List.of(options));
    words.add(daemon.url("small.git"));
    return GotProcess.run(work, words.toArray(String[]::new));
  }

  public String id(String ref) throws Exception {
    return Git.run(source, "rev-parse", ref).strip();
  }

  public String milestones(String what) throws Exception {
    return "Connecting to %s\nFetched %s.pack\nCreated %s repository 'small.git'\n"
        .formatted(daemon.url("small.git"), clone.packId(), what);
  }
}
