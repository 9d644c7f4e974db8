package got.http;

import got.ipc.Helper;
import got.ipc.confine.Filter;
import got.ipc.confine.Policy;
import got.ipc.confine.ResourceLimits;
import got.ipc.http.HttpTalk;

/** The program got-fetch-http. */
public final class Main {
  /**
   * Reads and writes what is open: connections, certificates, socket pair. It writes no file, so
   * that one may have no bytes. An hour is enough to decipher any pack.
   */
  public static final Policy POLICY =
      new Policy(
          Filter.only(), // nothing but what every virtual machine needs
          new ResourceLimits(0, 64, 3600),
          "stdio recvfd prot_exec");

  private Main() {}

  /** Confined before it is ready; nothing is read from the network before that. */
  public static void main(String[] args) {
    Helper.run(HttpTalk.PROTOCOL, POLICY, args, new FetchHttp());
  }
}
