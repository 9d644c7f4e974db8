package got.index;

import got.ipc.Helper;
import got.ipc.MessageRules;
import got.ipc.confine.Filter;
import got.ipc.confine.Policy;
import got.ipc.confine.ResourceLimits;

/** The program got-index-pack. */
public final class Main {
  /**
   * Reads and writes what is open: pipe, pack file, index file. A file of a tebibyte and ten days
   * of all processors together are more than 2^27 objects take, and less than for ever.
   */
  public static final Policy POLICY =
      new Policy(
          Filter.only(), // nothing but what every virtual machine needs
          new ResourceLimits(1L << 40, 64, 864_000),
          "stdio recvfd prot_exec");

  private Main() {}

  /** Serves the one request that comes over standard input. */
  public static void main(String[] args) {
    Helper.run(
        MessageRules.fromIndexPack(), MessageRules.toIndexPack(), POLICY, args, new IndexPack());
  }
}
