package got.cli.admin;

import got.cli.local.RepositoryPlace;
import got.cli.process.Cleanup;
import got.cli.process.ConfiningWarning;
import got.cli.say.Console;
import got.cli.say.Failure;
import got.cli.say.OddityLines;
import got.cli.say.ProgressLine;
import got.ipc.HashAlgorithm;
import got.ipc.index.IndexTalk;
import java.io.FileDescriptor;
import java.util.List;

/** {@code gotadmin indexpack}: has a pack verified and puts its index beside it. */
final class IndexCommand {
  private IndexCommand() {}

  static void run(AdminCommandLines.IndexPack command, Console console)
      throws Failure, InterruptedException {
    if (command.repository().isPresent()) {
      complete(command, command.repository().get(), console);
    } else {
      index(command, console);
    }
  }

  private static void index(AdminCommandLines.IndexPack command, Console console)
      throws Failure, InterruptedException {
    NewFiles files = NewFiles.beside(command.pack(), command.trustDirectory());
    try (ConfiningWarning _ = new ConfiningWarning(command.confining(), console);
        PackHelper helper = new PackHelper(command.confining(), console);
        PackFile pack = PackFile.open(command.pack());
        Cleanup _ = new Cleanup(files::abort, helper::kill);
        ProgressLine progress = new ProgressLine(console, "read")) {
      FileDescriptor index = files.createIndex();
      HashAlgorithm algorithm = command.stated().orElse(HashAlgorithm.SHA1);
      helper.index(algorithm, command.terms(), pack.descriptor(), index);
      helper.seal(List.of(files.directory()));
      Outcome outcome = follow(helper, progress);
      pack.requireUnchanged(outcome.indexed().packBytes(), outcome.indexed().checksum());
      files.publish(outcome.indexed(), pack.identity());
      progress.end();
      report(outcome, "not in the pack", console);
    }
  }

  /** The same of a copy of the pack, to which the bases that it lacks are added. */
  private static void complete(
      AdminCommandLines.IndexPack command, RepositoryPlace place, Console console)
      throws Failure, InterruptedException {
    NewFiles files = NewFiles.beside(command.pack(), command.trustDirectory());
    try (ConfiningWarning _ = new ConfiningWarning(command.confining(), console);
        PackRepository repository = PackRepository.open(place, command.stated());
        PackHelper helper = new PackHelper(command.confining(), console);
        PackFile pack = PackFile.open(command.pack());
        Cleanup _ = new Cleanup(files::abort, helper::kill);
        ProgressLine progress = new ProgressLine(console, "read")) {
      FileDescriptor copy = files.createPack();
      FileDescriptor index = files.createIndex();
      helper.complete(repository, command.terms(), pack.descriptor(), copy, index);
      helper.seal(List.of(files.directory()));
      Outcome outcome = follow(helper, progress);
      IndexTalk.Indexed indexed = outcome.indexed();
      helper.awaitEndOf(repository);
      if (indexed.appended() == 0) {
        pack.requireUnchanged(indexed.packBytes(), indexed.checksum());
      } else {
        pack.requireUnchanged(indexed.receivedBytes());
      }
      files.publish(indexed, pack.identity());
      progress.end();
      if (indexed.appended() > 0) {
        console.milestone(
            "Created pack-"
                + indexed.checksum()
                + ".pack with "
                + indexed.appended()
                + (indexed.appended() == 1 ? " object" : " objects")
                + " from the repository");
      }
      report(outcome, "neither in the pack nor in the repository", console);
    }
  }

  /** What got-index-pack says in the end. */
  private record Outcome(IndexTalk.Inspected inspected, IndexTalk.Indexed indexed) {}

  private static Outcome follow(PackHelper helper, ProgressLine progress)
      throws Failure, InterruptedException {
    IndexTalk.Inspected inspected = new IndexTalk.Inspected(0, List.of());
    while (true) {
      switch (helper.next()) {
        case IndexTalk.Indexing m -> {
          progress.fetching(m.bytes());
          progress.indexing(m);
        }
        case IndexTalk.Inspected m -> inspected = m;
        case IndexTalk.Indexed m -> {
          return new Outcome(inspected, m);
        }
        case IndexTalk.Entries _, IndexTalk.Listed _ ->
            throw PackHelper.impossible("answer to another request");
      }
    }
  }

  /**
   * @param where objects are not that others refer to
   */
  private static void report(Outcome outcome, String where, Console console) {
    OddityLines.of(outcome.inspected()).forEach(line -> console.detail(1, line));
    long missing = outcome.inspected().missingLinks();
    if (missing > 0) {
      boolean one = missing == 1;
      console.milestone(
          (one
                  ? "1 object that others refer to is "
                  : missing + " objects that others refer to are ")
              + where);
    }
    console.milestone("Indexed " + outcome.indexed().checksum() + ".pack");
  }
}
