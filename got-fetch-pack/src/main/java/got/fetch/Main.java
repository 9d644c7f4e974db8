package got.fetch;

import got.ipc.FromHelper;
import got.ipc.Helper;
import got.ipc.confine.Filter;
import got.ipc.confine.Policy;
import got.ipc.confine.ResourceLimits;
import got.ipc.fetch.FetchTalk;

/** got-fetch-pack, which got starts with one end of a channel as its standard input. */
public final class Main {
  /**
   * Reads and writes what is open, and has the kernel acknowledge what the server says. It writes
   * no file, so that one may have no bytes; an hour is enough for any pack, because its bytes are
   * only passed on.
   */
  public static final Policy POLICY =
      new Policy(
          Filter.onlyWithQuickAck(), new ResourceLimits(0, 64, 3600), "stdio recvfd prot_exec");

  private Main() {}

  /** Confined before {@link FromHelper.Ready}; nothing is read from the network before that. */
  public static void main(String[] args) {
    Helper.run(FetchTalk.PROTOCOL, POLICY, args, new FetchPack());
  }
}
