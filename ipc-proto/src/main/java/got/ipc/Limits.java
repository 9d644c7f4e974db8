package got.ipc;

/** The limits of the channel and of the values that cross it. */
public final class Limits {
  /** Bytes of one frame on the channel, without the four of its length. */
  public static final int FRAME = 64 * 1024;

  /** File descriptors with one frame; junixsocket leaks from 61 on. */
  public static final int DESCRIPTORS = 8;

  /** Bytes of a reference name. */
  public static final int REF_NAME = 1024;

  /** References a server may advertise. */
  public static final int REFS = 1 << 20;

  /** Bytes of all advertised names together. */
  public static final int REF_NAME_BYTES = 128 << 20;

  /** Chars of one line of text from a server, or of an error's text. */
  public static final int LINE = 1000;

  /** Chars of a refused name quoted in an error. */
  public static final int QUOTED_NAME = 80;

  /** Bytes of a repository path or host in a request. */
  public static final int PATH = 4096;

  /** Objects in a pack. */
  public static final int OBJECTS = 1 << 27;

  /** Entries of a pack in one message: some 40 KiB of them at most. */
  public static final int ENTRIES = 256;

  /** Kinds of oddity in one message. */
  public static final int ODDITIES = 64;

  /** Chars of an oddity's name. */
  public static final int ODDITY_NAME = 80;

  private Limits() {}
}
