package got.cli.local;

import got.cli.files.FileName;
import got.cli.files.HeldDirectory;
import got.cli.files.HeldFile;
import got.cli.files.TrustedPath;
import got.cli.files.UntrustedException;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.RefName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A repository, held open, that got understands and may change.
 *
 * <p>One that belongs to another user is refused: whoever owns the directories can put links in
 * them, and its settings say whom our ssh(1) keys are offered to. What changes the meaning of
 * objects or references, and is unknown to got, is refused by name.
 */
public final class LocalRepository implements Closeable {
  private static final int CONFIG_BYTES = 4 << 20;
  private static final String CONFIG = "config";

  /** Settings of the main work tree alone. Source: git-worktree(1). */
  private static final String OWN_CONFIG = "config.worktree";

  private static final String EXTENSIONS = "extensions";
  private static final String CORE = "core";

  /** Extensions that change nothing for a fetch. Source: git's repository-version.txt. */
  private static final Set<String> HARMLESS =
      Set.of("noop", "noop-v1", "preciousobjects", "worktreeconfig", "relativeworktrees");

  private final HeldDirectory directory;
  private final HeldDirectory headDirectory;
  private final HashAlgorithm algorithm;
  private final ConfigFile config;
  private final Optional<Path> workTree;

  private LocalRepository(
      HeldDirectory directory,
      HeldDirectory headDirectory,
      HashAlgorithm algorithm,
      ConfigFile config,
      Optional<Path> workTree) {
    this.directory = directory;
    this.headDirectory = headDirectory;
    this.algorithm = algorithm;
    this.config = config;
    this.workTree = workTree;
  }

  /**
   * @param trusted --trust-directory: whoever else may rename on the way to it will not
   * @throws Failure if it is another user's, or holds what got does not understand
   */
  public static LocalRepository open(RepositoryFinder.Found found, boolean trusted) throws Failure {
    Path path = found.gitDirectory();
    try {
      HeldDirectory head = HeldDirectory.open(path, true);
      try {
        HeldDirectory common = common(head);
        try {
          requireOurs(common);
          requireOurs(head);
          if (!trusted) {
            TrustedPath.require(common.path());
            common.requireTrust();
            head.requireTrust();
          }
          ConfigFile config = ConfigFile.parse(CONFIG, text(common, CONFIG).orElse(""));
          LocalRepository repository =
              new LocalRepository(common, head, check(common, config), config, found.workTree());
          repository.requireComplete();
          return repository;
        } catch (IOException | Failure | ConfigException e) {
          common.close();
          throw e;
        }
      } catch (IOException | Failure | ConfigException e) {
        head.close();
        throw e;
      }
    } catch (ConfigException e) {
      throw refused(path, e.reason());
    } catch (IOException e) {
      throw failure(ExitCode.FAILED, path, e);
    }
  }

  /** What could not be done with a file; a directory that others can write to is told of first. */
  static Failure failure(ExitCode code, Path path, IOException e) {
    return e instanceof UntrustedException untrusted
        ? untrusted.failure()
        : new Failure(code, FileErrors.text(path, e));
  }

