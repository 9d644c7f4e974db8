package got.cli.repository;

import got.cli.refs.RefSelection;
import got.cli.refs.Selection;
import got.cli.remote.RepositoryUrl;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.RefName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The file got.conf of a new repository. Source: got.conf(5). */
public final class GotConf {
  /** What the parser of got.conf(5) takes as one string without quotes. */
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_:][A-Za-z0-9_:.@%+~-]*");

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  /** Words of got.conf(5), which are no strings. */
  private static final Set<String> KEYWORDS =
      Set.of(
          "allowed_signers",
          "author",
          "branch",
          "fetch",
          "fetch-all-branches",
          "fetch_all_branches",
          "mirror-references",
          "mirror_references",
          "port",
          "protocol",
          "reference",
          "remote",
          "repository",
          "revoked_signers",
          "send",
          "server",
          "signer_id");

  private GotConf() {}

  /**
   * @throws Failure if a value holds what got.conf(5) cannot express
   */
  public static byte[] bytes(RepositoryUrl url, RefSelection options, Selection selection)
      throws Failure {
    StringBuilder out = new StringBuilder("remote \"origin\" {\n");
    out.append("\tserver ").append(bare(url.userAndHost())).append('\n');
    out.append("\tprotocol ").append(url.protocol()).append('\n');
    if (url.port() != 0) {
      out.append("\tport ").append(url.port()).append('\n');
    }
    out.append("\trepository ").append(quoted(GitConfig.latin1(url.path()))).append('\n');
    if (!selection.branches().isEmpty()) {
      String branches = list(selection.branches(), RefSelection.HEADS.length());
      out.append("\tfetch {\n\t\tbranch ").append(branches).append("\n\t}\n");
    }
    if (!options.references().isEmpty()) {
      String references = list(options.references(), RefSelection.REFS.length());
      out.append("\treference ").append(references).append('\n');
    }
    if (options.mirror()) {
      out.append("\tmirror_references yes\n");
    }
    if (options.all()) {
      out.append("\tfetch_all_branches yes\n");
    }
    return out.append("}\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String list(List<RefName> names, int prefix) throws Failure {
    StringBuilder out = new StringBuilder("{ ");
    for (RefName name : names) {
      out.append(quoted(name.latin1From(prefix))).append(' ');
    }
    return out.append('}').toString();
  }

  /** Without quotes where the parser allows it, as got writes it. */
  private static String bare(String value) throws Failure {
    boolean plain =
        BARE.matcher(value).matches()
            && !NUMBER.matcher(value).matches()
            && !KEYWORDS.contains(value);
    return plain ? value : quoted(value);
  }

  /**
   * Within quotes a backslash means itself, except before a quote or the end of a line. So a value
   * that ends in a backslash would swallow the closing quote.
   */
  private static String quoted(String latin1) throws Failure {
    GitConfig.refuseControls(latin1);
    if (latin1.endsWith("\\")) {
      throw Phrase.NOT_FOR_GOT_CONF.failure(latin1);
    }
    return "\"" + latin1.replace("\"", "\\\"") + "\"";
  }
}
