package got.index;

import got.ipc.Helper;
import got.ipc.MessageRules;

/** The program got-index-pack. */
public final class Main {
  private Main() {}

  /** Serves the one request that comes over standard input. */
  public static void main(String[] args) {
    Helper.run(MessageRules.fromIndexPack(), MessageRules.toIndexPack(), new IndexPack());
  }
}
