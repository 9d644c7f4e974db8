package got.cli.clone;

import got.cli.refs.NewRef;
import got.cli.refs.NewSymref;
import got.cli.refs.RefListing;
import got.cli.remote.RepositoryUrl;
import got.cli.say.Console;
import got.cli.say.OddityLines;
import got.cli.say.ProgressLine;
import got.ipc.ObjectId;
import got.ipc.RemoteRef;
import got.ipc.index.IndexTalk;
import java.nio.file.Path;
import java.util.List;

/** Shows on the console how a clone gets on. */
final class TextReport extends ConsoleReport {
  private final Console console;
  private final ProgressLine progress;

  /** Shown at the end: got-index-pack may be done before the server has had its last words. */
  private IndexTalk.Inspected inspected = new IndexTalk.Inspected(0, List.of());

  TextReport(Console console, ProgressLine progress) {
    super(console);
    this.console = console;
    this.progress = progress;
  }

  @Override
  public void connecting(RepositoryUrl url) {
    console.milestone("Connecting to " + url.gitUrl());
  }

  @Override
  public void serverText(String text, boolean passing) {
    if (passing) {
      console.serverPassing(text);
    } else {
      console.server(text);
    }
  }

  @Override
  public void fetching(long bytes) {
    progress.fetching(bytes);
  }

  @Override
  public void received(long bytes) {
    progress.received(bytes);
  }

  @Override
  public void indexing(IndexTalk.Indexing p) {
    progress.indexing(p);
  }

  @Override
  public void inspected(IndexTalk.Inspected m) {
    inspected = m;
  }

  @Override
  public void fetched(ObjectId pack, int objects) {
    progress.end();
    OddityLines.of(inspected).forEach(line -> console.detail(1, line));
    if (objects > 0) {
      console.milestone("Fetched " + pack + ".pack");
    }
  }

  @Override
  public void created(NewRef ref) {
    console.detail(1, "Created reference " + ref.name() + ": " + ref.id());
  }

  @Override
  public void created(NewSymref ref) {
    console.detail(1, "Created reference " + ref.name() + ": " + ref.target());
  }

  @Override
  public void listed(List<RemoteRef> refs) {
    refs.forEach(ref -> console.data(RefListing.line(ref)));
  }

  @Override
  public void created(Path repository, boolean mirror) {
    String what = mirror ? "mirrored" : "cloned";
    console.milestone("Created " + what + " repository '" + repository + "'");
  }
}
