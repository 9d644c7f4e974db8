package got.cli.local;

import got.cli.local.GotConfFile.Remote;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the files of a repository say of a remote. Text is decoded as UTF-8.
 *
 * <p>A refspec of git's config counts where it says what -a, -b, -m or -R say. Another one is
 * refused: a fetch that leaves it out would do something else than git. git's {@code insteadOf},
 * {@code tagOpt} and {@code prune} are not looked at.
 *
 * @param all all branches
 * @param everything in a mirror, all below {@code refs/}
 * @param whole if nothing is fetched but what is named here; otherwise a branch that nobody has to
 *     name, if none is named
 * @param branches names with or without {@code refs/heads/}
 * @param directories of branches below {@code refs/heads/}, all of which are meant
 * @param references names with or without {@code refs/}
 */
public record RemoteSettings(
    Address address,
    boolean all,
    boolean mirror,
    boolean everything,
    boolean whole,
    List<String> branches,
    List<String> directories,
    List<String> references) {
  private static final String HEADS = "refs/heads/";
  private static final String REFS = "refs/";
  private static final String TAGS = "refs/tags/*:refs/tags/*";

  /** Where it is. */
  public sealed interface Address {
    /** As git has it. */
    record Url(String url) implements Address {}

    /** As got.conf has it. */
    record Parts(String protocol, String server, String port, String path) implements Address {
      /** An IPv6 address gets its brackets; a path relative to the home is in scp's form. */
      public String url() {
        String user = server.contains("@") ? server.substring(0, server.lastIndexOf('@') + 1) : "";
        String host = server.substring(user.length());
        String bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        boolean relative = !path.startsWith("/") && !path.startsWith("~");
        if (relative && protocol.endsWith("ssh")) {
          return user + (port.isEmpty() ? bracketed : "[" + host + ":" + port + "]") + ":" + path;
        }
        String colon = port.isEmpty() ? "" : ":" + port;
        String slash = path.startsWith("/") ? "" : "/";
        return protocol + "://" + user + bracketed + colon + slash + path.replace("%", "%25");
      }
    }
  }

  /** Empty if no file has it. */
  public static Optional<RemoteSettings> find(LocalRepository repository, String name)
      throws Failure {
    String latin1 = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    try {
      for (String text : repository.gotConfs()) {
        Optional<Remote> remote = GotConfFile.parse("got.conf", text).remote(latin1);
        if (remote.isPresent()) {
          return Optional.of(of(name, remote.get()));
        }
      }
      return of(name, latin1, repository.config());
    } catch (ConfigException e) {
      throw new Failure(ExitCode.FAILED, e.reason());
    }
  }

  /** Of all remotes that some file has; one byte per char. */
  public static Set<String> names(LocalRepository repository) throws Failure {
    Set<String> names = new LinkedHashSet<>(repository.config().subsections("remote"));
    try {
      for (String text : repository.gotConfs()) {
        names.addAll(GotConfFile.parse("got.conf", text).names());
      }
    } catch (ConfigException e) {
      throw new Failure(ExitCode.FAILED, e.reason());
    }
    return names;
  }

  private static String utf8(String latin1) {
    return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  static RemoteSettings of(String name, Remote remote) throws ConfigException {
    Map<String, String> values = remote.values();
    for (String key : List.of("server", "repository")) {
      if (!values.containsKey(key)) {
        throw new ConfigException("got.conf: remote \"" + name + "\" has no " + key);
      }
    }
    return new RemoteSettings(
        new Address.Parts(
            utf8(values.getOrDefault("protocol", "ssh")),
            utf8(values.getOrDefault("server", "")),
            utf8(values.getOrDefault("port", "")),
            utf8(values.getOrDefault("repository", ""))),
        remote.all(),
        remote.mirror(),
        false,
        false,
        remote.branches().stream().map(RemoteSettings::utf8).toList(),
        List.of(),
        remote.references().stream().map(RemoteSettings::utf8).toList());
  }

  static Optional<RemoteSettings> of(String name, String latin1, ConfigFile config)
      throws ConfigException {
    // An empty one takes back those before it; of the rest git fetches from the first one.
    List<String> urls = config.all("remote", latin1, "url");
    int first = urls.lastIndexOf("") + 1;
    if (first == urls.size()) {
      return Optional.empty();
    }
    Refspecs refspecs = new Refspecs(name);
    List<String> lines = config.all("remote", latin1, "fetch");
    for (String refspec : lines) {
      refspecs.add(utf8(refspec));
    }
    return Optional.of(
        new RemoteSettings(
            new Address.Url(utf8(urls.get(first))),
            refspecs.all,
            refspecs.mirror,
            refspecs.everything,
            !lines.isEmpty(),
            List.copyOf(refspecs.branches),
            List.copyOf(refspecs.directories),
            List.copyOf(refspecs.references)));
  }

  /** What refspecs say together. */
  private static final class Refspecs {
    private final String name;
    private final List<String> branches = new ArrayList<>();
    private final List<String> directories = new ArrayList<>();
    private final List<String> references = new ArrayList<>();
    private boolean all;
    private boolean mirror;
    private boolean everything;
    private boolean remembers;

    Refspecs(String name) {
      this.name = name;
    }

    void add(String refspec) throws ConfigException {
      String plain = refspec.startsWith("+") ? refspec.substring(1) : refspec;
      int colon = plain.indexOf(':');
      String from = colon < 0 ? plain : plain.substring(0, colon);
      String to = colon < 0 ? "" : plain.substring(colon + 1);
      String directory = "refs/remotes/" + name + "/";
      if (plain.equals(TAGS)) {
        return; // Tags are fetched in any case.
      }
      boolean branch = from.startsWith(HEADS);
      if (from.equals(to) && from.startsWith(REFS)) {
        mirror = true;
      } else if (branch && to.equals(directory + from.substring(HEADS.length()))) {
        remembers = true;
      } else if (from.startsWith(REFS) && to.equals(directory + from.substring(REFS.length()))) {
        // As -R has it, also if it is a branch.
        remembers = true;
        branch = false;
      } else {
        throw unknown(refspec);
      }
      if (mirror == remembers || (remembers && from.equals("refs/*"))) {
        throw unknown(refspec);
      }
      source(refspec, from, branch);
    }

    private void source(String refspec, String from, boolean branch) throws ConfigException {
      if (from.equals("refs/*")) {
        all = true;
        everything = true;
        return;
      }
      if (branch && from.equals(HEADS + "*")) {
        all = true;
        return;
      }
      boolean below = from.endsWith("/*");
      String path = below ? from.substring(0, from.length() - 2) : from;
      if (path.contains("*")) {
        throw unknown(refspec);
      }
      if (branch) {
        (below ? directories : branches).add(path);
      } else {
        references.add(path);
      }
    }

    private ConfigException unknown(String refspec) {
      return new ConfigException(
          "config: remote \"" + name + "\": got cannot fetch by this refspec: " + refspec);
    }
  }
}
