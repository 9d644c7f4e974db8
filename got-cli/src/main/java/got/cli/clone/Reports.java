package got.cli.clone;

import got.cli.say.Console;
import got.cli.say.ProgressLine;

/** Makes listeners that tell the user, or a program, how objects arrive. */
public final class Reports {
  private Reports() {}

  /**
   * @param json true if a program reads
   */
  public static CloneListener of(boolean json, Console console, ProgressLine progress) {
    return json ? new JsonReport(console, System::nanoTime) : new TextReport(console, progress);
  }
}
