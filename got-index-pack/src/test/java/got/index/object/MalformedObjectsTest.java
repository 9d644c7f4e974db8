package got.index.object;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import got.ipc.HashAlgorithm;
import got.pack.ObjectType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of malformed objects, each judged by us and by git. */
class MalformedObjectsTest {
  private static final String ID = "1234567890123456789012345678901234567890";

  /** Of another type: git keeps in mind what each id was said to be. */
  private static final String PARENT = "abcdef7890123456789012345678901234567890";

  private static final String WHO = "A U Thor <a@example.org> 1112911993 +0200";
  private static final String TREE = "tree " + ID + "\n";
  private static final String AUTHOR = "author " + WHO + "\n";
  private static final String COMMITTER = "committer " + WHO + "\n";
  private static final String OBJECT = "object " + ID + "\n";
  private static final String TAGGER = "tagger " + WHO + "\n";

  /** Messages of git's for what we refuse. The others are for what we count, and named alike. */
  private static final Set<String> REFUSED =
      Set.of(
          "unterminatedHeader",
          "missingTree",
          "badTreeSha1",
          "badParentSha1",
          "missingAuthor",
          "missingCommitter",
          "missingObject",
          "badObjectSha1",
          "missingTypeEntry",
          "missingType",
          "badType",
          "missingTagEntry",
          "missingTag",
          "badTree",
          "fullPathname",
          "emptyName",
          "hasDot",
          "hasDotdot",
          "hasDotgit",
          "nullSha1",
          "duplicateEntries",
          "treeNotSorted");

  /** Where we and git 2.39 to 2.52 differ, and why. */
  private static final Map<String, String> DIFFERENCES =
      Map.of(
          "author: negative date",
          "git before 2.40 reads it as one too great",
          "committer: negative date",
          "the same",
          "mode of no known kind",
          "git takes it for a submodule; we cannot tell what it is",
          "mode of too many digits",
          "git drops the upper bits",
          "mode 100664",
          "git reports it only with --strict",
          "odd permissions",
          "git before 2.37.3 did not see them",
          "overlong name",
          "git reports it since 2.43",
          "nul in header",
          "git refuses it; nothing we read is cut short by a NUL",
          "bad gpgsig",
          "git reports it since 2.52; signatures are not looked at",
          ".gitmodules is a symbolic link",
          "git refuses it; submodules are never cloned");

  @TempDir private Path directory;

  private final List<Row> rows = new ArrayList<>();

  /**
   * @param verdict "ok", the name of a finding, or the reason to refuse
   */
  private record Row(ObjectType type, String what, String content, String verdict) {}

  @Test
  void eachIsJudgedAsTheTableSaysAndAsGitDoes() throws IOException {
    commits();
    people();
    tags();
    trees();
    for (ObjectType type : List.of(ObjectType.COMMIT, ObjectType.TAG, ObjectType.TREE)) {
      List<Row> ofType = rows.stream().filter(row -> row.type() == type).toList();
      Path repository = Files.createDirectory(directory.resolve(type.name()));
      List<Set<String>> git =
          new GitFsck(repository)
              .verdicts(
                  type, ofType.stream().map(row -> row.content().getBytes(ISO_8859_1)).toList());
      SoftAssertions.assertSoftly(
          softly -> {
            for (int i = 0; i < ofType.size(); i++) {
              compare(softly, ofType.get(i), git.get(i));
            }
          });
    }
    assertThat(rows.stream().map(Row::what).toList())
        .doesNotHaveDuplicates()
        .containsAll(DIFFERENCES.keySet());
  }

  private static void compare(SoftAssertions softly, Row row, Set<String> git) {
    Verdict ours = Verdict.of(row.type(), row.content().getBytes(ISO_8859_1));
    Set<String> findings = new TreeSet<>();
    ours.findings().forEach(finding -> findings.add(finding.name()));
    String told = ours.isFatal() ? ours.fatal() : String.join(" ", findings);
    softly.assertThat(told.isEmpty() ? "ok" : told).as(row.what()).isEqualTo(row.verdict());
    if (DIFFERENCES.containsKey(row.what())) {
      return;
    }
    boolean gitRefuses =
        git.stream().anyMatch(message -> REFUSED.contains(message) || message.equals("unparsable"));
    softly.assertThat(ours.isFatal()).as("%s: git says %s", row.what(), git).isEqualTo(gitRefuses);
    if (!ours.isFatal()) {
      Set<String> alike = new HashSet<>();
      git.forEach(message -> alike.add(message.toUpperCase(Locale.ROOT)));
      Set<String> names = new HashSet<>();
      findings.forEach(finding -> names.add(finding.replace("_", "")));
      softly.assertThat(names).as(row.what()).isEqualTo(alike);
    }
  }

