package got.packaging.demo;

import got.caches.Identity;
import got.packaging.proxy.Pause;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/** Serves a repository made for the purpose over https, by JGit and on loopback only. */
final class DemoServer {
  static final int COMMITS = 300;
  static final int TAGS = 6;

  private static final int FILES = 40;
  private static final int LINES = 200;

  private final JgitWeb web;
  private final Path authority;

  private DemoServer(JgitWeb web, Path authority) {
    this.web = web;
    this.authority = authority;
  }

  /**
   * @param directory empty; JGit's own settings go there too, not to the user's home
   * @param pauseAt bytes of an answer after which the server comes to the pause
   */
  static DemoServer start(Path directory, long pauseAt, Pause pause)
      throws IOException, InterruptedException {
    SystemReader.setInstance(new NoSettings(SystemReader.getInstance(), directory));
    Repository repository =
        new FileRepositoryBuilder()
            .setGitDir(directory.resolve("demo.git").toFile())
            .setBare()
            .build();
    repository.create(true);
    fill(repository);
    Path keytool = Path.of(System.getProperty("java.home"), "bin/keytool");
    Identity identity =
        Identity.make(
            keytool, "-keyalg EC -groupname secp256r1", directory.resolve("keys"), DemoServer::run);
    Path authority = Files.writeString(directory.resolve("authority.pem"), identity.pem());
    JgitWeb web =
        JgitWeb.start(
            identity.server(),
            _ -> {
              repository.incrementOpen();
              return repository;
            },
            out -> new Pausing(out, pauseAt, pause));
    return new DemoServer(web, authority);
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command.getFirst() + ": " + output);
    }
  }

  String url() {
    return "https://localhost:" + web.port() + "/demo.git";
  }

  /** The certificate of who vouches for this server. */
  Path authority() {
    return authority;
  }

  void stop() {
    web.close();
  }

  /** An answer that pauses once it has some length. */
  private static final class Pausing extends FilterOutputStream {
    private final Pause pause;
    private long left;

    Pausing(OutputStream out, long pauseAt, Pause pause) {
      super(out);
      this.left = pauseAt;
      this.pause = pause;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      boolean before = left > 0;
      left -= length;
      if (before && left <= 0) {
        out.flush();
        try {
          pause.here();
        } catch (InterruptedException e) {
          throw new InterruptedIOException();
        }
      }
    }
  }

  private static void fill(Repository repository) throws IOException {
    Random random = new Random(1);
    Map<String, ObjectId> files = new TreeMap<>();
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      ObjectId parent = ObjectId.zeroId();
      for (int i = 1; i <= COMMITS; i++) {
        String name = "file-%02d.txt".formatted(random.nextInt(FILES));
        files.put(name, inserter.insert(Constants.OBJ_BLOB, text(random)));
        parent = inserter.insert(commit(i, parent, tree(inserter, files)));
        if (i % (COMMITS / TAGS) == 0) {
          String tag = "v0." + i / (COMMITS / TAGS);
          update(repository, "refs/tags/" + tag, inserter.insert(tag(tag, i, parent)));
        }
      }
      inserter.flush();
      update(repository, "refs/heads/main", parent);
    }
    repository.updateRef("HEAD").link("refs/heads/main");
  }

  private static byte[] text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LINES; i++) {
      text.append(Long.toHexString(random.nextLong())).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static AnyObjectId tree(ObjectInserter inserter, Map<String, ObjectId> files)
      throws IOException {
    TreeFormatter tree = new TreeFormatter();
    files.forEach((name, id) -> tree.append(name, FileMode.REGULAR_FILE, id));
    return inserter.insert(tree);
  }

  private static CommitBuilder commit(int number, ObjectId parent, AnyObjectId tree) {
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(tree);
    if (!parent.equals(ObjectId.zeroId())) {
      commit.setParentId(parent);
    }
    commit.setAuthor(person(number));
    commit.setCommitter(person(number));
    commit.setMessage("change number " + number + "\n");
    return commit;
  }

  private static TagBuilder tag(String name, int number, ObjectId commit) {
    TagBuilder tag = new TagBuilder();
    tag.setTag(name);
    tag.setObjectId(commit, Constants.OBJ_COMMIT);
    tag.setTagger(person(number));
    tag.setMessage(name + "\n");
    return tag;
  }

  private static PersonIdent person(int number) {
    Instant when = Instant.ofEpochSecond(1_700_000_000L + number * 3600L);
    return new PersonIdent("Demo", "demo@example.org", when, ZoneOffset.UTC);
  }

  private static void update(Repository repository, String name, ObjectId id) throws IOException {
    RefUpdate update = repository.updateRef(name);
    update.setNewObjectId(id);
    RefUpdate.Result result = update.update();
    if (result != RefUpdate.Result.NEW) {
      throw new IOException(name + ": " + result);
    }
  }

  /** JGit as on a machine where nobody has set anything. */
  private static final class NoSettings extends SystemReader.Delegate {
    private final Path directory;

    NoSettings(SystemReader delegate, Path directory) {
      super(delegate);
      this.directory = directory;
    }

    private FileBasedConfig empty(Config parent, FS fs, String name) {
      return new FileBasedConfig(parent, directory.resolve(name).toFile(), fs);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
      return empty(parent, fs, "user");
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
      return empty(parent, fs, "system");
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
      return empty(parent, fs, "jgit");
    }
  }
}
