package got.ipc.confine;

import got.ipc.confine.FileRule.Access;
import java.util.List;

/** OpenBSD: which part of the file system exists for the process. Source: unveil(2). */
final class Unveil {
  private Unveil() {}

  /**
   * @param rules empty: nothing exists
   */
  static void enter(OpenBsd system, List<FileRule> rules) throws ConfinementException {
    // The first path takes all the others away.
    require(system.unveil("/", ""), "/");
    for (FileRule rule : rules) {
      require(system.unveil(rule.path().toString(), permissions(rule.access())), rule.path());
    }
    require(system.unveilLast(), "end");
  }

  private static String permissions(Access access) {
    return switch (access) {
      case READ, LIST, READ_TREE -> "r";
      case EXECUTE -> "rx";
      case WRITE_TREE -> "rwc";
    };
  }

  private static void require(int result, Object what) throws ConfinementException {
    if (result != 0) {
      throw new ConfinementException("unveil: refused: " + what);
    }
  }
}
