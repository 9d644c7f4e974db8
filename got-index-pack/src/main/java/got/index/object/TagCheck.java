package got.index.object;

import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.RefName;
import got.pack.ObjectType;
import java.util.Arrays;

/**
 * Checks tags: lines for the object, its type, the tag's name, mostly the tagger; then whatever.
 */
final class TagCheck {
  private static final byte[] OBJECT = Header.word("object ");
  private static final byte[] TYPE = Header.word("type ");
  private static final byte[] TAG = Header.word("tag ");
  private static final byte[] TAGGER = Header.word("tagger ");
  private static final byte[] REFS_TAGS = Header.word("refs/tags/");

  private static final ObjectType[] TYPES = ObjectType.values();
  private static final byte[][] TYPE_LINES = {
    Header.word("commit\n"), Header.word("tree\n"), Header.word("blob\n"), Header.word("tag\n")
  };

  private final Header header = new Header();
  private final byte[] id;
  private final Links links;
  private final Findings total;

  TagCheck(HashAlgorithm algorithm, Links links, Findings total) {
    this.id = new byte[algorithm.idBytes()];
    this.links = links;
    this.total = total;
  }

  void check(byte[] data, int start, int size) throws ObjectFormatException {
    header.open(data, start, size);
    if (!header.skip(OBJECT)) {
      throw new ObjectFormatException("tag without object");
    }
    if (!header.readId(id, id.length)) {
      throw new ObjectFormatException("tag with bad object id");
    }
    if (!header.skip(TYPE)) {
      throw new ObjectFormatException("tag without type");
    }
    links.add(id, 0, readType());
    if (!header.skip(TAG)) {
      throw new ObjectFormatException("tag without name");
    }
    int findings = nameFindings(data, header.at(), header.endLine());
    if (header.skip(TAGGER)) {
      findings |= Person.findings(data, header.at(), header.endLine());
    } else {
      findings |= Finding.MISSING_TAGGER_ENTRY.bit();
    }
    if (header.hasNul()) {
      findings |= Finding.NUL_IN_HEADER.bit();
    }
    total.countObject(findings);
  }

  private ObjectType readType() throws ObjectFormatException {
    for (int i = 0; i < TYPES.length; i++) {
      if (header.skip(TYPE_LINES[i])) {
        return TYPES[i];
      }
    }
    throw new ObjectFormatException("tag with bad type");
  }

  /** Tags are few: this one may allocate. */
  private static int nameFindings(byte[] data, int start, int end) {
    if (end - start > Limits.REF_NAME) {
      return Finding.BAD_TAG_NAME.bit();
    }
    byte[] name = Arrays.copyOf(REFS_TAGS, REFS_TAGS.length + end - start);
    System.arraycopy(data, start, name, REFS_TAGS.length, end - start);
    try {
      var _ = RefName.check(name);
      return 0;
    } catch (BadValueException e) {
      return Finding.BAD_TAG_NAME.bit();
    }
  }
}
