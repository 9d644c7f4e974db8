package got.cli.clone;

import got.cli.refs.NewRef;
import got.cli.refs.NewSymref;
import got.cli.remote.RepositoryUrl;
import got.cli.say.Console;
import got.cli.say.JsonLine;
import got.ipc.ObjectId;
import got.ipc.Oddity;
import got.ipc.RemoteRef;
import got.ipc.index.IndexTalk;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells programs how a clone gets on: one {@link JsonLine} for each event. The objects and their
 * members are promised by got(1), "MACHINE-READABLE OUTPUT".
 */
final class JsonReport extends ConsoleReport {
  private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(200);

  private final Console console;
  private final LongSupplier nanoClock;
  private long shown;
  private long passed;
  private long received;
  private IndexTalk.Indexing index = new IndexTalk.Indexing(0, 0, 0, 0, 0);

  JsonReport(Console console, LongSupplier nanoClock) {
    super(console);
    this.console = console;
    this.nanoClock = nanoClock;
    this.shown = nanoClock.getAsLong() - INTERVAL;
    this.passed = shown;
  }

  private boolean quiet() {
    return console.verbosity() == Console.QUIET;
  }

  @Override
  public void connecting(RepositoryUrl url) {
    if (!quiet()) {
      console.object(new JsonLine("connecting").with("url", url.gitUrl()));
    }
  }

  @Override
  public void serverText(String text, boolean passing) {
    long now = nanoClock.getAsLong();
    if (!quiet() && (!passing || now - passed >= INTERVAL)) {
      passed = passing ? now : passed;
      console.object(new JsonLine("server").with("text", text).with("passing", passing));
    }
  }

  @Override
  public void fetching(long bytes) {
    received = bytes;
    progress();
  }

  @Override
  public void received(long bytes) {
    received = bytes;
  }

  @Override
  public void indexing(IndexTalk.Indexing progress) {
    index = progress;
    progress();
  }

  private void progress() {
    if (nanoClock.getAsLong() - shown >= INTERVAL) {
      show();
    }
  }

  private void show() {
    if (!quiet()) {
      shown = nanoClock.getAsLong();
      console.object(
          new JsonLine("progress")
              .with("received", received)
              .with("objects", index.objects())
              .with("indexed", index.indexed())
              .with("deltas", index.deltas())
              .with("resolved", index.resolved()));
    }
  }

  @Override
  public void inspected(IndexTalk.Inspected m) {
    if (!quiet()) {
      for (Oddity oddity : m.oddities()) {
        console.object(
            new JsonLine("oddity").with("text", oddity.name()).with("objects", oddity.objects()));
      }
    }
  }

  @Override
  public void fetched(ObjectId pack, int objects) {
    index = new IndexTalk.Indexing(received, objects, objects, index.deltas(), index.deltas());
    show();
    if (objects > 0) {
      console.object(
          new JsonLine("pack")
              .with("id", pack.toString())
              .with("bytes", received)
              .with("objects", objects));
    }
  }

  @Override
  public void created(NewRef ref) {
    console.object(new JsonLine("ref").with("name", ref.name()).with("id", ref.id().toString()));
  }

  @Override
  public void created(NewSymref ref) {
    console.object(new JsonLine("ref").with("name", ref.name()).with("target", ref.target()));
  }

  @Override
  public void listed(List<RemoteRef> refs) {
    for (RemoteRef ref : refs) {
      JsonLine line = new JsonLine("ref").with("name", ref.name());
      console.object(
          switch (ref) {
            case RemoteRef.Direct r -> line.with("id", r.id().toString());
            case RemoteRef.Symbolic r ->
                line.with("id", r.id().toString()).with("target", r.target());
            case RemoteRef.Unborn r -> line.with("target", r.target());
          });
    }
    console.object(new JsonLine("done"));
  }

  @Override
  public void created(Path repository, boolean mirror) {
    console.object(
        new JsonLine("done").with("directory", repository.toString()).with("mirror", mirror));
  }
}
