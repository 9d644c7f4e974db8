package got.read;

import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.Garbage;
import got.pack.PackBytes;
import got.pack.object.LooseReader;
import got.pack.object.PackSet;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A repository that git makes, and what got-read-pack sees of it. */
final class GitRepository implements Closeable {
  private static final long FIRST_DATE = 1_700_000_000;

  private final Path directory;
  private final HashAlgorithm algorithm;
  private final List<FileChannel> files = new ArrayList<>();
  private long date = FIRST_DATE;

  GitRepository(Path directory, HashAlgorithm algorithm) throws Exception {
    this.directory = directory;
    this.algorithm = algorithm;
    git("init", "-q", "-b", "main", "--object-format=" + algorithm.gitName());
  }

  /** Runs git; what it says, without the last line end. */
  String git(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-c", "gc.auto=0"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", "/usr/bin:/bin",
                "HOME", directory.toString(),
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_AUTHOR_NAME", "a",
                "GIT_AUTHOR_EMAIL", "a@b",
                "GIT_COMMITTER_NAME", "c",
                "GIT_COMMITTER_EMAIL", "c@d",
                "GIT_AUTHOR_DATE", date + " +0000",
                "GIT_COMMITTER_DATE", date + " +0000"));
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
    return output.strip();
  }

  /** In seconds since 1970. */
  void turnClockTo(long seconds) {
    date = seconds;
  }

  /** Commits a file; each commit is a minute younger than the one before. */
  ObjectId commit(String name, String content) throws Exception {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    git("add", name);
    date += 60;
    git("commit", "-q", "-m", content);
    return id("HEAD");
  }

  ObjectId id(String revision) throws Exception {
    return ObjectId.parse(
        algorithm, git("rev-parse", revision).getBytes(StandardCharsets.US_ASCII));
  }

  /** A tree of one entry. */
  ObjectId tree(String modeAndName, ObjectId entry) throws Exception {
    Path file =
        Files.write(
            path("tree"), PackBytes.concat(PackBytes.ascii(modeAndName), PackBytes.binary(entry)));
    String id = git("hash-object", "-t", "tree", "--literally", "-w", file.toString());
    return ObjectId.parse(algorithm, id.getBytes(StandardCharsets.US_ASCII));
  }

  Path path(String name) {
    return directory.resolve(".git").resolve(name);
  }

  Path loose(ObjectId id) {
    String hex = id.toString();
    return path("objects/" + hex.substring(0, 2) + "/" + hex.substring(2));
  }

  /** All there is now, packed or loose. */
  Objects objects() throws Exception {
    return objects(_ -> {});
  }

  /**
   * All there is now.
   *
   * @param read is told of each loose object that is read
   */
  Objects objects(Consumer<ObjectId> read) throws Exception {
    Garbage garbage = new Garbage(Garbage.FREE_BYTES);
    PackSet packs = new PackSet(algorithm, 1, garbage);
    LooseReader reader = new LooseReader(algorithm, garbage, () -> {});
    Objects objects =
        new Objects(
            algorithm,
            packs,
            (id, whole) -> {
              read.accept(id);
              if (!Files.exists(loose(id))) {
                return null;
              }
              try (InputStream in = Files.newInputStream(loose(id))) {
                return reader.read(in, id, whole);
              }
            },
            () -> {});
    try (DirectoryStream<Path> indexes = Files.newDirectoryStream(path("objects/pack"), "*.idx")) {
      for (Path index : indexes) {
        String name = index.toString().replaceAll("idx$", "pack");
        FileChannel pack = FileChannel.open(Path.of(name));
        FileChannel idx = FileChannel.open(index);
        files.add(pack);
        files.add(idx);
        packs.add(pack, idx);
      }
    }
    try (DirectoryStream<Path> fans = Files.newDirectoryStream(path("objects"), "??")) {
      for (Path fan : fans) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(fan)) {
          for (Path file : all) {
            String hex = fan.getFileName().toString() + file.getFileName();
            objects.addLoose(ObjectId.parse(algorithm, hex.getBytes(StandardCharsets.US_ASCII)));
          }
        }
      }
    }
    return objects;
  }

  @Override
  public void close() throws IOException {
    for (FileChannel file : files) {
      file.close();
    }
  }
}
