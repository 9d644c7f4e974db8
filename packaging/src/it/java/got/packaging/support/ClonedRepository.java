package got.packaging.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A finished clone under examination. */
public record ClonedRepository(Path path) {
  /** The id in the name of the one pack. */
  public String packId() throws IOException {
    try (var files = Files.newDirectoryStream(path.resolve("objects/pack"), "*.pack")) {
      String name = files.iterator().next().getFileName().toString();
      return name.substring("pack-".length(), name.length() - ".pack".length());
    }
  }

  public String text(String file) throws IOException {
    return Files.readString(path.resolve(file));
  }

  /** As {@link FileTree#listing}, {@code ID} in place of the pack's id. */
  public List<String> listing() throws IOException {
    String id = packId();
    return FileTree.listing(path).stream().map(line -> line.replace(id, "ID")).toList();
  }

  /** All references that are no symbolic ones, and the ids they have. */
  public Map<String, String> refs() throws IOException, InterruptedException {
    Map<String, String> refs = new TreeMap<>();
    String format = "--format=%(refname) %(objectname) %(symref)";
    for (String line : Git.run(path, "for-each-ref", format).lines().toList()) {
      String[] fields = line.split(" ", -1);
      if (fields[2].isEmpty()) {
        refs.put(fields[0], fields[1]);
      }
    }
    return refs;
  }

  /** All references by git's account, as {@code got ref -l} would show them. */
  public List<String> references() throws IOException, InterruptedException {
    Map<String, String> refs = new TreeMap<>();
    String format = "--format=%(refname) %(objectname) %(symref)";
    for (String line : Git.run(path, "for-each-ref", format).lines().toList()) {
      String[] fields = line.split(" ", -1);
      refs.put(fields[0], fields[2].isEmpty() ? fields[1] : fields[2]);
    }
    List<String> lines = new ArrayList<>();
    lines.add("HEAD: " + Git.run(path, "symbolic-ref", "HEAD").strip());
    refs.forEach((name, value) -> lines.add(name + ": " + value));
    return lines;
  }

  /**
   * What git thinks of it: sound, complete, nothing in it that the references do not need, and an
   * index like git's own.
   */
  public void check(Path source) throws IOException, InterruptedException {
    assertThat(Git.run(path, "fsck", "--strict", "--full")).isEmpty();
    String ids = String.join("\n", refs().values()) + "\n";
    List<String> wanted =
        Git.feed(source, ids, "rev-list", "--objects", "--stdin").lines().sorted().toList();
    assertThat(Git.run(path, "rev-list", "--objects", "--all").lines().sorted().toList())
        .isEqualTo(wanted);
    Path pack = path.resolve("objects/pack/pack-" + packId() + ".pack");
    Path index = path.resolve("objects/pack/pack-" + packId() + ".idx");
    Git.run(path, "verify-pack", index.toString());
    Path other = Files.createTempFile("got", ".idx");
    try {
      Files.delete(other);
      Git.run(path, "index-pack", "-o", other.toString(), pack.toString());
      assertThat(other).hasSameBinaryContentAs(index);
    } finally {
      Files.deleteIfExists(other);
      Files.deleteIfExists(Path.of(other.toString().replace(".idx", ".rev")));
    }
  }
}
