package got.cli.repository;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import got.cli.refs.PackedRefs;
import got.cli.refs.RefSelection;
import got.cli.refs.Refs;
import got.cli.refs.Selection;
import got.cli.remote.RepositoryUrl;
import got.cli.remote.UrlFuzz;
import got.cli.say.Failure;
import got.fuzz.Allocation;
import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes config and got.conf, and reads both again as git and Game of Trees do.
 *
 * <p>The first byte of an input says what was asked for; then follow lines: a URL, and names of
 * references, which the server has too. Those that begin with {@code +} are named by the user. Only
 * a {@link Failure} may come out, and what is written is read back as the value that it was.
 * Memory: {@link #MOST_MEMORY}, and {@link #MEMORY_PER_BYTE} for each byte.
 */
public final class ConfigFuzz {
  private static final long MOST_MEMORY = 64 << 10;
  private static final long MEMORY_PER_BYTE = 512;

  private ConfigFuzz() {}

  /** What is asked for, and what the server has. */
  private record Wish(
      RepositoryUrl url, RefSelection options, HashAlgorithm algorithm, List<RemoteRef> server) {}

  /** Both files, and what they are made of. */
  private record Written(Wish wish, Selection selection, String gotConf, String config) {}

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    accepts(input);
  }

  public static boolean accepts(byte[] input) throws Exception {
    if (input.length == 0) {
      return false;
    }
    Wish wish = wish(input[0], new String(input, 1, input.length - 1, UTF_8).split("\n", -1));
    if (wish == null) {
      return false;
    }
    Written written =
        Allocation.within(MOST_MEMORY + MEMORY_PER_BYTE * input.length, () -> write(wish));
    if (written == null) {
      return false;
    }
    same(GitConfigReader.read(written.config), settings(written));
    same(GotConfReader.tokens(written.gotConf), tokens(written));
    return true;
  }

  private static @Nullable Wish wish(int asked, String[] lines) {
    RepositoryUrl url = UrlFuzz.parse(lines[0]);
    boolean all = (asked & 1) != 0;
    List<String> branches = new ArrayList<>();
    List<String> references = new ArrayList<>();
    List<RemoteRef> server = new ArrayList<>();
    HashAlgorithm algorithm = (asked & 4) == 0 ? HashAlgorithm.SHA1 : HashAlgorithm.SHA256;
    for (int i = 1; i < lines.length; i++) {
      boolean isNamed = lines[i].startsWith("+");
      String name = isNamed ? lines[i].substring(1) : lines[i];
      try {
        RefName ref = RefName.check(name);
        server.add(
            ref.equals(RefName.HEAD)
                ? new RemoteRef.Unborn(ref, RefName.check("refs/heads/trunk"))
                : new RemoteRef.Direct(ref, Refs.id(algorithm, i)));
      } catch (BadValueException e) {
        // The user may ask for it all the same.
      }
      if (isNamed) {
        boolean isBranch = name.startsWith("refs/heads/") && !all;
        (isBranch ? branches : references).add(name);
      }
    }
    try {
      RefSelection options = RefSelection.of(all, branches, references, (asked & 2) != 0);
      return url == null ? null : new Wish(url, options, algorithm, server);
    } catch (Failure e) {
      return null;
    }
  }

  private static @Nullable Written write(Wish wish) {
    try {
      Selection selection = wish.options.select(PackedRefs.of(wish.algorithm, wish.server));
      byte[] gotConf = GotConf.bytes(wish.url, wish.options, selection);
      byte[] config = GitConfig.bytes(wish.url, wish.options, selection);
      return new Written(
          wish, selection, new String(gotConf, ISO_8859_1), new String(config, ISO_8859_1));
    } catch (Failure e) {
      return null;
    }
  }

  private static List<String> settings(Written written) {
    Wish wish = written.wish;
    List<String> settings = new ArrayList<>();
    boolean isSha1 = wish.algorithm == HashAlgorithm.SHA1;
    settings.add("core.repositoryformatversion=" + (isSha1 ? 0 : 1));
    settings.add("core.filemode=true");
    settings.add("core.bare=true");
    if (!isSha1) {
      settings.add("extensions.objectformat=sha256");
    }
    settings.add("remote.origin.url=" + latin1(wish.url.gitUrl()));
    String fetch = "remote.origin.fetch=";
    if (wish.options.mirror()) {
      fetch += "+";
    }
    String to = wish.options.mirror() ? "refs/" : "refs/remotes/origin/";
    String heads = wish.options.mirror() ? "refs/heads/" : to;
    if (written.selection.branches().isEmpty()) {
      settings.add(fetch + "refs/heads/*:" + heads + "*");
    }
    for (RefName branch : written.selection.branches()) {
      settings.add(fetch + branch.latin1() + ":" + heads + after("refs/heads/", branch.latin1()));
    }
    for (RefName ref : wish.options.references()) {
      String name = ref.latin1();
      boolean isTag = name.equals("refs/tags") || name.startsWith("refs/tags/");
      boolean isThere = wish.server.stream().anyMatch(r -> r.name().equals(ref));
      String below = isThere ? "" : "/*";
      String own = isTag ? name : to + after("refs/", name);
      settings.add(fetch + name + below + ":" + own + below);
    }
    settings.add(fetch + "refs/tags/*:refs/tags/*");
    return settings;
  }

  private static List<String> tokens(Written written) {
    RepositoryUrl url = written.wish.url;
    RefSelection options = written.wish.options;
    List<String> tokens = new ArrayList<>(List.of("remote", "=origin", "{", "\n"));
    tokens.addAll(
        List.of("server", "=" + url.userAndHost(), "\n", "protocol", "=" + url.protocol()));
    tokens.add("\n");
    if (url.port() != 0) {
      tokens.addAll(List.of("port", "#" + url.port(), "\n"));
    }
    tokens.addAll(List.of("repository", "=" + latin1(url.path()), "\n"));
    if (!written.selection.branches().isEmpty()) {
      tokens.addAll(List.of("fetch", "{", "\n", "branch", "{"));
      written.selection.branches().forEach(b -> tokens.add("=" + after("refs/heads/", b.latin1())));
      tokens.addAll(List.of("}", "\n", "}", "\n"));
    }
    if (!options.references().isEmpty()) {
      tokens.addAll(List.of("reference", "{"));
      options.references().forEach(r -> tokens.add("=" + after("refs/", r.latin1())));
      tokens.addAll(List.of("}", "\n"));
    }
    if (options.mirror()) {
      tokens.addAll(List.of("mirror_references", "=yes", "\n"));
    }
    if (options.all()) {
      tokens.addAll(List.of("fetch_all_branches", "=yes", "\n"));
    }
    tokens.addAll(List.of("}", "\n"));
    return tokens;
  }

  private static String after(String prefix, String name) {
    if (!name.startsWith(prefix)) {
      throw new AssertionError(name);
    }
    return name.substring(prefix.length());
  }

  private static String latin1(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static void same(Object actual, Object expected) {
    if (!actual.equals(expected)) {
      throw new AssertionError(actual + " is not " + expected);
    }
  }
}