  private void commits() {
    String rest = AUTHOR + COMMITTER + "\nmessage\n";
    commit("commit", TREE + rest, "ok");
    commit(
        "commit with parents",
        TREE + "parent " + PARENT + "\nparent " + PARENT + "\n" + rest,
        "ok");
    commit("commit without message", TREE + AUTHOR + COMMITTER, "ok");
    commit("other headers", TREE + AUTHOR + COMMITTER + "encoding x\nfoo\n bar\n\nm", "ok");
    commit("upper-case id", "tree " + ID.replace('1', 'A') + "\n" + rest, "ok");
    commit("empty commit", "", "header is cut off");
    commit("blank line first", "\n" + TREE + rest, "commit without tree");
    commit("no tree", "parent " + ID + "\n" + rest, "commit without tree");
    commit("tree alone", TREE, "commit without author");
    commit("tree twice", TREE + TREE + rest, "commit without author");
    commit("short tree id", "tree 1234\n" + rest, "commit with bad tree id");
    commit("long tree id", "tree " + ID + "1\n" + rest, "commit with bad tree id");
    commit(
        "tree id no hex", "tree " + ID.replace('1', 'g') + "\n" + rest, "commit with bad tree id");
    commit("tree id then CR", "tree " + ID + "\r\n" + rest, "commit with bad tree id");
    commit("tree id cut off", "tree 1234", "header is cut off");
    commit("short parent id", TREE + "parent 1\n" + rest, "commit with bad parent id");
    commit("empty parent id", TREE + "parent \n" + rest, "commit with bad parent id");
    commit(
        "parent behind author",
        TREE + AUTHOR + "parent " + ID + "\n" + COMMITTER + "\n",
        "commit without committer");
    commit("no author", TREE + COMMITTER + "\nm", "commit without author");
    commit("no committer", TREE + AUTHOR + "\nm", "commit without committer");
    commit("author behind committer", TREE + COMMITTER + AUTHOR + "\n", "commit without author");
    commit("two authors", TREE + AUTHOR + AUTHOR + COMMITTER + "\n", "MULTIPLE_AUTHORS");
    commit("committer cut off", TREE + AUTHOR + "committer " + WHO, "header is cut off");
    commit("other header cut off", TREE + AUTHOR + COMMITTER + "encoding", "header is cut off");
    commit("nul in message", TREE + rest + "a\0b", "NUL_IN_COMMIT");
    commit("nul in header", TREE + AUTHOR + COMMITTER + "x\0\n\nm", "NUL_IN_HEADER");
  }

  private void people() {
    person("no name", "<a@b> 1 +0000", "MISSING_NAME_BEFORE_EMAIL");
    person("empty name", " <a@b> 1 +0000", "ok");
    person("no e-mail", "A 1 +0000", "MISSING_EMAIL");
    person("nothing at all", "", "MISSING_EMAIL");
    person("> in name", "A> <a@b> 1 +0000", "BAD_NAME");
    person("no space before e-mail", "A<a@b> 1 +0000", "MISSING_SPACE_BEFORE_EMAIL");
    person("< in e-mail", "A <a<b> 1 +0000", "BAD_EMAIL");
    person("e-mail without end", "A <a@b 1 +0000", "BAD_EMAIL");
    person("no space before date", "A <a@b>1 +0000", "MISSING_SPACE_BEFORE_DATE");
    person("nothing behind e-mail", "A <a@b>", "MISSING_SPACE_BEFORE_DATE");
    person("no date", "A <a@b> ", "BAD_DATE");
    person("date in words", "A <a@b> Thu Apr 7 2005 +0000", "BAD_DATE");
    person("negative date", "A <a@b> -1 +0000", "BAD_DATE");
    person("date then letters", "A <a@b> 1x +0000", "BAD_DATE");
    person("date without zone", "A <a@b> 1", "BAD_DATE");
    person("date 0", "A <a@b> 0 +0000", "ok");
    person("zero-padded date", "A <a@b> 01 +0000", "ZERO_PADDED_DATE");
    person("greatest date", "A <a@b> 9223372036854775807 +0000", "ok");
    person("date one too great", "A <a@b> 9223372036854775808 +0000", "BAD_DATE_OVERFLOW");
    person("endless date", "A <a@b> " + "9".repeat(60) + " +0000", "BAD_DATE_OVERFLOW");
    person("zone without sign", "A <a@b> 1 0000", "BAD_TIMEZONE");
    person("zone of three digits", "A <a@b> 1 +000", "BAD_TIMEZONE");
    person("zone of five digits", "A <a@b> 1 +00000", "BAD_TIMEZONE");
    person("zone of seven hours and 51 minutes", "A <a@b> 1 -7051", "ok");
    person("no zone", "A <a@b> 1 ", "BAD_TIMEZONE");
    person("something behind the zone", "A <a@b> 1 +0000 ", "BAD_TIMEZONE");
  }

