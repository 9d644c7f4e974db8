package got.cli.files;

/**
 * What fstat(2) says of a file.
 *
 * @param mode type and permissions
 * @param modified nanoseconds since 1970
 */
public record Status(Identity identity, int mode, int user, int group, long bytes, long modified) {
  private static final int TYPE = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int REGULAR = 0100000;
  private static final int LINK = 0120000;
  private static final int PERMISSIONS = 07777;

  /** Which file it is, whatever its name; a number may be given again when the file is gone. */
  public record Identity(long device, long inode) {
    /** By hand: what the compiler would write is linked at run time, in 10 ms of every clone. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Identity that && device == that.device && inode == that.inode;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(device * 31 + inode);
    }
  }

  public boolean isDirectory() {
    return (mode & TYPE) == DIRECTORY;
  }

  /** True for a file that is neither directory nor link nor device. */
  public boolean isRegular() {
    return (mode & TYPE) == REGULAR;
  }

  /** True for a symbolic link. */
  public boolean isLink() {
    return (mode & TYPE) == LINK;
  }

  int permissions() {
    return mode & PERMISSIONS;
  }
}
