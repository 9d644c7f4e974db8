package got.cli.local;

import got.cli.files.FileName;
import got.cli.files.HeldDirectory;
import got.cli.files.HeldFile;
import got.cli.files.Status;
import got.cli.files.UntrustedException;
import got.cli.refs.RefFile;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import got.ipc.ObjectId;
import got.ipc.RefName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Notes in the logs of references what a fetch has changed, if the repository keeps such logs.
 * Source: git-config(1), core.logAllRefUpdates; gitrepository-layout(5).
 */
public final class Reflogs implements Closeable {
  private static final int MODE = 0666;
  private static final String CORE = "core";
  private static final String KEPT = "logallrefupdates";
  private static final List<String> USUAL = List.of("refs/heads/", "refs/remotes/", "refs/notes/");
  private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("xx", Locale.ROOT);

  private enum Kept {
    THERE,
    USUAL,
    ALL
  }

  private final Kept kept;
  private final String committer;
  private final String zero;
  private final RefDirectories directories;
  private final Optional<RefName> head;

  /**
   * @param now when the fetch changes them
   * @param head the branch that HEAD was on before: what happens to it is noted for HEAD too
   */
  public Reflogs(LocalRepository repository, OffsetDateTime now, Optional<RefName> head)
      throws Failure {
    this.head = head;
    ConfigFile config = repository.config();
    this.kept = kept(repository);
    String user = latin1(System.getProperty("user.name", "got"));
    String name = config.last("user", "", "name").orElse(user);
    String mail = config.last("user", "", "email").orElse(user + "@localhost");
    this.committer =
        plain(name) + " <" + plain(mail) + "> " + now.toEpochSecond() + " " + ZONE.format(now);
    this.zero = "0".repeat(2 * repository.algorithm().idBytes());
    this.directories = new RefDirectories(repository.directory());
  }

  private static Kept kept(LocalRepository repository) throws Failure {
    Optional<String> value = repository.config().last(CORE, "", KEPT);
    if (value.filter("always"::equalsIgnoreCase).isPresent()) {
      return Kept.ALL;
    }
    try {
      boolean usual =
          value.isPresent()
              ? repository.config().isTrue(CORE, "", KEPT, false)
              : !repository.isBare();
      return usual ? Kept.USUAL : Kept.THERE;
    } catch (ConfigException e) {
      throw new Failure(ExitCode.FAILED, repository.directory().path() + ": " + e.reason());
    }
  }

  /** Whether there may be something to note. */
  public static boolean areKept(LocalRepository repository) throws Failure {
    try {
      return kept(repository) != Kept.THERE || repository.directory().status("logs").isPresent();
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, FileErrors.text(repository.directory().path(), e));
    }
  }

  /**
   * Looks at the directories that notes on these changes would go to, so that a fetch can be
   * refused before anything changes.
   *
   * @throws Failure if others can write to one of them
   */
  public static void requireTrust(LocalRepository repository, List<RefChange> changes)
      throws Failure {
    try (RefDirectories directories = new RefDirectories(repository.directory())) {
      Optional<HeldDirectory> ignored = directories.of(path(RefName.HEAD), false);
      for (RefChange change : changes) {
        if (RefFile.isLockable(change.name())) {
          ignored = directories.of(path(change.name()), false);
        }
      }
    } catch (UntrustedException e) {
      throw e.failure();
    } catch (IOException e) {
      // Whoever writes the note meets it again, and warns.
    }
  }

  private static String plain(String text) {
    return text.replaceAll("[\\x00-\\x1f<>\\x7f]", "");
  }

  /**
   * Notes one change; the log of a reference that is gone goes too.
   *
   * @param message in one line
   */
  public void note(RefChange change, String message) throws IOException {
    if (!RefFile.isLockable(change.name())) {
      return; // No file can have that name.
    }
    if (change.deletes()) {
      remove(path(change.name()));
      return;
    }
    if (!(change.to() instanceof RefValue.Direct(ObjectId to))) {
      return;
    }
    String from = change.from() instanceof RefValue.Direct(ObjectId id) ? id.toString() : zero;
    String line = from + " " + to + " " + committer + "\t" + latin1(message) + "\n";
    append(change.name(), line);
    if (head.isPresent() && head.get().equals(change.name())) {
      append(RefName.HEAD, line);
    }
  }

  /** Its bytes in UTF-8, one a char. */
  private static String latin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String path(RefName name) {
    return "logs/" + FileName.text(name.bytes());
  }

  private void append(RefName name, String line) throws IOException {
    String path = path(name);
    Optional<HeldDirectory> in = directories.of(path, keeps(name));
    if (in.isEmpty() || (!keeps(name) && !hasLog(in.get(), path))) {
      return;
    }
    // A reference that has gone may have left one.
    directories.clear(path);
    try (HeldFile log = in.get().append(RefDirectories.last(path), MODE)) {
      log.write(out -> out.write(line.getBytes(StandardCharsets.ISO_8859_1)));
      log.sync();
    }
  }

  private static boolean hasLog(HeldDirectory in, String path) throws IOException {
    return in.status(RefDirectories.last(path)).filter(Status::isRegular).isPresent();
  }

  private boolean keeps(RefName name) {
    return switch (kept) {
      case THERE -> false;
      case USUAL -> name.equals(RefName.HEAD) || USUAL.stream().anyMatch(name::startsWith);
      case ALL -> true;
    };
  }

  private void remove(String path) throws IOException {
    Optional<HeldDirectory> in = directories.of(path, false);
    if (in.isEmpty()) {
      return;
    }
    String name = RefDirectories.last(path);
    Optional<Status> file = in.get().status(name).filter(Status::isRegular);
    if (file.isPresent()) {
      in.get().remove(name, file.get().identity(), false);
      directories.prune(path);
    }
  }

  @Override
  public void close() throws IOException {
    directories.close();
  }
}
