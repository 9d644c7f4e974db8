package got.cli.local;

import got.cli.files.FileName;
import got.cli.files.HeldDirectory;
import got.cli.files.HeldFile;
import got.cli.files.Status;
import got.cli.say.Failure;
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

  /**
   * @param now when the fetch changes them
   */
  public Reflogs(LocalRepository repository, OffsetDateTime now) throws Failure {
    ConfigFile config = repository.config();
    String value = config.last("core", "", "logallrefupdates").orElse("").toLowerCase(Locale.ROOT);
    this.kept =
        switch (value) {
          case "always" -> Kept.ALL;
          case "false", "no", "off", "0" -> Kept.THERE;
          case "" -> repository.isBare() ? Kept.THERE : Kept.USUAL;
          default -> Kept.USUAL;
        };
    String user = System.getProperty("user.name", "got");
    String name = config.last("user", "", "name").orElse(user);
    String mail = config.last("user", "", "email").orElse(user + "@localhost");
    this.committer =
        plain(name) + " <" + plain(mail) + "> " + now.toEpochSecond() + " " + ZONE.format(now);
    this.zero = "0".repeat(2 * repository.algorithm().idBytes());
    this.directories = new RefDirectories(repository.directory());
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
    String path = "logs/" + FileName.text(change.name().bytes());
    if (change.deletes()) {
      remove(path);
      return;
    }
    if (!(change.to() instanceof RefValue.Direct(ObjectId to))) {
      return;
    }
    Optional<HeldDirectory> in = directories.of(path, keeps(change.name()));
    if (in.isEmpty()
        || (!keeps(change.name()) && in.get().status(RefDirectories.last(path)).isEmpty())) {
      return;
    }
    String from = change.from() instanceof RefValue.Direct(ObjectId id) ? id.toString() : zero;
    String line = from + " " + to + " " + committer + "\t" + message + "\n";
    try (HeldFile log = in.get().append(RefDirectories.last(path), MODE)) {
      log.write(out -> out.write(line.getBytes(StandardCharsets.ISO_8859_1)));
      log.sync();
    }
  }

  private boolean keeps(RefName name) {
    return switch (kept) {
      case THERE -> false;
      case USUAL -> USUAL.stream().anyMatch(name::startsWith);
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
