package got.cli.remote;

import got.cli.say.Failure;
import got.ipc.http.Authorization;
import got.ipc.http.Origin;
import got.ipc.http.Via;
import java.util.Optional;

/**
 * How a server of HTTP is connected to: itself, or a proxy.
 *
 * @param host to connect to
 * @param port to connect to
 * @param via what got-fetch-http is told of it
 * @param proxy if there is one
 */
public record Route(String host, int port, Via via, Optional<Proxy> proxy) {
  /**
   * @param netrc has an entry for the proxy, which names its port; or has none
   * @throws Failure if the proxy is none that we can speak with
   */
  public static Route to(Origin origin, Proxies proxies, Netrc netrc) throws Failure {
    Optional<Proxy> found = proxies.find(origin);
    if (found.isEmpty()) {
      return new Route(origin.host(), origin.port(), Via.SERVER, found);
    }
    Proxy proxy = found.get();
    // An entry without a port is for a server of https: its password must not go unencrypted.
    Authorization authorization = netrc.find(proxy.host(), proxy.port(), 0);
    return new Route(proxy.host(), proxy.port(), Via.proxy(authorization), found);
  }

  /** What a failure to connect has to do with; empty without a proxy. */
  public String hint() {
    return proxy.map(p -> "that is the proxy, from " + p.source()).orElse("");
  }

  /** What to do if the proxy wants a user and a password; empty without a proxy. */
  public String credentialsHint() {
    return proxy
        .map(
            p ->
                "an entry in the file of --netrc-file lets us in: machine "
                    + p.hostAndPort()
                    + (via.authorization().isPresent() ? "; the one that is there does not" : ""))
        .orElse("");
  }
}
