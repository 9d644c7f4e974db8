package got.index.object;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules for trees once more, as plain as can be: strings, a set of names, no base. */
final class SlowTreeCheck {
  private static final Pattern ENTRY =
      Pattern.compile("([0-7]+) ([^/\\x00]+)\\x00", Pattern.DOTALL);
  private static final Set<Integer> USUAL = Set.of(0100644, 0100755, 040000, 0120000, 0160000);

  private SlowTreeCheck() {}

  static Verdict check(HashAlgorithm algorithm, byte[] tree) {
    List<String> links = new ArrayList<>();
    Set<Finding> findings = EnumSet.noneOf(Finding.class);
    Set<String> names = new HashSet<>();
    String text = new String(tree, ISO_8859_1);
    String last = "";
    int at = 0;
    while (at < text.length()) {
      Matcher entry = ENTRY.matcher(text).region(at, text.length());
      if (!entry.lookingAt() || entry.end() + algorithm.idBytes() > text.length()) {
        return new Verdict("not parsable", findings, links);
      }
      String mode = entry.group(1);
      String name = entry.group(2);
      at = entry.end() + algorithm.idBytes();
      ObjectId id = ObjectId.copyOf(algorithm, tree, entry.end());
      String significant = mode.replaceFirst("^0+", "");
      int value = significant.length() > 6 ? -1 : Integer.parseInt("0" + significant, 8);
      boolean directory = value >> 12 == 4;
      String key = directory ? name + "/" : name;
      if (value >> 12 != 4 && value >> 12 != 8 && value >> 12 != 10 && value >> 12 != 14) {
        return new Verdict("bad kind", findings, links);
      }
      byte[] bytes = name.getBytes(ISO_8859_1);
      if (id.isZero() || DotGit.isDangerous(bytes, 0, bytes.length)) {
        return new Verdict("bad name or id", findings, links);
      }
      if (!names.add(name) || key.compareTo(last) <= 0) {
        return new Verdict("bad order", findings, links);
      }
      last = key;
      if (mode.startsWith("0")) {
        findings.add(Finding.ZERO_PADDED_FILEMODE);
      }
      if (!USUAL.contains(value)) {
        findings.add(Finding.BAD_FILEMODE);
      }
      if (name.length() > 4096) {
        findings.add(Finding.LARGE_PATHNAME);
      }
      if (value >> 12 != 14) {
        links.add((directory ? "TREE " : "BLOB ") + id);
      }
    }
    return new Verdict("", findings, links);
  }
}