  /** A work tree that git has linked to a repository has little but a HEAD of its own. */
  private static HeldDirectory common(HeldDirectory head) throws IOException, Failure {
    Optional<String> line = text(head, "commondir");
    if (line.isEmpty()) {
      return HeldDirectory.open(head.path(), true);
    }
    String common = line.get().strip();
    String utf8 = new String(common.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return HeldDirectory.open(RepositoryFinder.resolved(head.path(), utf8), true);
  }

  private static void requireOurs(HeldDirectory directory) throws Failure {
    if (!directory.isOurs()) {
      throw new Failure(
          ExitCode.FAILED,
          directory.path() + ": repository belongs to another user",
          "its owner can lead got elsewhere, and its settings choose who is offered your keys");
    }
  }

  private static Failure refused(Path path, String why) {
    return new Failure(ExitCode.FAILED, path + ": " + why);
  }

  /** Reads a small file, one byte per char; empty if there is none. */
  static Optional<String> text(HeldDirectory directory, String name) throws IOException {
    Optional<HeldFile> found = directory.openFile(name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (HeldFile file = found.get()) {
      if (file.length() > CONFIG_BYTES) {
        throw new FileSystemException(
            FileName.path(directory.path(), name).toString(), null, "too large");
      }
      byte[] bytes = file.read(0, (int) file.length());
      return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
    }
  }

  /**
   * @return the algorithm of all ids
   */
  private static HashAlgorithm check(HeldDirectory directory, ConfigFile config)
      throws Failure, ConfigException {
    String version = config.last(CORE, "", "repositoryformatversion").orElse("0");
    if (!version.equals("0") && !version.equals("1")) {
      throw refused(directory.path(), "unknown repository format version: " + version);
    }
    HashAlgorithm algorithm = HashAlgorithm.SHA1;
    for (String key : config.keys(EXTENSIONS)) {
      String value = config.last(EXTENSIONS, "", key).orElse("");
      switch (key) {
        case "objectformat" -> algorithm = algorithm(directory.path(), value);
        case "refstorage" -> {
          if (!value.equals("files")) {
            throw refused(directory.path(), "references are kept in " + value + ", not in files");
          }
        }
        case "partialclone" -> throw partial(directory.path());
        default -> {
          if (version.equals("1") && !HARMLESS.contains(key.toLowerCase(Locale.ROOT))) {
            throw refused(directory.path(), "unknown extension: " + key);
          }
        }
      }
    }
    for (String remote : config.subsections("remote")) {
      boolean promised =
          config.isTrue("remote", remote, "promisor", false)
              || config.last("remote", remote, "partialclonefilter").isPresent();
      if (promised) {
        throw partial(directory.path());
      }
    }
    return algorithm;
  }

  private static Failure partial(Path path) {
    return refused(path, "partial clone: objects are missing on purpose");
  }

  private static HashAlgorithm algorithm(Path path, String name) throws Failure {
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      if (algorithm.gitName().equals(name)) {
        return algorithm;
      }
    }
    throw refused(path, "unknown object format: " + name);
  }

  private void requireComplete() throws Failure, IOException {
    if (!text(directory, "shallow").orElse("").isBlank()) {
      throw refused(directory.path(), "shallow repository: its history has been cut off");
    }
    if (directory.status("reftable").isPresent()) {
      throw refused(directory.path(), "references are kept in reftable, not in files");
    }
    try (HeldDirectory objects = directory.enter("objects")) {
      requireOurs(objects);
      Optional<HeldDirectory> info = objects.find("info");
      if (info.isPresent()) {
        try (HeldDirectory opened = info.get()) {
          for (String name : new String[] {"alternates", "http-alternates"}) {
            if (!text(opened, name).orElse("").isBlank()) {
              throw refused(directory.path(), "objects are borrowed from others: " + name);
            }
          }
        }
      }
      Optional<HeldDirectory> packs = objects.find("pack");
      if (packs.isPresent()) {
        packs.get().close(); // It may be refused, and is before a server is asked.
      }
    }
  }

  /** Where the references and objects are. */
  public HeldDirectory directory() {
    return directory;
  }

  public HashAlgorithm algorithm() {
    return algorithm;
  }

  public ConfigFile config() {
    return config;
  }

  /** Where HEAD of the work tree is through which it was found, if git has linked that tree. */
  HeldDirectory headDirectory() {
    return headDirectory;
  }

  /**
   * True if no work tree of git belongs to it, but those that git has linked to it. Where no
   * setting says so, the name tells, as git has it.
   */
  public boolean isBare() throws Failure {
    Path last = directory.path().getFileName();
    boolean guess = last == null || !last.toString().equals(".git");
    try {
      boolean bare = config.isTrue(CORE, "", "bare", guess && !config.has(CORE, "worktree"));
      if (!config.isTrue(EXTENSIONS, "", "worktreeconfig", false)) {
        return bare;
      }
      ConfigFile own = ConfigFile.parse(OWN_CONFIG, text(directory, OWN_CONFIG).orElse(""));
      return own.isTrue(CORE, "", "bare", bare && !own.has(CORE, "worktree"));
    } catch (ConfigException e) {
      throw refused(directory.path(), e.reason());
    } catch (IOException e) {
      throw failure(ExitCode.FAILED, directory.path(), e);
    }
  }

  /**
   * The files got.conf that count, the work tree's first.
   *
   * @return their content, one byte per char
   */
  public List<String> gotConfs() throws Failure {
    List<String> texts = new ArrayList<>();
    try {
      if (workTree.isPresent()) {
        try (HeldDirectory got = HeldDirectory.open(workTree.get().resolve(".got"), false)) {
          requireOurs(got);
          text(got, "got.conf").ifPresent(texts::add);
        }
      }
      text(directory, "got.conf").ifPresent(texts::add);
      return texts;
    } catch (IOException e) {
      throw failure(ExitCode.FAILED, directory.path(), e);
    }
  }

  /** The branch of got's work tree, if the repository was found from one that is on a branch. */
  public Optional<RefName> workTreeBranch() throws Failure {
    if (workTree.isEmpty()) {
      return Optional.empty();
    }
    try (HeldDirectory got = HeldDirectory.open(workTree.get().resolve(".got"), false)) {
      requireOurs(got);
      String name = text(got, "head-ref").orElse("").strip();
      return name.startsWith("refs/heads/")
          ? Optional.of(RefName.check(name.getBytes(StandardCharsets.ISO_8859_1)))
          : Optional.empty();
    } catch (BadValueException e) {
      throw new Failure(ExitCode.FAILED, e.reason());
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, FileErrors.text(workTree.get(), e));
    }
  }

  /** The branch that HEAD is on; empty if HEAD is an id, or missing. */
  public Optional<RefName> head() throws Failure {
    try {
      return head(directory);
    } catch (IOException e) {
      throw failure(ExitCode.FAILED, directory.path(), e);
    }
  }

  /** The branch that HEAD in that directory is on. */
  Optional<RefName> head(HeldDirectory in) throws IOException {
    Optional<String> text = text(in, "HEAD");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String file = in.path().resolve("HEAD").toString();
    return RefText.parse(algorithm, file, text.get()) instanceof RefValue.Symbolic(RefName target)
        ? Optional.of(target)
        : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    headDirectory.close();
    directory.close();
  }
}
