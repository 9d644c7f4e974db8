package got.fetch;

import got.ipc.Helper;
import got.ipc.MessageRules;

/** got-fetch-pack, which got starts with one end of a channel as its standard input. */
public final class Main {
  private Main() {}

  /** Nothing is read from got or the network before {@link Helper#run}. */
  public static void main(String[] args) {
    Helper.run(MessageRules.fromFetchPack(), MessageRules.toFetchPack(), new FetchPack());
  }
}
