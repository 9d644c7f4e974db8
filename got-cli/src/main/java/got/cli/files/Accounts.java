package got.cli.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Users and groups as passwd(5) and group(5) have them. Those of another source are unknown here,
 * and a group that is unknown is taken to have other members.
 *
 * @param users lines of passwd(5)
 * @param groups lines of group(5)
 */
record Accounts(List<String> users, List<String> groups) {
  private static final int ID = 2;
  private static final int LAST = 3;

  /** Reads them when they are needed, which is seldom. */
  interface Source {
    Accounts read() throws IOException;
  }

  static Accounts ofSystem() throws IOException {
    return new Accounts(lines(Path.of("/etc/passwd")), lines(Path.of("/etc/group")));
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.isReadable(file)
        ? Files.readAllLines(file, StandardCharsets.ISO_8859_1)
        : List.of();
  }

  private static String name(List<String> lines, int id) {
    for (String line : lines) {
      String[] fields = line.split(":", -1);
      if (fields.length > LAST && fields[ID].equals(Integer.toUnsignedString(id))) {
        return fields[0];
      }
    }
    return Integer.toUnsignedString(id);
  }

  /** Name or number. */
  String user(int id) {
    return name(users, id);
  }

  /** Name or number. */
  String group(int id) {
    return name(groups, id);
  }

  /** True unless the user, and root, are all there is in the group. */
  boolean groupHasOthers(int group, int user) {
    String number = Integer.toUnsignedString(group);
    String own = user(user);
    for (String line : users) {
      String[] fields = line.split(":", -1);
      if (fields.length > LAST
          && fields[LAST].equals(number)
          && !fields[ID].equals(Integer.toUnsignedString(user))
          && !fields[ID].equals("0")) {
        return true;
      }
    }
    for (String line : groups) {
      String[] fields = line.split(":", -1);
      if (fields.length > LAST && fields[ID].equals(number)) {
        return !List.of(fields[LAST].split(",", -1)).stream()
            .allMatch(m -> m.isEmpty() || m.equals(own) || m.equals("root"));
      }
    }
    return true;
  }
}
