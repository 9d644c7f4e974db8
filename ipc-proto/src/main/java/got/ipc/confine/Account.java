package got.ipc.confine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A user of the system, other than root, for helpers of a got that root started. */
public record Account(String name, int uid, int gid) {
  /** Where names of users are. */
  public static final Path PASSWD = Path.of("/etc/passwd");

  private static final int FIELDS = 4;

  /**
   * Looks a name up in a passwd(5) file.
   *
   * @throws ConfinementException if it is not there, is root, or the file cannot be read
   */
  public static Account named(String name, Path passwd) throws ConfinementException {
    for (String[] fields : lines(passwd)) {
      if (fields[0].equals(name)) {
        return new Account(name, id(fields[2], passwd), id(fields[3], passwd));
      }
    }
    throw new ConfinementException("user: no such user: " + name);
  }

  /** The numbers of all users in a passwd(5) file; lines without one are left out. */
  static Set<Integer> numbers(Path passwd) throws ConfinementException {
    Set<Integer> numbers = new HashSet<>();
    for (String[] fields : lines(passwd)) {
      if (fields[2].matches("[0-9]{1,9}")) {
        numbers.add(Integer.parseInt(fields[2]));
      }
    }
    return numbers;
  }

  private static List<String[]> lines(Path passwd) throws ConfinementException {
    try {
      List<String[]> lines = new ArrayList<>();
      for (String line : Files.readAllLines(passwd, StandardCharsets.ISO_8859_1)) {
        String[] fields = line.split(":", -1);
        if (fields.length > FIELDS) {
          lines.add(fields);
        }
      }
      return lines;
    } catch (IOException e) {
      throw unreadable(passwd, e);
    }
  }

  private static ConfinementException unreadable(Path passwd, Exception e) {
    return new ConfinementException("user: cannot read " + passwd + ": " + e.getMessage());
  }

  private static int id(String field, Path passwd) throws ConfinementException {
    int id;
    try {
      id = Integer.parseUnsignedInt(field);
    } catch (NumberFormatException e) {
      throw unreadable(passwd, e);
    }
    if (id == 0) {
      throw new ConfinementException("user: not without rights: user or group 0");
    }
    return id;
  }

  /**
   * Makes the calling thread, and what it starts, this user, without groups and for good. The C
   * library would do so to all threads; the kernel does it to one.
   *
   * @throws ConfinementException if the kernel refuses, or lets it be undone
   */
  public void become(Syscalls kernel) throws ConfinementException {
    long unsigned = Integer.toUnsignedLong(uid);
    long group = Integer.toUnsignedLong(gid);
    require(kernel.call(Call.SETGROUPS, 0, 0));
    require(kernel.call(Call.SETRESGID, group, group, group));
    require(kernel.call(Call.SETRESUID, unsigned, unsigned, unsigned));
    if (kernel.call(Call.SETRESUID, 0, 0, 0) >= 0) {
      throw new ConfinementException("user: root's rights come back");
    }
  }

  private static void require(long result) throws ConfinementException {
    if (result < 0) {
      // EPERM without the capability; EINVAL where a name space does not have the user.
      throw new ConfinementException(
          "user: root cannot become another user: " + Errno.text(-result), Remedy.ORDINARY_USER);
    }
  }
}
