package got.cli.fetch;

import got.cli.clone.CloneListener;
import got.cli.clone.ListSession;
import got.cli.clone.Reports;
import got.cli.local.LocalRefs;
import got.cli.local.LocalRepository;
import got.cli.local.RefChange;
import got.cli.local.RefValue;
import got.cli.local.Reflogs;
import got.cli.local.RemoteSettings;
import got.cli.process.Cleanup;
import got.cli.process.ConfiningWarning;
import got.cli.process.HelperSandbox;
import got.cli.process.Installation;
import got.cli.process.Pipeline;
import got.cli.refs.RefOrder;
import got.cli.remote.Access;
import got.cli.remote.RepositoryUrl;
import got.cli.remote.SshOptions;
import got.cli.say.Console;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import got.cli.say.Phrase;
import got.cli.say.ProgressLine;
import got.cli.say.UsageException;
import got.ipc.RefName;
import got.ipc.Remote.Transport;
import got.ipc.read.ReadTalk.Way;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** {@code got fetch}: finds the repository and the remote, and does what was asked for. */
public final class FetchCommand implements FetchRunner {
  @Override
  public int run(FetchOptions options, Console console) throws Failure {
    try (LocalRepository repository = options.place().open()) {
      Remote remote = RemoteFinder.find(repository, options.remote());
      return options.action() == FetchOptions.Action.FORGET
          ? forget(options, remote, repository, console)
          : connect(options, remote, repository, console);
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, FileErrors.text(Path.of("."), e));
    } catch (InterruptedException e) {
      throw Phrase.INTERRUPTED.failure();
    }
  }

  private static Access access(FetchOptions options, RepositoryUrl url) throws Failure {
    SshOptions ssh = options.ssh();
    if (url.transport() != Transport.SSH
        && (!ssh.identity().isEmpty() || !ssh.jumpHost().isEmpty())) {
      throw new UsageException("-i and -J options are for ssh: " + url.gitUrl(), "");
    }
    if (url.transport() != Transport.HTTP && options.http().areGiven()) {
      String names = "--cacert, --max-redirs, --netrc-file, --noproxy and --proxy options";
      throw new UsageException(names + " are for http and https: " + url.gitUrl(), "");
    }
    return Access.to(url, ssh, options.http(), options.verbosity());
  }

  private static int connect(
      FetchOptions options, Remote remote, LocalRepository repository, Console console)
      throws Failure, InterruptedException {
    Access access = access(options, remote.url());
    Finish finish = new Finish(repository, remote.name(), console::warning);
    try (ConfiningWarning _ = new ConfiningWarning(options.confining(), console);
        Pipeline pipeline =
            new Pipeline(
                Installation.own(),
                HelperSandbox.of(options.confining()),
                options.timeouts(),
                line -> console.trace(1, line));
        Cleanup _ = new Cleanup(finish::undo, pipeline::close);
        ProgressLine progress = new ProgressLine(console)) {
      CloneListener listener = Reports.of(options.json(), console, progress);
      if (options.action() == FetchOptions.Action.LIST) {
        listener.listed(new ListSession(remote.url(), access, pipeline, listener).run());
        return ExitCode.DONE.status();
      }
      FetchReport report = new FetchReport(console, options.json());
      report.connecting(remote);
      FetchSession.Means means =
          new FetchSession.Means(
              access,
              options.pack(),
              pipeline,
              listener,
              options.json() || Reflogs.areKept(repository));
      FetchSession session = new FetchSession(remote, options.wish(), repository, means, finish);
      FetchPlan plan = session.run();
      return tell(plan, session.ways(), session.cost(), report);
    } catch (IOException e) {
      throw Phrase.NOT_INSTALLED.failure(e.getMessage());
    }
  }

  private static int tell(FetchPlan plan, Map<RefName, Way> ways, Cost cost, FetchReport report) {
    for (RefChange change : plan.changes()) {
      report.changed(change, ways.getOrDefault(change.name(), Way.OTHER));
    }
    plan.rejected().forEach(report::rejected);
    report.done(plan, ways, cost);
    return plan.rejected().isEmpty() ? ExitCode.DONE.status() : ExitCode.REJECTED.status();
  }

  /** Deletes what is remembered of the remote; the server is not asked. */
  private static int forget(
      FetchOptions options, Remote remote, LocalRepository repository, Console console)
      throws Failure {
    LocalRefs refs = LocalRefs.read(repository);
    List<RefChange> changes = new ArrayList<>();
    List<String> others = directoriesBelow(remote, repository);
    for (RefName name : refs.values().keySet()) {
      if (name.startsWith(remote.directory()) && others.stream().noneMatch(name::startsWith)) {
        changes.add(new RefChange(name, refs.value(name), RefValue.NONE));
      }
    }
    changes.sort(Comparator.comparing(RefChange::name, RefOrder.PATH));
    Reflogs.requireTrust(repository, changes);
    Finish finish = new Finish(repository, remote.name(), console::warning);
    try (Cleanup _ = new Cleanup(finish::undo)) {
      finish.change(changes, Map.of());
    }
    FetchPlan plan = new FetchPlan(changes, List.of(), List.of(), List.of());
    return tell(plan, Map.of(), Cost.NONE, new FetchReport(console, options.json()));
  }

  /** Of remotes {@code a/b}, which keep what they remember below that of a remote {@code a}. */
  private static List<String> directoriesBelow(Remote remote, LocalRepository repository)
      throws Failure {
    return RemoteSettings.names(repository).stream()
        .map(name -> "refs/remotes/" + name + "/")
        .filter(directory -> directory.length() > remote.directory().length())
        .filter(directory -> directory.startsWith(remote.directory()))
        .toList();
  }
}
