package got.cli.fetch;

import got.cli.local.RefChange;
import got.cli.local.RefValue;
import got.cli.refs.RefOrder;
import got.cli.remote.RepositoryUrl;
import got.cli.say.Console;
import got.cli.say.JsonLine;
import got.ipc.ObjectId;
import got.ipc.RefName;
import got.ipc.read.ReadTalk.Way;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells what has become of references, in words or for programs. */
final class FetchReport {
  private static final String CREATED = "created";
  private static final String UPDATED = "updated";
  private static final String FORCED = "forced";
  private static final String DELETED = "deleted";

  private final Console console;
  private final boolean json;

  /** What is to be told of references, in the order of their names. */
  private final Map<RefName, Runnable> lines = new TreeMap<>(RefOrder.PATH);

  FetchReport(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  private boolean quiet() {
    return console.verbosity() == Console.QUIET;
  }

  void connecting(Remote remote) {
    RepositoryUrl url = remote.url();
    if (!json) {
      console.milestone("Connecting to \"" + remote.name() + "\" " + url.gitUrl());
    } else if (!quiet()) {
      console.object(
          new JsonLine("connecting").with("remote", remote.name()).with("url", url.gitUrl()));
    }
  }

  void changed(RefChange change, Way way) {
    lines.put(
        change.name(),
        () -> {
          if (json) {
            console.object(line(change, way));
          } else {
            console.milestone(text(change));
          }
        });
  }

  static String text(RefChange change) {
    RefName name = change.name();
    return switch (change.to()) {
      case RefValue.Direct(ObjectId id) -> verb(change) + name + ": " + id;
      case RefValue.Symbolic(RefName target) -> verb(change) + name + ": " + target;
      case RefValue.Absent _ -> "Deleted " + name + ": " + value(change.from());
    };
  }

  private static String verb(RefChange change) {
    return switch (change.from()) {
      case RefValue.Absent _ -> "Created reference ";
      case RefValue.Symbolic _ -> "Replacing reference ";
      case RefValue.Direct _ ->
          change.to() instanceof RefValue.Direct ? "Updated " : "Replacing reference ";
    };
  }

  private static String value(RefValue value) {
    return switch (value) {
      case RefValue.Direct(ObjectId id) -> id.toString();
      case RefValue.Symbolic(RefName target) -> target.toString();
      case RefValue.Absent _ -> "";
    };
  }

  private static String what(RefChange change, Way way) {
    if (change.deletes()) {
      return DELETED;
    }
    return change.from() instanceof RefValue.Absent
        ? CREATED
        : way == Way.FORCED ? FORCED : UPDATED;
  }

  private static JsonLine line(RefChange change, Way way) {
    JsonLine line =
        new JsonLine("ref").with("name", change.name()).with("change", what(change, way));
    with(line, "old", change.from());
    with(line, "new", change.to());
    return line;
  }

  private static void with(JsonLine line, String which, RefValue value) {
    switch (value) {
      case RefValue.Direct(ObjectId id) -> line.with(which, id.toString());
      case RefValue.Symbolic(RefName target) -> line.with(which + "_target", target);
      case RefValue.Absent _ -> {
        // There is none.
      }
    }
  }

  void rejected(FetchPlan.Rejected rejected) {
    lines.put(rejected.name(), () -> tell(rejected));
  }

  private void tell(FetchPlan.Rejected rejected) {
    if (json) {
      JsonLine line = new JsonLine("ref").with("name", rejected.name()).with("change", "rejected");
      with(line, "old", rejected.old());
      with(line, "new", new RefValue.Direct(rejected.id()));
      console.object(line);
    } else {
      console.milestone(
          "Rejecting update of existing tag " + rejected.name() + ": " + rejected.id());
    }
  }

  /** Tells of all that was changed or rejected, and what it was together. */
  void done(FetchPlan plan, Map<RefName, Way> ways, Cost cost) {
    lines.values().forEach(Runnable::run);
    boolean nothing = plan.changes().isEmpty() && plan.rejected().isEmpty();
    if (json) {
      JsonLine line = new JsonLine("done").with("changed", plan.changes().size());
      for (String what : List.of(CREATED, UPDATED, FORCED, DELETED)) {
        line.with(
            what,
            plan.changes().stream()
                .filter(c -> what(c, ways.getOrDefault(c.name(), Way.OTHER)).equals(what))
                .count());
      }
      console.object(
          line.with("rejected", plan.rejected().size())
              .with("objects", cost.objects())
              .with("rounds", cost.rounds())
              .with("received", cost.received())
              .with("sent", cost.sent()));
    } else if (nothing) {
      console.milestone("Already up-to-date");
    }
  }
}
