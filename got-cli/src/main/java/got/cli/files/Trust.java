package got.cli.files;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who owns a directory and who can write to it: we and root alone, or others too. Accounts are read
 * when a group first matters.
 */
final class Trust {
  private static final int GROUP_WRITES = 020;
  private static final int OTHERS_WRITE = 02;

  private final int user;
  private final Accounts.Source accounts;
  private final Map<Integer, Boolean> others = new HashMap<>();

  /** Whether an access list may give others the rights of the group. */
  interface AccessList {
    boolean isThere() throws IOException;
  }

  /**
   * @param user whose rights count
   */
  Trust(int user, Accounts.Source accounts) {
    this.user = user;
    this.accounts = accounts;
  }

  static Trust ofSystem() throws IOException {
    return new Trust(FileCalls.ofSystem().user(), Accounts::ofSystem);
  }

  /** Whose it is, unless it is ours or root's. */
  Optional<String> owner(int owner) throws IOException {
    return owner == user || owner == 0
        ? Optional.empty()
        : Optional.of("belongs to " + accounts.read().user(owner));
  }

  /**
   * Who else can write, in words; the sticky bit is not looked at.
   *
   * @param list asked if the mode lets the group write
   */
  Optional<String> writers(int mode, int group, AccessList list) throws IOException {
    if ((mode & OTHERS_WRITE) != 0) {
      return Optional.of("is writable by everybody");
    }
    if ((mode & GROUP_WRITES) != 0 && (hasOthers(group) || list.isThere())) {
      return Optional.of("is writable by group " + accounts.read().group(group));
    }
    return Optional.empty();
  }

  private synchronized boolean hasOthers(int group) throws IOException {
    Boolean known = others.get(group);
    if (known == null) {
      known = accounts.read().groupHasOthers(group, user);
      others.put(group, known);
    }
    return known;
  }
}
