package got.packaging.clone;

import static org.assertj.core.api.Assertions.assertThat;

import got.packaging.support.Git;
import got.packaging.support.SmallRepositoryFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The configuration of a clone is for what comes after it: the server changes, git fetches in the
 * clone, and sees what got would.
 */
class FetchAfterwardsTest extends SmallRepositoryFixture {
  private static final String TAGS = "refs/tags/*:refs/tags/*";
  private static final String ALL = "refs/heads/*:refs/remotes/origin/*";
  private static final List<String> NOTHING_MORE = List.of();

  private String first;

  /** What the server is when it is cloned. */
  enum Server {
    /** Branches dev, main, topic/one; HEAD is main; below refs/hoo and refs/hidden one each. */
    NORMAL,
    /** HEAD is the commit of dev. */
    DETACHED,
    /** HEAD is no branch's commit. */
    DETACHED_ELSEWHERE,
    /** HEAD is a branch that there is not. */
    DANGLING,
    /** HEAD is branch main, and nothing is there. */
    EMPTY,
    /** HEAD is branch trunk, and nothing is there. */
    UNBORN,
    /** HEAD is branch trunk, and only tags are there. */
    ONLY_TAGS,
    /** HEAD is a commit, and only tags are there. */
    ONLY_TAGS_DETACHED,
  }

  /**
   * One clone.
   *
   * @param gotConf what follows the repository in got.conf
   * @param refspecs what config has to say
   * @param follows what the clone has to have after the fetch: the server's name and its own; every
   *     tag is to be there too
   */
  record Kind(
      Server server,
      List<String> options,
      List<String> gotConf,
      List<String> refspecs,
      List<String> follows) {
    boolean isMirror() {
      return options.contains("-m");
    }

    @Override
    public String toString() {
      return server + " " + String.join(" ", options);
    }
  }

  private static Kind normal(
      String options, List<String> gotConf, String refspecs, String... follows) {
    return of(Server.NORMAL, options, gotConf, refspecs, follows);
  }

  private static Kind of(
      Server server, String options, List<String> gotConf, String refspecs, String... follows) {
    List<String> words = options.isEmpty() ? List.of() : List.of(options.split(" ", -1));
    String tags = (words.contains("-m") ? "+" : "") + TAGS;
    List<String> specs = List.of((refspecs + " " + tags).split(" ", -1));
    return new Kind(server, words, gotConf, specs, List.of(follows));
  }

  private static List<String> branch(String names, String... more) {
    return Stream.concat(Stream.of("fetch {", "\tbranch { " + names + " }", "}"), Stream.of(more))
        .toList();
  }

  static Stream<Kind> kinds() {
    String main = "refs/heads/main:refs/remotes/origin/main";
    String later = "refs/heads/later:refs/remotes/origin/later";
    return Stream.of(
        normal("", branch("\"main\""), main, main),
        normal("-a", List.of("fetch_all_branches yes"), ALL, main, later),
        normal(
            "-b topic/one -b main",
            branch("\"main\" \"topic/one\""),
            main + " refs/heads/topic/one:refs/remotes/origin/topic/one",
            main,
            "refs/heads/topic/one:refs/remotes/origin/topic/one"),
        normal(
            "-m",
            branch("\"main\"", "mirror_references yes"),
            "+refs/heads/main:refs/heads/main",
            "refs/heads/main:refs/heads/main"),
        normal(
            "-m -a",
            List.of("mirror_references yes", "fetch_all_branches yes"),
            "+refs/heads/*:refs/heads/*",
            "refs/heads/main:refs/heads/main",
            "refs/heads/later:refs/heads/later"),
        normal(
            "-R hoo/x",
            branch("\"main\"", "reference { \"hoo/x\" }"),
            main + " refs/hoo/x:refs/remotes/origin/hoo/x",
            main,
            "refs/hoo/x:refs/remotes/origin/hoo/x"),
        normal(
            "-R refs/hoo/",
            branch("\"main\"", "reference { \"hoo\" }"),
            main + " refs/hoo/*:refs/remotes/origin/hoo/*",
            main,
            "refs/hoo/x:refs/remotes/origin/hoo/x",
            "refs/hoo/later/y:refs/remotes/origin/hoo/later/y"),
        normal(
            "-R heads -R tags",
            branch("\"main\"", "reference { \"heads\" \"tags\" }"),
            main + " refs/heads/*:refs/remotes/origin/heads/* " + TAGS,
            main,
            "refs/heads/later:refs/remotes/origin/heads/later"),
        normal(
            "-m -R hoo/x",
            branch("\"main\"", "reference { \"hoo/x\" }", "mirror_references yes"),
            "+refs/heads/main:refs/heads/main +refs/hoo/x:refs/hoo/x",
            "refs/heads/main:refs/heads/main",
            "refs/hoo/x:refs/hoo/x"),
        normal(
            "-m -R hoo",
            branch("\"main\"", "reference { \"hoo\" }", "mirror_references yes"),
            "+refs/heads/main:refs/heads/main +refs/hoo/*:refs/hoo/*",
            "refs/heads/main:refs/heads/main",
            "refs/hoo/x:refs/hoo/x",
            "refs/hoo/later/y:refs/hoo/later/y"),
        of(
            Server.DETACHED,
            "",
            branch("\"dev\""),
            "refs/heads/dev:refs/remotes/origin/dev",
            "refs/heads/dev:refs/remotes/origin/dev"),
        of(Server.DETACHED_ELSEWHERE, "", NOTHING_MORE, ALL, main, later),
        of(Server.DANGLING, "", NOTHING_MORE, ALL, main, later),
        of(Server.EMPTY, "", NOTHING_MORE, ALL, main, later),
        of(
            Server.EMPTY,
            "-m",
            List.of("mirror_references yes"),
            "+refs/heads/*:refs/heads/*",
            "refs/heads/later:refs/heads/later"),
        of(Server.UNBORN, "", NOTHING_MORE, ALL, main, later),
        of(Server.ONLY_TAGS, "", NOTHING_MORE, ALL, main, later),
        of(Server.ONLY_TAGS, "-a", List.of("fetch_all_branches yes"), ALL, main, later),
        of(Server.ONLY_TAGS_DETACHED, "", NOTHING_MORE, ALL, main, later));
  }

