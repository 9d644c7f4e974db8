package got.cli.remote;

import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.http.Authorization;
import got.ipc.http.Origin;
import java.nio.file.Path;

/** How a server is reached. */
public sealed interface Access {
  /**
   * How the server of a URL is reached, as the command line wants it.
   *
   * @param verbosity ssh(1) gets as many -v
   * @throws Failure if that cannot be; nothing was contacted
   */
  static Access to(RepositoryUrl url, SshOptions ssh, HttpOptions http, int verbosity)
      throws Failure {
    return switch (url.transport()) {
      case GIT -> new Tcp(url.host(), url.port() == 0 ? Tcp.GIT_PORT : url.port());
      case HTTP -> {
        Netrc netrc = http.netrc().isEmpty() ? Netrc.NONE : Netrc.read(Path.of(http.netrc()));
        Http access = new Http(url.origin(), url.encodedPath(), http, netrc);
        Authorization _ = access.authorization();
        Route _ = access.route(access.origin());
        yield access;
      }
      case SSH -> new Ssh(got.cli.remote.Ssh.command(url, ssh, verbosity, System.getenv()));
    };
  }

  /**
   * Over TCP, as git-daemon(1) is.
   *
   * @param port 1 to 65535
   */
  record Tcp(String host, int port) implements Access {
    /** Of git-daemon(1). */
    private static final int GIT_PORT = 9418;
  }

  /**
   * By HTTP, over TCP.
   *
   * @param path of the repository, encoded
   * @param netrc who we are
   */
  record Http(Origin origin, String path, HttpOptions options, Netrc netrc) implements Access {
    /**
     * For the origin of the URL.
     *
     * @throws Failure if there is a password, but no TLS to hide it
     */
    public Authorization authorization() throws Failure {
      int usual = Origin.defaultPort(origin.secure());
      Authorization found = netrc.find(origin.host(), origin.port(), usual);
      if (found.isPresent() && !origin.secure()) {
        throw Phrase.PASSWORD_WITHOUT_TLS.failure(origin);
      }
      return found;
    }

    /**
     * How to connect to the origin of the URL, or to another one that it redirects to.
     *
     * @throws Failure if there is a proxy that we cannot speak with
     */
    public Route route(Origin there) throws Failure {
      return Route.to(there, options.proxies(), netrc);
    }
  }

  /** Through ssh(1), which starts git-upload-pack over there. */
  record Ssh(SshCommand command) implements Access {}
}
