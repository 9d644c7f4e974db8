package got.cli;

import got.cli.admin.GotAdmin;

/**
 * The archive's main class, for both of its programs: got, and gotadmin if the launcher says so.
 * With one main class they can start from one cache. make-caches says a third name, for what it
 * makes that cache of.
 */
public final class Main {
  private Main() {}

  /** Exits with the status of the command. */
  public static void main(String[] args) {
    switch (System.getProperty("got.program", "got")) {
      case "gotadmin" -> GotAdmin.main(args);
      case "training" -> Got.train(args);
      default -> Got.main(args);
    }
  }
}
