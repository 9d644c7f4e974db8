package got.read;

import got.ipc.Helper;
import got.ipc.Limits;
import got.ipc.confine.Filter;
import got.ipc.confine.Policy;
import got.ipc.confine.ResourceLimits;
import got.ipc.read.ReadTalk;

/** The program got-read-pack. */
public final class Main {
  /** What --max-time is if nobody says otherwise. */
  private static final long MOST_SECONDS = 86_400;

  /**
   * Reads what is open: packs, indexes, loose objects, none of which can be written; reads and
   * writes a socket pair. It writes no file, so that one may have no bytes. Each pack takes two
   * descriptors.
   */
  public static final Policy POLICY =
      new Policy(
          Filter.only(), // nothing but what every virtual machine needs
          new ResourceLimits(0, Limits.FILES_BESIDE_PACKS + 2L * Limits.PACKS, MOST_SECONDS),
          "stdio recvfd prot_exec");

  private Main() {}

  /** Serves the one repository that comes over standard input. */
  public static void main(String[] args) {
    Helper.run(ReadTalk.PROTOCOL, POLICY, args, new ReadPack());
  }
}
