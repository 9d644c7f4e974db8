package got.cli.local;

import got.cli.files.HeldDirectory;
import got.cli.files.HeldFile;
import got.cli.say.Failure;
import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The file packed-refs: a header, lines {@code id name}, and below a tag's a line {@code ^id} with
 * what it points to. Source: git's refs/packed-backend.c.
 *
 * <p>git relies on the order only if the header says {@code sorted}. got takes any order and writes
 * a sorted one.
 */
final class PackedRefsFile {
  static final PackedRefsFile EMPTY = new PackedRefsFile("", Map.of());
  static final String NAME = "packed-refs";
  private static final int BYTES_MAX = 1 << 30;
  private static final String HEADER = "# pack-refs with:";

  private final String traits;
  private final Map<RefName, Line> lines;

  /**
   * @param peeled what a tag points to, in hexadecimal; empty if it is not known
   */
  record Line(ObjectId id, String peeled) {}

  private PackedRefsFile(String traits, Map<RefName, Line> lines) {
    this.traits = traits;
    this.lines = lines;
  }

  static PackedRefsFile read(
      HeldDirectory directory, HashAlgorithm algorithm, Interruption interruption)
      throws IOException, Failure {
    Optional<HeldFile> found = directory.openFile(NAME);
    if (found.isEmpty()) {
      return EMPTY;
    }
    try (HeldFile file = found.get()) {
      if (file.length() > BYTES_MAX) {
        throw new FileSystemException(directory.path().resolve(NAME).toString(), null, "too large");
      }
      byte[] bytes = file.read(0, (int) file.length());
      return parse(algorithm, new String(bytes, StandardCharsets.ISO_8859_1), interruption);
    }
  }

  /**
   * @param latin1 one byte per char
   * @throws IOException if a line is none that git writes
   */
  static PackedRefsFile parse(HashAlgorithm algorithm, String latin1, Interruption interruption)
      throws IOException, Failure {
    Map<RefName, Line> lines = new LinkedHashMap<>();
    String traits = "";
    int digits = 2 * algorithm.idBytes();
    Optional<RefName> last = Optional.empty();
    int number = 0;
    for (int start = 0; start < latin1.length(); ) {
      // No line but a comment is shorter than an id.
      int from = latin1.charAt(start) == '#' ? start : start + digits;
      int feed = latin1.indexOf('\n', from);
      if (feed < 0) {
        throw new IOException("packed-refs: ends inside a line");
      }
      String line = latin1.substring(start, feed);
      start = feed + 1;
      number++;
      interruption.check();
      try {
        if (line.startsWith("#")) {
          traits = line.startsWith(HEADER) ? line.substring(HEADER.length()) + " " : traits;
        } else if (line.startsWith("^") && last.isPresent() && line.length() == digits + 1) {
          String peeled = line.substring(1);
          ObjectId _ = id(algorithm, peeled);
          lines.computeIfPresent(last.get(), (_, l) -> new Line(l.id(), peeled));
        } else if (line.length() > digits + 1 && line.charAt(digits) == ' ') {
          RefName name =
              RefName.check(line.substring(digits + 1).getBytes(StandardCharsets.ISO_8859_1));
          lines.put(name, new Line(id(algorithm, line.substring(0, digits)), ""));
          last = Optional.of(name);
        } else {
          throw new BadValueException("is no reference");
        }
      } catch (BadValueException e) {
        throw new IOException("packed-refs: line " + number + ": " + e.reason(), e);
      }
    }
    return new PackedRefsFile(traits, lines);
  }

  private static ObjectId id(HashAlgorithm algorithm, String hex) throws BadValueException {
    return ObjectId.parse(algorithm, hex.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** In the order of the file. */
  Map<RefName, Line> lines() {
    return lines;
  }

  RefValue value(RefName name) {
    Line line = lines.get(name);
    return line == null ? RefValue.NONE : new RefValue.Direct(line.id());
  }

  /**
   * The file with some lines changed.
   *
   * @param changes what each name becomes; an id for one that is to be in the file
   */
  byte[] with(Map<RefName, RefValue> changes) {
    TreeMap<RefName, Line> changed = new TreeMap<>(lines);
    boolean added = false;
    for (Map.Entry<RefName, RefValue> change : changes.entrySet()) {
      switch (change.getValue()) {
        case RefValue.Direct(ObjectId id) -> {
          changed.put(change.getKey(), new Line(id, ""));
          added = true;
        }
        case RefValue.Absent _ -> changed.remove(change.getKey());
        case RefValue.Symbolic _ -> throw new IllegalStateException("only ids are packed");
      }
    }
    // Of what is added nobody has looked what it points to, so the file is not peeled any more.
    boolean peeled = traits.contains(" fully-peeled ") && !added;
    StringBuilder out = new StringBuilder(HEADER);
    out.append(peeled ? " peeled fully-peeled sorted \n" : " sorted \n");
    for (Map.Entry<RefName, Line> line : changed.entrySet()) {
      out.append(line.getValue().id()).append(' ').append(line.getKey().latin1()).append('\n');
      if (peeled && !line.getValue().peeled().isEmpty()) {
        out.append('^').append(line.getValue().peeled()).append('\n');
      }
    }
    return out.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
