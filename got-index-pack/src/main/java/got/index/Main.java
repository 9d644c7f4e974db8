package got.index;

import got.ipc.Helper;
import got.ipc.confine.Filter;
import got.ipc.confine.Policy;
import got.ipc.confine.ResourceLimits;
import got.ipc.index.IndexTalk;

/** The program got-index-pack. */
public final class Main {
  /** What --max-time is if nobody says otherwise. */
  private static final long MOST_SECONDS = 86_400;

  /**
   * Reads and writes what is open: pipe, pack file, index file. A file of a tebibyte is more than
   * 2^27 objects take. got ends a run after {@link #MOST_SECONDS} unless the user says more, and no
   * process uses more than that of every processor meanwhile.
   */
  public static final Policy POLICY =
      new Policy(
          Filter.only(), // nothing but what every virtual machine needs
          new ResourceLimits(1L << 40, 64, MOST_SECONDS * IndexPack.THREADS),
          "stdio recvfd prot_exec");

  private Main() {}

  /** Serves the one request that comes over standard input. */
  public static void main(String[] args) {
    Helper.run(IndexTalk.PROTOCOL, POLICY, args, new IndexPack());
  }
}
