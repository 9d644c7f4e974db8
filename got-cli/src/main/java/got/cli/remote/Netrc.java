package got.cli.remote;

import got.cli.files.HeldFile;
import got.cli.files.Status;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import got.cli.say.Phrase;
import got.ipc.http.Authorization;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The file of --netrc-file: who we are for which host.
 *
 * <pre>
 *   machine git.example.org login anna password "a \"quoted\" word"   # a comment
 *   machine [2001:db8::1]:8443 login anna password word
 * </pre>
 *
 * <p>Words are as curl(1) reads them. Everything else is more strict, because a password that goes
 * to the wrong server is lost: an entry without a port is for the usual port only; there is no
 * {@code default} for all hosts that are not named, and there are no macros, which ftp(1) would
 * run.
 *
 * <p>No message about the file quotes it: a word in the wrong place may be the password.
 */
public final class Netrc {
  public static final Netrc NONE = new Netrc(List.of());

  /** Bytes of the file. */
  static final int BYTES = 64 * 1024;

  private static final int ROOT = 0;
  private static final int OTHERS = 07;
  private static final int GROUP = 070;

  private final List<NetrcParser.Entry> entries;

  private Netrc(List<NetrcParser.Entry> entries) {
    this.entries = entries;
  }

  /**
   * @throws Failure if the file cannot be read, others can read it, or it holds anything but
   *     entries
   */
  public static Netrc read(Path path) throws Failure {
    try {
      return read(path, HeldFile.user(), ROOT);
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, FileErrors.text(path, e));
    }
  }

  /**
   * @param user whose file it has to be, if it is not {@code root}'s
   */
  static Netrc read(Path path, int user, int root) throws Failure {
    try (HeldFile file = HeldFile.open(path)) {
      requirePrivate(path, file, user, root);
      long length = file.length();
      if (length > BYTES) {
        throw Phrase.NETRC.failure(path, "more than " + BYTES + " bytes");
      }
      return parse(path, file.read(0, (int) length));
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, FileErrors.text(path, e));
    }
  }

  private static void requirePrivate(Path path, HeldFile file, int user, int root)
      throws Failure, IOException {
    Status status = file.status();
    if (!status.isRegular()) {
      throw Phrase.NETRC.failure(path, "not a regular file");
    }
    if (status.user() != user && status.user() != root) {
      throw Phrase.NETRC.failure(path, "belongs to another user");
    }
    // systemd(1) lets one user read root's file by an access list; the bits of the group show that.
    boolean isListed = status.user() == root && file.hasAccessList();
    if ((status.mode() & (isListed ? OTHERS : OTHERS | GROUP)) != 0) {
      throw Phrase.NETRC.withHint("chmod 600 " + path, path, "others can read or write it");
    }
  }

  static Netrc parse(Path path, byte[] bytes) throws Failure {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new Netrc(NetrcParser.parse(path, text));
    } catch (CharacterCodingException e) {
      throw Phrase.NETRC.failure(path, "not UTF-8");
    }
  }

  /**
   * @param usualPort of an entry that names none
   * @return nothing if there is no entry for exactly this host and port
   */
  public Authorization find(String host, int port, int usualPort) {
    for (NetrcParser.Entry entry : entries) {
      int entryPort = entry.port() == 0 ? usualPort : entry.port();
      if (entry.host().equalsIgnoreCase(host) && entryPort == port) {
        return entry.authorization();
      }
    }
    return Authorization.NONE;
  }
}
