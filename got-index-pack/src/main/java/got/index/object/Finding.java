package got.index.object;

/**
 * What is odd about an object and no reason to refuse it: old tools wrote it, and repositories that
 * people use hold it. Named as git-fsck(1) names them, where it has a name.
 *
 * <p>Some are faults: a reason to refuse the object, unless the user has put it on a {@link
 * SkipList}. What leads elsewhere is none of these: a dangerous name, a link, a size, an id.
 */
public enum Finding {
  /** Modes written as 040000 by GitHub's and others' early servers. */
  ZERO_PADDED_FILEMODE("zero-padded file mode"),

  /** Permissions other than git's two, such as 100664, or bits beside a directory's type. */
  BAD_FILEMODE("unusual file mode"),

  /** A name of more than 4096 bytes. */
  LARGE_PATHNAME("overlong file name"),

  MULTIPLE_AUTHORS("several authors"),
  MISSING_NAME_BEFORE_EMAIL("person without name"),
  MISSING_EMAIL("missing e-mail address"),
  BAD_NAME("bad name of a person"),
  MISSING_SPACE_BEFORE_EMAIL("missing space before e-mail address"),
  BAD_EMAIL("bad e-mail address"),
  MISSING_SPACE_BEFORE_DATE("missing space before date"),
  BAD_DATE("bad date"),
  ZERO_PADDED_DATE("zero-padded date"),
  BAD_DATE_OVERFLOW("date beyond 63 bits"),
  BAD_TIMEZONE("bad time zone"),

  /** A NUL before the blank line: programs that print the header as a string stop there. */
  NUL_IN_HEADER("NUL in header"),

  NUL_IN_COMMIT("NUL in commit message"),

  /** Tags older than git 0.99.1 name nobody. */
  MISSING_TAGGER_ENTRY("tag without tagger"),

  BAD_TAG_NAME("bad tag name"),

  /** A checkout may write the second through a symbolic link that the first is. */
  DUPLICATE_ENTRIES("tree holds a name twice", true),

  /** Who searches such a tree may find another entry than who reads it. */
  TREE_NOT_SORTED("tree is not sorted", true),

  MISSING_AUTHOR("commit without author", true),
  MISSING_COMMITTER("commit without committer", true);

  private final String phrase;
  private final boolean fault;

  Finding(String phrase) {
    this(phrase, false);
  }

  Finding(String phrase, boolean fault) {
    this.phrase = phrase;
    this.fault = fault;
  }

  /** Whether it is a reason to refuse an object that is on no skip list. */
  public boolean isFault() {
    return fault;
  }

  /** For a line such as {@code zero-padded file mode: 12 objects}. */
  public String phrase() {
    return phrase;
  }

  /** For counting in arrays of this run; never stored or sent. */
  @SuppressWarnings("EnumOrdinal")
  int index() {
    return ordinal();
  }

  /** For sets of findings in an int. */
  int bit() {
    return 1 << index();
  }
}
