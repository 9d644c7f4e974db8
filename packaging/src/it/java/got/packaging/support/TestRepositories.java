package got.packaging.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Makes bare repositories to clone, below a directory. */
public final class TestRepositories {
  private static final String PERSON = "T <t@example.org> 1700000000 +0100";

  private final Path base;

  public TestRepositories(Path base) {
    this.base = base;
  }

  /** Without any object; HEAD points to {@code main}. */
  public Path empty(String name) throws IOException, InterruptedException {
    return empty(name, "sha1");
  }

  private Path empty(String name, String algorithm) throws IOException, InterruptedException {
    Git.run(
        base,
        "init",
        "--quiet",
        "--bare",
        "--template=",
        "--initial-branch=main",
        "--object-format=" + algorithm,
        name);
    return base.resolve(name);
  }

  /**
   * Branches main, dev and topic/one, merged in places; an annotated tag, a tag of that tag, a
   * plain one; and refs/hoo/x, refs/hoola, refs/hidden/y.
   */
  public Path normal(String name) throws IOException, InterruptedException {
    Path repository = empty(name);
    fill(repository);
    return repository;
  }

  public Path sha256(String name) throws IOException, InterruptedException {
    Path repository = empty(name, "sha256");
    fill(repository);
    return repository;
  }

  private static void fill(Path repository) throws IOException, InterruptedException {
    String stream =
        commit("refs/heads/main", 1, "", "a.txt", "first\n")
            + commit("refs/heads/main", 2, "from :1\n", "a.txt", "first\nsecond\n")
            + commit("refs/heads/dev", 3, "from :1\n", "b/c.txt", "development\n")
            + commit("refs/heads/main", 4, "from :2\nmerge :3\n", "a.txt", "merged\n")
            + commit("refs/heads/topic/one", 5, "from :3\n", "topic.txt", "topic\n")
            + commit("refs/hoo/x", 6, "from :1\n", "hoo.txt", "hoo\n")
            + commit("refs/hoola", 7, "from :1\n", "hoola.txt", "hoola\n")
            + commit("refs/hidden/y", 8, "from :1\n", "hidden.txt", "hidden\n")
            + "reset refs/tags/plain\nfrom :3\n\n"
            + "tag v1\nmark :9\nfrom :2\ntagger "
            + PERSON
            + "\ndata 3\nv1\n\n"
            + "tag v1-signed\nfrom :9\ntagger "
            + PERSON
            + "\ndata 7\nsigned\n\n";
    Git.feed(repository, stream, "fast-import", "--quiet");
  }

  private static String commit(String ref, int mark, String parents, String file, String text) {
    return "commit %s\nmark :%d\ncommitter %s\ndata 2\nc\n%sM 100644 inline %s\ndata %d\n%s\n"
        .formatted(ref, mark, PERSON, parents, file, text.length(), text);
  }

  /** Branches master and foo, a tag 1.0, and refs/hoo/boo/zoo; as in Game of Trees' own tests. */
  public Path likeGots(String name) throws IOException, InterruptedException {
    Path repository = empty(name);
    Git.run(repository, "symbolic-ref", "HEAD", "refs/heads/master");
    String stream =
        commit("refs/heads/master", 1, "", "alpha", "alpha\n")
            + "reset refs/heads/foo\nfrom :1\n\nreset refs/hoo/boo/zoo\nfrom :1\n\n"
            + "tag 1.0\nfrom :1\ntagger "
            + PERSON
            + "\ndata 4\ntag\n\n";
    Git.feed(repository, stream, "fast-import", "--quiet");
    return repository;
  }

  /** One commit without any file. */
  public Path emptyCommit(String name) throws IOException, InterruptedException {
    Path repository = empty(name);
    String stream = "commit refs/heads/main\ncommitter " + PERSON + "\ndata 0\n\n";
    Git.feed(repository, stream, "fast-import", "--quiet");
    return repository;
  }

  /** A megabyte that cannot be compressed, so that a place in the pack is a place in time. */
  public Path large(String name) throws IOException, InterruptedException {
    Path repository = empty(name);
    Random random = new Random(7);
    StringBuilder stream = new StringBuilder();
    stream.append("commit refs/heads/main\ncommitter ").append(PERSON).append("\ndata 0\n");
    for (int i = 0; i < 10; i++) {
      stream.append("M 100644 inline file").append(i).append("\ndata 100000\n");
      stream.append(noise(random, 100_000)).append('\n');
    }
    Git.feed(repository, stream.append('\n').toString(), "fast-import", "--quiet");
    return repository;
  }

  /** Two versions of a file that is too large to be kept while the rest of the pack arrives. */
  public Path largeWithDelta(String name) throws IOException, InterruptedException {
    Path repository = empty(name);
    String text = noise(new Random(7), 3 << 19);
    String stream =
        commit("refs/heads/main", 1, "", "file", text)
            + commit("refs/heads/main", 2, "from :1\n", "file", text + "end\n");
    Git.feed(repository, stream, "fast-import", "--quiet");
    return repository;
  }

  private static String noise(Random random, int size) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < size; i++) {
      text.append((char) random.nextInt(0x80));
    }
    return text.toString();
  }

  /** Tags t00000, t00001 … on one commit. */
  public Path manyTags(String name, int count) throws IOException, InterruptedException {
    Path repository = normal(name);
    String id = Git.run(repository, "rev-parse", "refs/heads/dev").strip();
    StringBuilder packed = new StringBuilder("# pack-refs with: sorted \n");
    for (int i = 0; i < count; i++) {
      packed.append(id).append(" refs/tags/t%05d\n".formatted(i));
    }
    Files.writeString(repository.resolve("packed-refs"), packed);
    return repository;
  }

  /** Bytes of the one pack that git would send of a repository. */
  public static long packSize(Path repository) throws IOException, InterruptedException {
    Git.run(repository, "-c", "pack.threads=1", "repack", "-adfq");
    try (var files = Files.newDirectoryStream(repository.resolve("objects/pack"), "*.pack")) {
      return Files.size(files.iterator().next());
    }
  }
}
