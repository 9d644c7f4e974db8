package got.ipc;

/** What kind of failure a helper reports; got derives its exit status from it. */
public enum ErrorKind {
  /** The connection broke or ended early. The detail is the bytes received. */
  CONNECTION(1),
  /** The server said no, in its own words. */
  REFUSED(2),
  /** The server broke the protocol. */
  PROTOCOL(3),
  /** The server went over a limit. The detail is the limit. */
  SERVER_LIMIT(4),
  /** The pack or an object in it is invalid. The detail is an offset in the pack, or -1. */
  PACK(5),
  /** The pack or an object went over a limit. The detail is the limit. */
  PACK_LIMIT(6),
  /** Writing the pack or its index failed: the disk is full, for example. */
  OUTPUT(7),
  /** The helper itself failed: a bug, or not enough memory. */
  INTERNAL(8),
  /** The helper could not be confined. */
  CONFINEMENT(9),
  /** An object has a fault that a skip list excuses. The detail is as with {@link #PACK}. */
  STRUCTURE(10),
  /** What answers is no server of Git's: it speaks another protocol, or a login prints text. */
  NOT_GIT(11),
  /** The repository on this machine is damaged, or over a limit. */
  REPOSITORY(12),
  /** The pack lacks bases, and no repository has been named that may have them. */
  THIN(13);

  private final int code;

  ErrorKind(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }
}
