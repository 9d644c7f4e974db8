package got.cli.refs;

import got.ipc.RefName;

/** Which names of references can be names of files. */
public final class RefFile {
  /** Bytes that a name in a directory can have. Source: NAME_MAX of Linux and OpenBSD. */
  private static final int FILE_NAME_MAX = 255;

  /** Bytes of such a name that leave room for {@code .lock}. */
  private static final int COMPONENT_MAX = FILE_NAME_MAX - ".lock".length();

  /** Directories that are open at once while a file is made. */
  private static final int COMPONENTS_MAX = 32;

  private RefFile() {}

  /**
   * True if the reference may be a file of its own. Of a name that is not ASCII some systems would
   * make another one; a line of packed-refs has its bytes.
   */
  public static boolean suits(RefName name) {
    if (!name.isAscii()) {
      return false;
    }
    String[] components = name.latin1().split("/", -1);
    for (String component : components) {
      if (component.length() > COMPONENT_MAX) {
        return false;
      }
    }
    return components.length <= COMPONENTS_MAX;
  }

  /**
   * True if the file can be there, and its lock. Without that git cannot change the reference, and
   * nobody can but in packed-refs.
   */
  public static boolean isLockable(RefName name) {
    String[] components = name.latin1().split("/", -1);
    for (String component : components) {
      if (component.length() > FILE_NAME_MAX) {
        return false;
      }
    }
    return components[components.length - 1].length() <= COMPONENT_MAX;
  }
}
