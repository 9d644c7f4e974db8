package got.cli.clone;

import got.cli.process.Cleanup;
import got.cli.process.ConfiningWarning;
import got.cli.process.HelperSandbox;
import got.cli.process.Installation;
import got.cli.process.Pipeline;
import got.cli.remote.Access;
import got.cli.repository.CloneTarget;
import got.cli.repository.NewRepository;
import got.cli.say.Console;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.cli.say.ProgressLine;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code got clone}: what the command line asked for, with everything removed if it fails. */
public final class CloneCommand implements CloneRunner {
  @Override
  public int run(CloneOptions options, Console console) throws Failure {
    Access access = Access.to(options.url(), options.ssh(), options.http(), options.verbosity());
    try (ConfiningWarning _ = new ConfiningWarning(options.confining(), console);
        Pipeline pipeline =
            new Pipeline(
                installation(),
                HelperSandbox.of(options.confining()),
                options.timeouts(),
                line -> console.trace(1, line))) {
      if (options.list()) {
        list(options, access, console, pipeline);
      } else {
        clone(options, access, console, pipeline);
      }
      return ExitCode.DONE.status();
    } catch (InterruptedException e) {
      throw Phrase.INTERRUPTED.failure();
    }
  }

  private static Installation installation() throws Failure {
    try {
      return Installation.own();
    } catch (IOException e) {
      throw Phrase.NOT_INSTALLED.failure(e.getMessage());
    }
  }

  private static void list(CloneOptions options, Access access, Console console, Pipeline pipeline)
      throws Failure, InterruptedException {
    try (Cleanup _ = new Cleanup(pipeline::close);
        ProgressLine progress = new ProgressLine(console)) {
      CloneListener listener = listener(options, console, progress);
      listener.listed(new ListSession(options.url(), access, pipeline, listener).run());
    }
  }

  private static void clone(CloneOptions options, Access access, Console console, Pipeline pipeline)
      throws Failure, InterruptedException {
    Beginning beginning = new Beginning(console);
    try (Cleanup _ = new Cleanup(beginning::undo, pipeline::close);
        ProgressLine progress = new ProgressLine(console)) {
      NewRepository repository = beginning.create(options.target());
      CloneListener listener = listener(options, console, progress);
      new CloneSession(options, access, repository, pipeline, listener).run();
      listener.created(options.target().directory(), options.refs().mirror());
      requireHeard(console, options.target().directory());
    }
  }

  /** The last words about a repository that is there already. */
  private static void requireHeard(Console console, Path repository) throws Failure {
    try {
      console.requireHeard();
    } catch (Failure e) {
      throw new Failure(e.exitCode(), e.text(), "the repository is complete: " + repository);
    }
  }

  private static CloneListener listener(
      CloneOptions options, Console console, ProgressLine progress) {
    return options.json()
        ? new JsonReport(console, System::nanoTime)
        : new TextReport(console, progress);
  }

  /** What has to be undone, from the first directory made to the moment the repository appears. */
  private static final class Beginning {
    private final Console console;
    private @Nullable NewRepository repository;
    private boolean undone;

    Beginning(Console console) {
      this.console = console;
    }

    /** A signal during this waits until there is something to remove. */
    synchronized NewRepository create(CloneTarget target) throws Failure {
      if (undone) {
        throw Phrase.INTERRUPTED.failure();
      }
      NewRepository created = NewRepository.create(target, this::left);
      repository = created;
      return created;
    }

    /** What cannot be undone is named, and does not keep the failure from being told. */
    private void left(String what) {
      console.warning("left behind: " + what);
    }

    /** Needs no helper's end: they write to files, and know no names. */
    synchronized void undo() {
      undone = true;
      if (repository != null) {
        repository.abort();
      }
    }
  }
}
