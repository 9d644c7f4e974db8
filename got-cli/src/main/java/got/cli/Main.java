package got.cli;

import got.cli.admin.GotAdmin;

/**
 * The archive's main class, for both of its programs: got, and gotadmin if the launcher says so.
 * With one main class they can start from one cache.
 */
public final class Main {
  private Main() {}

  /** Exits with the status of the command. */
  public static void main(String[] args) {
    if (System.getProperty("got.program", "got").equals("gotadmin")) {
      GotAdmin.main(args);
    } else {
      Got.main(args);
    }
  }
}
