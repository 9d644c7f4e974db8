package got.cli.fetch;

import got.cli.local.CheckedOut;
import got.cli.local.LocalRefs;
import got.cli.local.LocalRepository;
import got.cli.local.NewPack;
import got.cli.local.RefChange;
import got.cli.local.RefTransaction;
import got.cli.local.RefValue;
import got.cli.local.Reflogs;
import got.cli.process.Ending;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import got.cli.say.Phrase;
import got.ipc.RefName;
import got.ipc.read.ReadTalk.Way;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a fetch leaves in the repository, and what has to be undone until then. {@link #undo} may
 * come from a signal's thread.
 */
final class Finish {
  private final LocalRepository repository;
  private final String remote;
  private final Consumer<String> warning;
  private Optional<NewPack> pack = Optional.empty();
  private Optional<RefTransaction> transaction = Optional.empty();
  private boolean undone;

  /**
   * @param remote its name, for logs
   * @param warning is told what is left, or could not be noted
   */
  Finish(LocalRepository repository, String remote, Consumer<String> warning) {
    this.repository = repository;
    this.remote = remote;
    this.warning = warning;
  }

  /** The files for a pack. */
  synchronized NewPack pack() throws Failure {
    requireGoingOn();
    NewPack made = NewPack.create(repository);
    pack = Optional.of(made);
    return made;
  }

  private synchronized RefTransaction begin(List<RefChange> changes) throws Failure {
    requireGoingOn();
    RefTransaction begun = new RefTransaction(repository, changes, Ending::moved);
    transaction = Optional.of(begun);
    return begun;
  }

  private void requireGoingOn() throws Failure {
    if (undone) {
      throw Phrase.INTERRUPTED.failure();
    }
  }

  /** Of a step between the locks and the changes. */
  private interface Check {
    void run() throws Failure;
  }

  /**
   * Does what is planned, unless somebody has come to stand on what it takes away. git takes no
   * lock of a branch to stand on it: this is no more than late.
   *
   * @param ways how those that logs tell of move
   */
  void change(FetchPlan plan, Map<RefName, Way> ways) throws Failure {
    change(plan.changes(), ways, () -> requireFree(plan));
  }

  private void requireFree(FetchPlan plan) throws Failure {
    if (!plan.mayTake()) {
      return;
    }
    CheckedOut now = CheckedOut.of(repository, LocalRefs.read(repository));
    Optional<RefName> taken = plan.takenFrom(now);
    if (taken.isPresent()) {
      throw new Failure(
          ExitCode.FAILED,
          "branch was checked out meanwhile: " + taken.get(),
          "nothing is changed; fetch again");
    }
  }

  /**
   * Changes references: all or none.
   *
   * @param ways how those that logs tell of move
   */
  void change(List<RefChange> changes, Map<RefName, Way> ways) throws Failure {
    change(
        changes,
        ways,
        () -> {
          // Nobody stands on them.
        });
  }

  private void change(List<RefChange> changes, Map<RefName, Way> ways, Check check) throws Failure {
    if (changes.isEmpty()) {
      return;
    }
    Optional<RefName> head = repository.head();
    boolean logged = Reflogs.areKept(repository);
    RefTransaction begun = begin(changes);
    begun.prepare();
    check.run();
    begun.commit();
    if (!logged) {
      return;
    }
    OffsetDateTime now = OffsetDateTime.now(ZoneId.systemDefault());
    try (Reflogs logs = new Reflogs(repository, now, head)) {
      // The log of a reference that is gone may be in the way of another one's.
      for (RefChange change : changes.stream().filter(RefChange::deletes).toList()) {
        note(logs, change, Way.OTHER);
      }
      for (RefChange change : changes.stream().filter(c -> !c.deletes()).toList()) {
        note(logs, change, ways.getOrDefault(change.name(), Way.OTHER));
      }
    } catch (IOException e) {
      warning.accept("cannot close a log: " + FileErrors.text(repository.directory().path(), e));
    }
  }

  private void note(Reflogs logs, RefChange change, Way way) {
    try {
      logs.note(change, "fetch " + remote + action(change, way));
    } catch (IOException e) {
      warning.accept(
          "cannot note it in a log: " + FileErrors.text(repository.directory().path(), e));
    }
  }

  /** In git's words. Source: its builtin/fetch.c, update_local_ref. */
  private static String action(RefChange change, Way way) {
    RefName name = change.name();
    boolean tag = name.startsWith("refs/tags/");
    if (!(change.from() instanceof RefValue.Absent)) {
      return tag
          ? ": updating tag"
          : switch (way) {
            case FORWARD -> ": fast-forward";
            case FORCED -> ": forced-update";
            case OTHER -> "";
          };
    }
    boolean branch = name.startsWith("refs/heads/") || name.startsWith("refs/remotes/");
    return tag ? ": storing tag" : branch ? ": storing head" : ": storing ref";
  }

  /** Undoes what is not done, and closes what is. */
  synchronized void undo() {
    undone = true;
    try {
      if (transaction.isPresent()) {
        transaction.get().close();
      }
    } catch (IOException e) {
      left(e);
    }
    try {
      if (pack.isPresent()) {
        pack.get().close();
      }
    } catch (IOException e) {
      left(e);
    }
  }

  private void left(IOException e) {
    warning.accept("left behind: " + FileErrors.text(repository.directory().path(), e));
    for (Throwable other : e.getSuppressed()) {
      if (other instanceof IOException more) {
        left(more);
      }
    }
  }
}
