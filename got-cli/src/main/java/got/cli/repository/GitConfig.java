package got.cli.repository;

import got.cli.refs.RefSelection;
import got.cli.refs.Selection;
import got.cli.remote.RepositoryUrl;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.HashAlgorithm;
import got.ipc.RefName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The file config of a new repository. Source: git-config(1). */
public final class GitConfig {
  /** What would end a value, start a comment, or be trimmed. */
  private static final Pattern NEEDS_QUOTES =
      Pattern.compile(".*[\"\\\\#;].*| .*|.* ", Pattern.DOTALL);

  private static final String ORIGIN = "refs/remotes/origin/";

  private GitConfig() {}

  /**
   * @throws Failure if a value holds a control character
   */
  public static byte[] bytes(RepositoryUrl url, RefSelection options, Selection selection)
      throws Failure {
    boolean sha1 = selection.algorithm() == HashAlgorithm.SHA1;
    StringBuilder out = new StringBuilder("[core]\n");
    out.append("\trepositoryformatversion = ").append(sha1 ? 0 : 1).append('\n');
    out.append("\tfilemode = true\n");
    out.append("\tbare = true\n");
    if (!sha1) {
      out.append("[extensions]\n");
      out.append("\tobjectformat = ").append(selection.algorithm().gitName()).append('\n');
    }
    out.append("\n[remote \"origin\"]\n");
    value(out, "url", latin1(url.gitUrl()));
    for (String refspec : refspecs(options, selection)) {
      value(out, "fetch", refspec);
    }
    return out.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * What git-fetch(1) is to follow. A mirror is to be as the server is, also where the server goes
   * back, so git has to force its references.
   */
  private static List<String> refspecs(RefSelection options, Selection selection) {
    String force = options.mirror() ? "+" : "";
    String heads = options.mirror() ? RefSelection.HEADS : ORIGIN;
    List<String> refspecs = new ArrayList<>();
    if (selection.branches().isEmpty()) {
      refspecs.add(force + "refs/heads/*:" + heads + "*");
    }
    for (RefName branch : selection.branches()) {
      String name = branch.latin1From(RefSelection.HEADS.length());
      refspecs.add(force + branch.latin1() + ":" + heads + name);
    }
    for (RefName reference : options.references()) {
      boolean inPlace = options.mirror() || RefSelection.covers("refs/tags", reference);
      String refs = inPlace ? RefSelection.REFS : ORIGIN;
      String name = reference.latin1From(RefSelection.REFS.length());
      String below = selection.directories().contains(reference) ? "/*" : "";
      refspecs.add(force + reference.latin1() + below + ":" + refs + name + below);
    }
    refspecs.add(force + "refs/tags/*:refs/tags/*");
    return refspecs;
  }

  private static void value(StringBuilder out, String key, String latin1) throws Failure {
    refuseControls(latin1);
    String value =
        NEEDS_QUOTES.matcher(latin1).matches()
            ? "\"" + latin1.replace("\\", "\\\\").replace("\"", "\\\"") + "\""
            : latin1;
    out.append('\t').append(key).append(" = ").append(value).append('\n');
  }

  /** A line feed in a value would be a setting of the server's choice. */
  static void refuseControls(String latin1) throws Failure {
    if (latin1.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw Phrase.CONTROL_CHARACTER.failure(latin1);
    }
  }

  /** UTF-8, one byte per char, as {@link RefName} keeps its bytes. */
  static String latin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