  private void tags() {
    String rest = "tag v1\n" + TAGGER + "\nmessage\n";
    tag("tag of commit", OBJECT + "type commit\n" + rest, "ok");
    tag("tag of tree", OBJECT.replace('1', 'a') + "type tree\n" + rest, "ok");
    tag("tag of blob", OBJECT.replace('1', 'b') + "type blob\n" + rest, "ok");
    tag("tag of tag", OBJECT.replace('1', 'c') + "type tag\n" + rest, "ok");
    String start = OBJECT + "type commit\n";
    tag("tag without message", start + "tag v1\n" + TAGGER, "ok");
    tag("tag without tagger", start + "tag v1\n\nm", "MISSING_TAGGER_ENTRY");
    tag("tagger with bad zone", start + "tag v1\ntagger A <a@b> 1 0\n\nm", "BAD_TIMEZONE");
    tag("bad name", start + "tag a b\n" + TAGGER + "\nm", "BAD_TAG_NAME");
    tag("empty name of a tag", start + "tag \n" + TAGGER + "\nm", "BAD_TAG_NAME");
    tag("empty tag", "", "header is cut off");
    tag("no object", "type commit\n" + rest, "tag without object");
    tag("short object id", "object 1\ntype commit\n" + rest, "tag with bad object id");
    tag("no type", OBJECT + rest, "tag without type");
    tag("unknown type", OBJECT + "type bolb\n" + rest, "tag with bad type");
    tag("empty type", OBJECT + "type \n" + rest, "tag with bad type");
    tag("beginning of a type", OBJECT + "type comm\n" + rest, "tag with bad type");
    tag("more than a type", OBJECT + "type commits\n" + rest, "tag with bad type");
    tag("no name of a tag", start + TAGGER + "\nm", "tag without name");
    tag("tag cut off", start + "tag v1", "header is cut off");
    tag("bad gpgsig", start + "tag v1\n" + TAGGER + "gpgsig x\n\ny\n\nm", "ok");
  }

  private void trees() {
    String file = entry("100644", "a");
    tree("empty tree", "", "ok");
    tree("tree", file + entry("100755", "b") + entry("120000", "c") + entry("40000", "d"), "ok");
    tree("submodule", entry("160000", "a"), "ok");
    tree("directory sorts with a slash", entry("100644", "a.c") + entry("40000", "a"), "ok");
    tree(
        "directory sorted without",
        entry("40000", "a") + entry("100644", "a.c"),
        "tree is not sorted");
    tree("not sorted", entry("100644", "b") + file, "tree is not sorted");
    tree("not sorted as bytes", entry("100644", "\u00e9") + file, "tree is not sorted");
    tree("file twice", file + file, "tree holds a name twice");
    tree("file and directory", file + entry("40000", "a"), "tree holds a name twice");
    tree("directory and file", entry("40000", "a") + file, "tree holds a name twice");
    tree(
        "file and directory apart",
        file + entry("100644", "a.c") + entry("40000", "a"),
        "tree holds a name twice");
    tree(
        "file and directory apart twice",
        file + entry("100644", "a.b") + entry("40000", "a.b") + entry("40000", "a"),
        "tree holds a name twice");
    tree(
        "similar names but no twins",
        file + entry("100644", "a-") + entry("100644", "a.") + entry("40000", "a.c"),
        "ok");
    tree("slash in name", entry("100644", "a/b"), "tree entry with slash in name");
    tree("slash first", entry("100644", "/a"), "tree entry with slash in name");
    tree("empty name", entry("100644", ""), "tree entry without name");
    tree("name .", entry("40000", "."), "tree entry with dangerous name");
    tree("name ..", entry("40000", ".."), "tree entry with dangerous name");
    tree("name .git", entry("40000", ".git"), "tree entry with dangerous name");
    tree(
        "second name .git",
        entry("40000", "..a") + entry("40000", ".git"),
        "tree entry with dangerous name");
    tree("null id", "100644 a\0" + "\0".repeat(20), "tree entry with null id");
    tree("null id of a submodule", "160000 a\0" + "\0".repeat(20), "tree entry with null id");
    tree("id that begins with zeros", "100644 a\0" + "\0".repeat(19) + "\u0001", "ok");
    tree("no mode", entry("", "a"), "tree entry of unknown kind");
    tree("mode with letter", entry("10064x", "a"), "tree entry with bad mode");
    tree("mode with 8", entry("100684", "a"), "tree entry with bad mode");
    tree("mode with sign", entry("-100644", "a"), "tree entry with bad mode");
    tree("two spaces", entry("100644 ", "a"), "ok");
    tree("mode of no known kind", entry("20000", "a"), "tree entry of unknown kind");
    tree("mode of too many digits", entry("1100644", "a"), "tree entry with bad mode");
    tree("zero-padded mode", entry("040000", "a"), "ZERO_PADDED_FILEMODE");
    tree("mode 100664", entry("100664", "a"), "BAD_FILEMODE");
    tree("odd permissions", entry("100600", "a"), "BAD_FILEMODE");
    tree("overlong name", entry("100644", "a".repeat(4097)), "LARGE_PATHNAME");
    tree("long name", entry("100644", "a".repeat(4096)), "ok");
    tree("cut off in mode", file + "1006", "tree entry is cut off");
    tree("cut off behind mode", file + "100644 ", "tree entry is cut off");
    tree("cut off in name", file + "100644 b", "tree entry is cut off");
    tree("cut off behind name", file + "100644 b\0", "tree entry is cut off");
    tree("cut off in id", file.substring(0, file.length() - 1), "tree entry is cut off");
    tree("id too long", file + "\u0012", "tree entry with bad mode");
    tree(".gitmodules is a symbolic link", entry("120000", ".gitmodules"), "ok");
  }

