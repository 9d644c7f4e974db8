package got.ipc.confine;

import java.nio.file.Path;

/** What a Landlock domain may do with a file, or with everything below a directory. */
public record FileRule(Path path, Access access) {
  /** Rights on files. */
  public enum Access {
    /** Read a file. */
    READ,
    /** Read a file and start it as a program. */
    EXECUTE,
    /** List directories. */
    LIST,
    /** Read files, list directories. */
    READ_TREE,
    /** Everything but starting programs: for got's own new repository. */
    WRITE_TREE
  }
}
