package got.cli.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import got.cli.say.Failure;
import got.fuzz.Allocation;
import got.ipc.Limits;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes a URL apart.
 *
 * <p>Only a {@link BadUrlException} may come out. What is accepted has parts without control
 * characters, none of which could be an option; git's form of it is the same repository when it is
 * read again; ssh(1) gets one host, and a command whose path is one word for a shell. Memory:
 * {@link #MOST_MEMORY}, and {@link #MEMORY_PER_BYTE} for each byte.
 */
public final class UrlFuzz {
  private static final long MOST_MEMORY = 16 << 10;
  private static final long MEMORY_PER_BYTE = 128;

  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._+~:%][A-Za-z0-9._+~:%-]*");
  private static final Pattern USER = Pattern.compile("(?:[A-Za-z0-9._+~][A-Za-z0-9._+~@-]*)?");

  /** Single quotes, and between them what a shell would see otherwise. */
  private static final Pattern QUOTED =
      Pattern.compile("'((?:[^'!]|'\\\\['!]')*+)'", Pattern.DOTALL);

  private UrlFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    accepts(input);
  }

  public static boolean accepts(byte[] input) throws Exception {
    String text = new String(input, UTF_8);
    RepositoryUrl url =
        Allocation.within(MOST_MEMORY + MEMORY_PER_BYTE * input.length, () -> parse(text));
    if (url == null) {
      return false;
    }
    String path = url.path();
    require(url, USER.matcher(url.user()).matches(), "user");
    require(url, HOST.matcher(url.host()).matches(), "host");
    require(url, url.port() >= 0 && url.port() <= 65535, "port");
    require(url, !path.isEmpty() && !path.startsWith("-") && isText(path), "path");
    require(url, path.getBytes(UTF_8).length <= Limits.PATH, "length of the path");
    require(url, !url.name().isEmpty() && url.name().indexOf('/') < 0, "name");
    require(url, isText(url.gitUrl()) && isText(url.hostAndPort()), "text");
    RepositoryUrl again = parse(url.gitUrl());
    require(url, url.equals(again), "read again as " + again);
    checkSsh(url);
    return true;
  }

  public static @Nullable RepositoryUrl parse(String text) {
    try {
      return RepositoryUrl.parse(text);
    } catch (BadUrlException e) {
      return null;
    }
  }

  private static void checkSsh(RepositoryUrl url) throws Failure {
    List<String> words = Ssh.command(url, SshOptions.NONE, 0, Map.of()).words();
    int dashes = words.indexOf("--");
    require(url, dashes == words.size() - 3, "number of arguments");
    require(url, words.get(dashes + 1).equals(url.userAndHost()), "host");
    require(url, !words.get(dashes + 1).startsWith("-"), "host");
    String command = words.getLast();
    require(url, command.startsWith("git-upload-pack '"), "command");
    String word = command.substring("git-upload-pack ".length());
    require(url, QUOTED.matcher(word).matches(), "quoting of " + word);
    String path = word.substring(1, word.length() - 1).replaceAll("'\\\\(['!])'", "$1");
    require(url, path.equals(url.path()), "path for the shell: " + path);
  }

  private static boolean isText(String text) {
    return !CONTROL.matcher(text).find();
  }

  private static void require(RepositoryUrl url, boolean good, String what) {
    if (!good) {
      throw new AssertionError(what + " of " + url);
    }
  }
}