  @BeforeEach
  void rememberTheFirstCommit() throws Exception {
    first = id("main~2");
  }

  private void prepare(Server server) throws Exception {
    switch (server) {
      case NORMAL -> {
        // As it was made.
      }
      case DETACHED -> Git.run(source, "update-ref", "--no-deref", "HEAD", id("dev"));
      case DETACHED_ELSEWHERE -> Git.run(source, "update-ref", "--no-deref", "HEAD", first);
      case DANGLING -> Git.run(source, "symbolic-ref", "HEAD", "refs/heads/gone");
      case EMPTY -> deleteAll("refs/");
      case UNBORN -> {
        Git.run(source, "symbolic-ref", "HEAD", "refs/heads/trunk");
        deleteAll("refs/");
      }
      case ONLY_TAGS -> {
        Git.run(source, "symbolic-ref", "HEAD", "refs/heads/trunk");
        deleteAll("refs/heads/");
      }
      case ONLY_TAGS_DETACHED -> {
        Git.run(source, "update-ref", "--no-deref", "HEAD", first);
        deleteAll("refs/heads/");
      }
    }
  }

  private void deleteAll(String prefix) throws Exception {
    String format = "--format=delete %(refname)";
    String all = Git.run(source, "for-each-ref", format, prefix);
    Git.feed(source, all, "update-ref", "--stdin");
  }

  /** Every branch and what is below refs/hoo goes on; a branch, a reference and a tag come. */
  private void change(boolean isForced) throws Exception {
    StringBuilder stream = new StringBuilder();
    Map<String, String> refs = refs(source);
    Stream.of("refs/heads/main", "refs/heads/dev", "refs/heads/topic/one", "refs/hoo/x")
        .forEach(ref -> stream.append(commit(ref, isForced ? "" : refs.getOrDefault(ref, ""))));
    stream.append(commit("refs/heads/later", "")).append(commit("refs/hoo/later/y", ""));
    stream.append("reset refs/tags/later\nfrom refs/heads/later\n\n");
    if (isForced) {
      stream.append("reset refs/tags/plain\nfrom refs/heads/later\n\n");
    }
    Git.feed(source, stream.toString(), "fast-import", "--quiet", "--force");
  }

  private static String commit(String ref, String parent) {
    String from = parent.isEmpty() ? "" : "from " + parent + "\n";
    return "commit %s\ncommitter T <t@example.org> 1800000000 +0000\ndata 2\nd\n%s"
            .formatted(ref, from)
        + "M 100644 inline later.txt\ndata %d\n%s\n".formatted(ref.length(), ref);
  }

  private static Map<String, String> refs(Path repository) throws Exception {
    Map<String, String> refs = new TreeMap<>();
    String format = "--format=%(refname) %(objectname)";
    for (String line : Git.run(repository, "for-each-ref", format).lines().toList()) {
      refs.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1));
    }
    return refs;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void gitFetchSeesWhatTheServerHasSince(Kind kind) throws Exception {
    prepare(kind.server());
    assertThat(got(kind.options().toArray(String[]::new)).status()).isZero();
    assertThat(clone.text("config"))
        .isEqualTo(expected.config(kind.refspecs().toArray(String[]::new)));
    assertThat(clone.text("got.conf"))
        .isEqualTo(expected.gotConf(kind.gotConf().toArray(String[]::new)));
    Map<String, String> before = refs(clone.path());

    change(kind.isMirror());
    Git.run(clone.path(), "fetch");

    Map<String, String> server = refs(source);
    Map<String, String> after = kind.isMirror() ? new TreeMap<>() : own(before);
    for (String follows : kind.follows()) {
      String own = follows.substring(follows.indexOf(':') + 1);
      String theirs = follows.substring(0, follows.indexOf(':'));
      assertThat(server.get(theirs)).as(theirs).isNotNull().isNotEqualTo(before.get(own));
      after.put(own, server.get(theirs));
    }
    server.forEach((name, id) -> putIf(name.startsWith("refs/tags/"), after, name, id));
    assertThat(refs(clone.path())).containsAllEntriesOf(after);
    assertThat(Git.run(clone.path(), "fsck", "--strict")).doesNotContain("error", "missing");
  }

  private static void putIf(boolean wanted, Map<String, String> map, String key, String value) {
    if (wanted) {
      map.put(key, value);
    }
  }

  private static Map<String, String> own(Map<String, String> refs) {
    Map<String, String> own = new TreeMap<>(refs);
    own.keySet().removeIf(name -> !name.startsWith("refs/heads/"));
    return own;
  }
}
