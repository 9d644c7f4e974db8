package got.cli.admin;

import got.cli.process.Cleanup;
import got.cli.process.ConfiningWarning;
import got.cli.say.Console;
import got.cli.say.Failure;
import got.cli.say.OddityLines;
import got.cli.say.ProgressLine;
import got.ipc.index.IndexTalk;
import java.io.FileDescriptor;
import java.util.List;

/** {@code gotadmin indexpack}: has a pack verified and puts its index beside it. */
final class IndexCommand {
  private IndexCommand() {}

  static void run(AdminCommandLines.IndexPack command, Console console)
      throws Failure, InterruptedException {
    NewIndex index = NewIndex.of(command.pack(), command.trustDirectory());
    try (ConfiningWarning _ = new ConfiningWarning(command.confining(), console);
        PackHelper helper = new PackHelper(command.confining());
        PackFile pack = PackFile.open(command.pack());
        Cleanup _ = new Cleanup(index::abort, helper::kill);
        ProgressLine progress = new ProgressLine(console, "read")) {
      FileDescriptor target = index.create();
      long pid = helper.index(command, pack.descriptor(), target);
      console.trace(
          1, "got-index-pack (process " + pid + ") was handed: pack file (read), index file");
      IndexTalk.Inspected inspected = new IndexTalk.Inspected(0, List.of());
      while (true) {
        switch (helper.next()) {
          case IndexTalk.Indexing m -> {
            progress.fetching(m.bytes());
            progress.indexing(m);
          }
          case IndexTalk.Inspected m -> inspected = m;
          case IndexTalk.Indexed m -> {
            pack.requireUnchanged(m.packBytes(), m.checksum());
            index.publish(m);
            progress.end();
            report(m, inspected, console);
            return;
          }
          case IndexTalk.Entries _, IndexTalk.Listed _ ->
              throw PackHelper.impossible("answer to another request");
        }
      }
    }
  }

  private static void report(
      IndexTalk.Indexed indexed, IndexTalk.Inspected inspected, Console console) {
    OddityLines.of(inspected).forEach(line -> console.detail(1, line));
    if (inspected.missingLinks() > 0) {
      console.milestone(
          inspected.missingLinks() + " objects that others refer to are not in the pack");
    }
    console.milestone("Indexed " + indexed.checksum() + ".pack");
  }
}
