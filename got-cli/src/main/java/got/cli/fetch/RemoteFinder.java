package got.cli.fetch;

import got.cli.local.LocalRepository;
import got.cli.local.RemoteSettings;
import got.cli.local.RemoteSettings.Address;
import got.cli.refs.RefSelection;
import got.cli.remote.RepositoryUrl;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.ipc.BadValueException;
import got.ipc.RefName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Looks a remote up: in the got.conf of the work tree, in that of the repository, and in git's
 * config. The first that has it says all.
 */
final class RemoteFinder {
  private RemoteFinder() {}

  /**
   * @throws Failure if none has it, or what it says is not understood
   */
  static Remote find(LocalRepository repository, String name) throws Failure {
    Optional<RemoteSettings> found = RemoteSettings.find(repository, name);
    if (found.isEmpty()) {
      throw new Failure(ExitCode.FAILED, name + ": remote repository not found");
    }
    RemoteSettings settings = found.get();
    RefSelection names =
        RefSelection.of(
            settings.all(), settings.branches(), settings.references(), settings.mirror());
    RefSelection directories =
        RefSelection.of(false, settings.directories(), List.of(), settings.mirror());
    Remote remote =
        new Remote(
            name,
            url(settings.address()),
            settings.mirror(),
            settings.everything(),
            new Remote.Branches(
                settings.all(), names.branches(), directories.branches(), !settings.whole()),
            names.references());
    if (!remote.mirror()) {
      requireUsable(remote);
    }
    return remote;
  }

  /** Below its name the server's branches are kept. */
  private static void requireUsable(Remote remote) throws Failure {
    try {
      byte[] branch = (remote.directory() + "main").getBytes(StandardCharsets.ISO_8859_1);
      RefName ignored = RefName.check(branch);
    } catch (BadValueException e) {
      throw new Failure(
          ExitCode.FAILED, remote.name() + ": no name for a remote repository: " + e.reason());
    }
  }

  private static RepositoryUrl url(Address address) throws Failure {
    return switch (address) {
      case Address.Url(String url) -> RepositoryUrl.parse(url);
      case Address.Parts parts -> RepositoryUrl.parse(parts.url());
    };
  }
}
