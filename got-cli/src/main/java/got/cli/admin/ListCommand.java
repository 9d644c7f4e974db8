package got.cli.admin;

import got.cli.local.RepositoryPlace;
import got.cli.process.Cleanup;
import got.cli.process.ConfiningWarning;
import got.cli.say.Console;
import got.cli.say.Failure;
import got.cli.say.ProgressLine;
import got.ipc.HashAlgorithm;
import got.ipc.PackEntry;
import got.ipc.index.IndexTalk;
import java.util.List;
import java.util.Optional;

/** {@code gotadmin listpack}: prints what got-index-pack tells of a pack, as it comes. */
final class ListCommand {
  private ListCommand() {}

  static void run(AdminCommandLines.ListPack command, Console console)
      throws Failure, InterruptedException {
    if (command.repository().isPresent()) {
      listThin(command, command.repository().get(), console);
    } else {
      list(command, console);
    }
  }

  private static void list(AdminCommandLines.ListPack command, Console console)
      throws Failure, InterruptedException {
    try (ConfiningWarning _ = new ConfiningWarning(command.confining(), console);
        PackHelper helper = new PackHelper(command.confining(), console);
        PackFile pack = PackFile.open(command.pack());
        Cleanup _ = new Cleanup(helper::kill);
        ProgressLine progress = new ProgressLine(console, "read")) {
      HashAlgorithm algorithm = command.stated().orElse(HashAlgorithm.SHA1);
      helper.list(algorithm, command.limits(), pack.descriptor());
      helper.seal(List.of());
      PackSummary summary = new PackSummary();
      Optional<IndexTalk.Listed> listed = follow(helper, command, summary, progress, console);
      if (listed.isPresent()) {
        pack.requireUnchanged(listed.get().packBytes(), listed.get().checksum());
        if (command.summary()) {
          console.data(summary.lines(listed.get(), command.scaled()));
        }
      }
    }
  }

  /** With bases from a repository. */
  private static void listThin(
      AdminCommandLines.ListPack command, RepositoryPlace place, Console console)
      throws Failure, InterruptedException {
    try (ConfiningWarning _ = new ConfiningWarning(command.confining(), console);
        PackRepository repository = PackRepository.open(place, command.stated());
        PackHelper helper = new PackHelper(command.confining(), console);
        PackFile pack = PackFile.open(command.pack());
        Cleanup _ = new Cleanup(helper::kill);
        ProgressLine progress = new ProgressLine(console, "read")) {
      helper.list(repository, command.limits(), pack.descriptor());
      helper.seal(List.of());
      PackSummary summary = new PackSummary();
      Optional<IndexTalk.Listed> listed = follow(helper, command, summary, progress, console);
      if (listed.isPresent()) {
        helper.awaitEndOf(repository);
        pack.requireUnchanged(listed.get().packBytes(), listed.get().checksum());
        if (command.summary()) {
          console.data(summary.linesWithRepository(listed.get(), command.scaled()));
        }
      }
    }
  }

  /**
   * Prints the entries.
   *
   * @return empty if nobody reads on
   */
  private static Optional<IndexTalk.Listed> follow(
      PackHelper helper,
      AdminCommandLines.ListPack command,
      PackSummary summary,
      ProgressLine progress,
      Console console)
      throws Failure, InterruptedException {
    EntryLine format = new EntryLine(command.scaled());
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
          return Optional.of(m);
        }
        case IndexTalk.Inspected _, IndexTalk.Indexed _ ->
            throw PackHelper.impossible("answer to another request");
      }
    }
    return Optional.empty();
  }
}
