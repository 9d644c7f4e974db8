package got.packaging.specimens;

import static got.packaging.specimens.SpecimenPack.ascii;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Objects that refer to one another, and packs of some of them. */
public final class SpecimenHistory {
  private static final String PERSON = "T <t@example.org> 1700000000 +0100";

  private record Content(int type, byte[] bytes) {}

  private final Map<String, Content> objects = new LinkedHashMap<>();

  /** Adds an object that is in every pack but those that leave it out; returns its id. */
  public String add(int type, byte[] content) {
    String[] names = {"", "commit", "tree", "blob", "tag"};
    String id = HexFormat.of().formatHex(SpecimenPack.id(names[type], content));
    objects.put(id, new Content(type, content));
    return id;
  }

  public String blob(String content) {
    return add(SpecimenPack.BLOB, ascii(content));
  }

  /** A tree of one entry. */
  public String tree(String mode, String name, String id) {
    return add(SpecimenPack.TREE, entry(mode, name, id));
  }

  public static byte[] entry(String mode, String name, String id) {
    ByteArrayOutputStream tree = new ByteArrayOutputStream();
    tree.writeBytes(ascii(mode + " " + name + "\0"));
    tree.writeBytes(HexFormat.of().parseHex(id));
    return tree.toByteArray();
  }

  /**
   * A commit.
   *
   * @param parents ids
   */
  public String commit(String tree, String... parents) {
    StringBuilder text = new StringBuilder("tree " + tree + "\n");
    for (String parent : parents) {
      text.append("parent ").append(parent).append('\n');
    }
    text.append("author %s\ncommitter %s\n\nmessage\n".formatted(PERSON, PERSON));
    return add(SpecimenPack.COMMIT, ascii(text.toString()));
  }

  public String tag(String type, String object) {
    String text =
        "object %s\ntype %s\ntag v1\ntagger %s\n\nmessage\n".formatted(object, type, PERSON);
    return add(SpecimenPack.TAG, ascii(text));
  }

  /** Without the objects named. */
  public byte[] packWithout(String... ids) {
    return entriesWithout(ids).build();
  }

  /** A pack to add to, without the objects named. */
  public SpecimenPack entriesWithout(String... ids) {
    SpecimenPack pack = new SpecimenPack();
    objects.forEach(
        (id, object) -> {
          if (!List.of(ids).contains(id)) {
            pack.object(object.type(), object.bytes());
          }
        });
    return pack;
  }
}
