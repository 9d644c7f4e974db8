package got.packaging.support;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.GotProcess.Launch;
import got.packaging.support.GotProcess.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;

/** Packs that git makes of small histories with long chains of deltas, and gotadmin over them. */
public final class PackFiles {
  private static final String PERSON = "T <t@example.org> 1700000000 +0100";
  private static final int VERSIONS = 60;

  private final Path work;

  /**
   * @param work where gotadmin runs
   */
  public PackFiles(Path work) {
    this.work = work;
  }

  public static Launch launch(Path where) {
    return Launch.in(where).program(GotProcess.TREE.resolve("bin/gotadmin"));
  }

  public Result gotadmin(String... arguments) throws Exception {
    return launch(work).run(arguments);
  }

  /** A bare repository of versions of one file, tagged at the end and in the middle. */
  public static Path history(Path where, String algorithm) throws Exception {
    Path repository = where.resolve("history.git");
    Git.run(
        where,
        "init",
        "--quiet",
        "--bare",
        "--template=",
        "--initial-branch=main",
        "--object-format=" + algorithm,
        "history.git");
    Random random = new Random(3);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      text.append(Long.toHexString(random.nextLong())).append('\n');
    }
    StringBuilder stream = new StringBuilder();
    for (int i = 1; i <= VERSIONS; i++) {
      text.append("version ").append(i).append('\n');
      stream.append("commit refs/heads/main\nmark :%d\n".formatted(i));
      stream.append("committer %s\ndata 2\nc\n".formatted(PERSON));
      if (i > 1) {
        stream.append("from :%d\n".formatted(i - 1));
      }
      stream.append("M 100644 inline a.txt\ndata %d\n%s\n".formatted(text.length(), text));
    }
    stream.append("tag v1\nfrom :%d\ntagger %s\ndata 2\nv\n\n".formatted(VERSIONS / 2, PERSON));
    Git.feed(repository, stream.toString(), "fast-import", "--quiet");
    Git.run(repository, "repack", "-adfq", "--depth=50", "--window=20");
    return repository;
  }

  /** The one pack of a repository. */
  public static Path packOf(Path repository) throws IOException {
    try (Stream<Path> files = Files.list(repository.resolve("objects/pack"))) {
      return files.filter(f -> f.toString().endsWith(".pack")).findFirst().orElseThrow();
    }
  }

  public static Path indexOf(Path pack) {
    return pack.resolveSibling(pack.getFileName().toString().replace(".pack", ".idx"));
  }

  /** Copies the one pack of a repository, without its index, to where gotadmin runs. */
  public Path copyPack(Path repository) throws IOException {
    Path pack = packOf(repository);
    return Files.copy(pack, work.resolve(pack.getFileName()));
  }

  /**
   * Writes a pack where gotadmin runs.
   *
   * @param objects or revisions, one a line
   */
  public Path pack(Path repository, String name, String objects, String... options)
      throws Exception {
    Path file = work.resolve(name);
    String[] command = new String[options.length + 4];
    command[0] = "git";
    command[1] = "pack-objects";
    command[2] = "--quiet";
    command[3] = "--stdout";
    System.arraycopy(options, 0, command, 4, options.length);
    Process git =
        Git.clean(new ProcessBuilder(command))
            .directory(repository.toFile())
            .redirectOutput(file.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (OutputStream in = git.getOutputStream()) {
      in.write(objects.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(git.waitFor()).isZero();
    return file;
  }

  /**
   * A pack of the second half of the history, with deltas on objects of the first. Made of loose
   * objects: of a whole object in a pack git makes no delta for a thin one.
   */
  public Path thinPack(Path repository) throws Exception {
    Path pack = packOf(repository);
    Path aside = Files.move(pack, pack.resolveSibling("aside"));
    Files.delete(indexOf(pack));
    Process unpack =
        Git.clean(new ProcessBuilder("git", "unpack-objects", "-q"))
            .directory(repository.toFile())
            .inheritIO()
            .redirectInput(aside.toFile())
            .start();
    assertThat(unpack.waitFor()).isZero();
    return pack(repository, "thin.pack", "main\n^v1\n", "--thin", "--revs");
  }

  /**
   * A bare repository of the first half of the history, tag and all.
   *
   * @param packed whether its objects are in a pack
   */
  public static Path firstHalf(Path where, Path repository, String algorithm, boolean packed)
      throws Exception {
    Path half = where.resolve("half.git");
    Git.run(
        where,
        "init",
        "--quiet",
        "--bare",
        "--template=",
        "--object-format=" + algorithm,
        half.toString());
    String limit = "fetch.unpackLimit=" + (packed ? 1 : 100_000);
    String refspec = "refs/tags/v1:refs/tags/v1";
    Git.run(half, "-c", limit, "fetch", "-q", "--no-tags", repository.toString(), refspec);
    return half;
  }

  /**
   * Has git complete a thin pack in a repository.
   *
   * @return the pack; its index is beside it
   */
  public static Path fixThin(Path repository, Path thin) throws Exception {
    Process git =
        Git.clean(new ProcessBuilder("git", "index-pack", "--fix-thin", "--stdin"))
            .directory(repository.toFile())
            .redirectInput(thin.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(git.waitFor()).isZero();
    String id = said.strip().split("\t", -1)[1];
    return repository.resolve("objects/pack/pack-" + id + ".pack");
  }

  /** Replaces a byte by another. */
  public static void spoil(Path file, long at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) at] ^= 1;
    Files.delete(file);
    Files.write(file, bytes);
  }
}
