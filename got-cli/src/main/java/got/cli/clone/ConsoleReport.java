package got.cli.clone;

import got.cli.remote.RepositoryUrl;
import got.cli.say.Console;
import got.cli.say.Failure;

/** What the user is shown of the processes and their packets, whatever form the rest has. */
abstract class ConsoleReport implements CloneListener {
  private final Console console;

  ConsoleReport(Console console) {
    this.console = console;
  }

  @Override
  public final void started(String program, long pid, String what) {
    console.trace(1, program + " (process " + pid + ") was handed: " + what);
  }

  @Override
  public final void warning(String text) {
    console.warning(text);
  }

  @Override
  public final void requireHeard() throws Failure {
    console.requireHeard();
  }

  @Override
  public final void redirected(RepositoryUrl url) {
    console.trace(1, "Redirected to " + url.gitUrl());
  }

  @Override
  public final void connection(String how) {
    console.trace(1, how);
  }

  @Override
  public final boolean wantsPackets() {
    return console.verbosity() >= Console.PACKETS;
  }

  @Override
  public final void packet(String text) {
    console.packet(text);
  }
}