  @Test
  void everyTruncationIsRefusedOrShorter() {
    String commit = TREE + "parent " + ID + "\n" + AUTHOR + COMMITTER + "\nmessage\n";
    String tag = OBJECT + "type commit\ntag v1\n" + TAGGER + "\nmessage\n";
    for (int i = 0; i < commit.length(); i++) {
      byte[] cut = commit.substring(0, i).getBytes(ISO_8859_1);
      assertThat(Verdict.of(ObjectType.COMMIT, cut).isFatal())
          .as("commit cut to %d bytes", i)
          .isEqualTo(i < commit.indexOf("\n\n") + 1);
    }
    for (int i = 0; i < tag.length(); i++) {
      byte[] cut = tag.substring(0, i).getBytes(ISO_8859_1);
      assertThat(Verdict.of(ObjectType.TAG, cut).isFatal())
          .as("tag cut to %d bytes", i)
          .isEqualTo(i < tag.indexOf("\n\n") + 1 && i != tag.indexOf("tagger"));
    }
  }

  @Test
  void linksOfCommitAndTagHaveTheirTypes() {
    String other = ID.replace('1', 'e');
    String commit = TREE + "parent " + other + "\nparent " + ID + "\n" + AUTHOR + COMMITTER;
    assertThat(Verdict.of(ObjectType.COMMIT, commit.getBytes(ISO_8859_1)).links())
        .containsExactly("TREE " + ID, "COMMIT " + other, "COMMIT " + ID);
    String tag = OBJECT + "type blob\ntag v1\n" + TAGGER;
    assertThat(Verdict.of(ObjectType.TAG, tag.getBytes(ISO_8859_1)).links())
        .containsExactly("BLOB " + ID);
  }

  @Test
  void idsAreAsLongAsTheAlgorithmSays() {
    String id = "ab".repeat(32);
    byte[] commit = ("tree " + id + "\n" + AUTHOR + COMMITTER).getBytes(ISO_8859_1);
    assertThat(Verdict.of(HashAlgorithm.SHA256, ObjectType.COMMIT, commit).links())
        .containsExactly("TREE " + id);
    assertThat(Verdict.of(HashAlgorithm.SHA1, ObjectType.COMMIT, commit).isFatal()).isTrue();
    byte[] tag = ("object " + id + "\ntype tag\ntag v1\n" + TAGGER).getBytes(ISO_8859_1);
    assertThat(Verdict.of(HashAlgorithm.SHA256, ObjectType.TAG, tag).links())
        .containsExactly("TAG " + id);
    assertThat(Verdict.of(HashAlgorithm.SHA1, ObjectType.TAG, tag).isFatal()).isTrue();
  }

  private void commit(String what, String content, String verdict) {
    rows.add(new Row(ObjectType.COMMIT, what, content, verdict));
  }

  /** One row with the author so, one with the committer. */
  private void person(String what, String line, String verdict) {
    commit("author: " + what, TREE + "author " + line + "\n" + COMMITTER + "\n", verdict);
    commit("committer: " + what, TREE + AUTHOR + "committer " + line + "\n\n", verdict);
  }

  private void tag(String what, String content, String verdict) {
    rows.add(new Row(ObjectType.TAG, what, content, verdict));
  }

  private void tree(String what, String content, String verdict) {
    rows.add(new Row(ObjectType.TREE, what, content, verdict));
  }

  private static String entry(String mode, String name) {
    return mode + " " + name + "\0" + (mode.endsWith("40000") ? "\u0013" : "\u0012").repeat(20);
  }
}
