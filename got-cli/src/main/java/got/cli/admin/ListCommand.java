package got.cli.admin;

import got.cli.process.Cleanup;
import got.cli.process.ConfiningWarning;
import got.cli.say.Console;
import got.cli.say.Failure;
import got.cli.say.ProgressLine;
import got.ipc.PackEntry;
import got.ipc.index.IndexTalk;

/** {@code gotadmin listpack}: prints what got-index-pack tells of a pack, as it comes. */
final class ListCommand {
  private ListCommand() {}

  static void run(AdminCommandLines.ListPack command, Console console)
      throws Failure, InterruptedException {
    EntryLine format = new EntryLine(command.scaled());
    try (ConfiningWarning _ = new ConfiningWarning(command.confining(), console);
        PackHelper helper = new PackHelper(command.confining());
        PackFile pack = PackFile.open(command.pack());
        Cleanup _ = new Cleanup(helper::kill);
        ProgressLine progress = new ProgressLine(console, "read")) {
      helper.list(command, pack.descriptor());
      PackSummary summary = new PackSummary();
      // Nobody reads on: the helper need not go on either.
      while (!console.isBroken()) {
        switch (helper.next()) {
          case IndexTalk.Indexing m -> {
            progress.fetching(m.bytes());
            progress.indexing(m);
          }
          case IndexTalk.Entries m -> {
            progress.end();
            for (PackEntry entry : m.entries()) {
              summary.add(entry);
            }
            console.data(m.entries().stream().map(format::of).toList());
          }
          case IndexTalk.Listed m -> {
            progress.end();
            summary.requireComplete(m);
            pack.requireUnchanged(m.packBytes(), m.checksum());
            if (command.summary()) {
              console.data(summary.lines(m, command.scaled()));
            }
            return;
          }
          case IndexTalk.Inspected _, IndexTalk.Indexed _ ->
              throw PackHelper.impossible("answer to another request");
        }
      }
    }
  }
}
