package got.ipc;

/**
 * Every limit of got: what a server may send, what a pack may cost, what crosses a channel.
 *
 * <p>Those of servers and packs are in got(1), section LIMITS. A limit is the last value that is
 * accepted.
 */
public final class Limits {
  // What a server may send.

  /** Bytes of one packet, with the four of its length. Source: gitprotocol-common(5). */
  public static final int PACKET = 65_520;

  /** Chars of all of the server's text that is shown, see {@link TextBudget}; more is dropped. */
  public static final int TEXT = 1 << 20;

  /** Bytes that a server may send beside its pack: text, and packets without content. */
  public static final int BESIDE_PACK = 16 << 20;

  /** Bytes of all of a server's capabilities: twice what one packet of version 0 can hold. */
  public static final int CAPABILITY_BYTES = 2 * PACKET;

  // What a pack may cost. The first three are defaults, see PackLimits.

  /**
   * Bytes of a pack. The largest repositories known have some tens of GiB; a helper may write a
   * tebibyte.
   */
  public static final long PACK_BYTES = 128L << 30;

  /** Bytes of one object, or of one delta. One that is in no delta is never in memory. */
  public static final long OBJECT_BYTES = 4L << 30;

  /**
   * How many times its own size a pack may grow. Inflating alone makes up to 1,032 bytes of one; of
   * the whole history of git it is 30 with all deltas, of repositories with a directory of
   * thousands of files that changes in each commit some hundreds. Time follows bytes: at this
   * limit, hashing is ten times as slow as a line of a gigabit, or faster.
   */
  public static final long GROWTH = 1024;

  /** Bytes that any pack may make, however small: half a second of work. */
  public static final long GROWTH_FREE = 512L << 20;

  /** Bytes of a commit, a tree or a tag: they are looked into, and for that held in memory. */
  public static final int STRUCTURE_BYTES = 8 << 20;

  // What a user may list.

  /** Bytes of the file of --skip-list. */
  public static final int SKIP_LIST_BYTES = 8 << 20;

  /** Ids in it. */
  public static final int SKIP_LIST = 1 << 16;

  // The channel, and the values that cross it.

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

  /** Chars of a path in a request of HTTP, and of a URL that a server sends us to. */
  public static final int URL_PATH = 12_288;

  /** Ids in one message. */
  public static final int IDS = 1024;

  /** Moves of references in one message, of two ids each. */
  public static final int MOVES = IDS / 2;

  /** Bytes of an object's content in one message. */
  public static final int CONTENT = 32 * 1024;

  /** Packs of a repository that is read; one more may come with a fetch. */
  public static final int PACKS = 4096;

  /**
   * Descriptors of got-read-pack beside two of each pack: channel, standard error, socket pair, a
   * loose object, a pack that came; those of the virtual machine.
   */
  public static final int FILES_BESIDE_PACKS = 64;

  /** Loose objects of such a repository. */
  public static final int LOOSE_OBJECTS = 1 << 21;

  /** Ids in one question of got-index-pack to got-read-pack. */
  public static final int QUESTION_IDS = 1 << 16;

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
