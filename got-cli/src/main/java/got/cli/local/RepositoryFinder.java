package got.cli.local;

import got.cli.files.HeldFile;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which directory is meant: what the command line names, or the work tree or repository that the
 * current directory is in. It only looks; {@link LocalRepository} checks what it opens.
 */
public final class RepositoryFinder {
  /** Of a file that names a repository; more is no path. */
  private static final int PATH_BYTES = 8192;

  private static final String GIT = ".git";
  private static final String LINK = "gitdir:";

  /**
   * @param gitDirectory with HEAD, and mostly all the rest
   * @param workTree of got, if the repository was found from one
   */
  public record Found(Path gitDirectory, Optional<Path> workTree) {}

  private RepositoryFinder() {}

  /**
   * @param typed as given with -r: a repository, or a work tree of git
   */
  public static Found at(Path typed) throws Failure {
    return inside(plain(typed.toAbsolutePath()))
        .map(path -> new Found(path, Optional.empty()))
        .orElseThrow(() -> none(typed));
  }

  /**
   * @param start where to begin, and then upwards
   */
  public static Found from(Path start) throws Failure {
    Path from = plain(start.toAbsolutePath());
    for (Path p = from; p != null; p = p.getParent()) {
      Path got = p.resolve(".got").resolve("repository");
      if (Files.isRegularFile(got, LinkOption.NOFOLLOW_LINKS)) {
        Path repository = resolved(p, firstLine(got));
        Path workTree = p;
        return inside(repository)
            .map(path -> new Found(path, Optional.of(workTree)))
            .orElseThrow(() -> none(repository));
      }
      Optional<Path> found = inside(p);
      if (found.isPresent()) {
        return new Found(found.get(), Optional.empty());
      }
    }
    throw none(from);
  }

  /** Without {@code ..}, which behind a link does not lead back to where the link is. */
  private static Path plain(Path absolute) {
    for (Path name : absolute) {
      if (name.toString().equals("..")) {
        try {
          return absolute.toRealPath();
        } catch (IOException e) {
          break; // It is not there, and whoever opens it says so.
        }
      }
    }
    return absolute.normalize();
  }

  private static Optional<Path> inside(Path path) throws Failure {
    Path git = path.resolve(GIT);
    if (Files.isRegularFile(git)) {
      String line = firstLine(target(git));
      if (!line.startsWith(LINK)) {
        throw new Failure(ExitCode.FAILED, git + ": names no repository");
      }
      return Optional.of(resolved(path, line.substring(LINK.length()).strip()));
    }
    if (isRepository(git)) {
      return Optional.of(git);
    }
    return isRepository(path) ? Optional.of(path) : Optional.empty();
  }

  /** Where a link leads, which git follows here: what is there belongs to somebody, too. */
  private static Path target(Path file) throws Failure {
    try {
      return Files.isSymbolicLink(file) ? file.toRealPath() : file;
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, FileErrors.text(file, e));
    }
  }

  /** As git sees it. Source: gitrepository-layout(5). */
  private static boolean isRepository(Path path) {
    return Files.exists(path.resolve("HEAD"), LinkOption.NOFOLLOW_LINKS)
        && (Files.isDirectory(path.resolve("objects"))
            || Files.isRegularFile(path.resolve("commondir")))
        && (Files.exists(path.resolve("refs")) || Files.exists(path.resolve("commondir")));
  }

  static Path resolved(Path base, String path) throws Failure {
    try {
      return plain(base.resolve(path).toAbsolutePath());
    } catch (InvalidPathException e) {
      throw new Failure(ExitCode.FAILED, base + ": names no path: " + path);
    }
  }

  /**
   * Without the line feed.
   *
   * @throws Failure if the file belongs to another user, who could name any repository of ours
   */
  private static String firstLine(Path path) throws Failure {
    try {
      return firstLine(path, HeldFile.user());
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, FileErrors.text(path, e));
    }
  }

  /**
   * @param user whose rights count
   */
  static String firstLine(Path path, int user) throws Failure {
    try (HeldFile file = HeldFile.openOwn(path)) {
      int owner = file.status().user();
      if (owner != 0 && owner != user) {
        throw new Failure(
            ExitCode.FAILED,
            path + ": belongs to another user, who could name any repository",
            "-r names a repository");
      }
      long length = file.length();
      if (length > PATH_BYTES) {
        throw new Failure(ExitCode.FAILED, path + ": too long for a path");
      }
      String text = new String(file.read(0, (int) length), StandardCharsets.UTF_8);
      int end = text.indexOf('\n');
      return end < 0 ? text : text.substring(0, end);
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, FileErrors.text(path, e));
    }
  }

  private static Failure none(Path path) {
    return new Failure(ExitCode.FAILED, "no git repository found: " + path);
  }
}
