package got.cli.local;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The remotes of a file got.conf, with what its other settings are skipped over. Source:
 * got.conf(5).
 *
 * <p>An unknown word is an error, and so is a second remote of the same name.
 */
final class GotConfFile {
  private static final Set<String> TEXTS =
      Set.of("author", "allowed_signers", "revoked_signers", "signer_id");
  private static final Set<String> ADDRESS = Set.of("server", "protocol", "port", "repository");

  private final GotConfWords words;
  private final Map<String, Remote> remotes = new LinkedHashMap<>();

  /**
   * A remote, its block {@code fetch} taken into account.
   *
   * @param values of server, protocol, port and repository
   */
  record Remote(
      Map<String, String> values,
      List<String> branches,
      List<String> references,
      boolean all,
      boolean mirror) {}

  private GotConfFile(GotConfWords words) {
    this.words = words;
  }

  /**
   * @param file for messages
   * @param latin1 its content, one byte per char
   */
  static GotConfFile parse(String file, String latin1) throws ConfigException {
    GotConfFile conf = new GotConfFile(new GotConfWords(file, latin1));
    conf.read();
    return conf;
  }

  Optional<Remote> remote(String name) {
    return Optional.ofNullable(remotes.get(name));
  }

  /** Of all remotes in it. */
  Set<String> names() {
    return Collections.unmodifiableSet(remotes.keySet());
  }

  private void read() throws ConfigException {
    while (words.hasNext()) {
      String word = words.keyword();
      if (word.equals("remote")) {
        remote();
      } else if (TEXTS.contains(word)) {
        String ignored = words.text();
      } else {
        throw words.bad("unknown setting " + word);
      }
      words.endOfLine();
    }
  }

  private void remote() throws ConfigException {
    String name = words.text();
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> fetch = new LinkedHashMap<>();
    List<String> branches = new ArrayList<>();
    List<String> fetchBranches = new ArrayList<>();
    List<String> references = new ArrayList<>();
    boolean all = false;
    boolean mirror = false;
    words.open();
    while (!words.closes()) {
      String word = words.keyword();
      switch (word) {
        case "branch" -> branches.addAll(words.list());
        case "reference" -> references.addAll(words.list());
        case "fetch_all_branches", "fetch-all-branches" -> all = words.yes();
        case "mirror_references", "mirror-references" -> mirror = words.yes();
        case "fetch" -> block(fetch, fetchBranches);
        // What is sent, and where to, is not fetched.
        case "send" -> block(new LinkedHashMap<>(), new ArrayList<>());
        default -> address(word, values);
      }
    }
    values.putAll(fetch);
    Remote remote =
        new Remote(
            Map.copyOf(values),
            List.copyOf(fetchBranches.isEmpty() ? branches : fetchBranches),
            List.copyOf(references),
            all,
            mirror);
    if (remotes.put(name, remote) != null) {
      throw words.bad("remote \"" + name + "\" is there twice");
    }
  }

  private void block(Map<String, String> values, List<String> branches) throws ConfigException {
    words.open();
    while (!words.closes()) {
      String word = words.keyword();
      if (word.equals("branch")) {
        branches.addAll(words.list());
      } else {
        address(word, values);
      }
    }
  }

  private void address(String word, Map<String, String> values) throws ConfigException {
    if (!ADDRESS.contains(word)) {
      throw words.bad("unknown setting " + word);
    }
    if (values.put(word, words.text()) != null) {
      throw words.bad(word + " is there twice");
    }
  }
}
