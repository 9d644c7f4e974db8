package got.cli.remote;

import got.cli.say.Failure;
import got.cli.say.Phrase;
import got.ipc.Remote.Transport;
import got.ipc.http.Origin;
import java.net.InetAddress;
import java.util.Locale;

/**
 * Where the repository is, after all redirects so far, and which further one is followed.
 *
 * <p>A redirect names another page with the same end, so that what is before the end is the
 * repository. It never leads from https to http, nor from an address that anybody can reach to one
 * that only we can. A helper only reports it; what becomes of it is decided here.
 */
public final class Redirects {
  private static final String TAIL = "/info/refs?service=git-upload-pack";

  private final int most;
  private RepositoryUrl url;
  private int followed;

  /** Once a server out there has sent us on, no server in here may be asked. */
  private boolean isPublic;

  /**
   * @param most redirects that may be followed
   */
  public Redirects(RepositoryUrl url, int most) {
    this.url = url;
    this.most = most;
  }

  /** Where the repository is now thought to be. */
  public RepositoryUrl url() {
    return url;
  }

  /** Whether an address may be connected to. */
  public boolean allows(InetAddress address) {
    return !isPublic || Addresses.isPublic(address);
  }

  /** A server at an address was asked. */
  public void asked(InetAddress address) {
    isPublic |= Addresses.isPublic(address);
  }

  /**
   * A proxy is to ask the server. Only the proxy knows the address, so that a name counts as one
   * that anybody can reach; an address in the URL is what it is.
   *
   * @throws Failure if a server out there has sent us to an address that only we can reach
   */
  public void askBehindProxy() throws Failure {
    boolean reachable = Addresses.isPublicHost(url.host());
    if (isPublic && !reachable) {
      throw Phrase.REDIRECTED_INWARDS.failure(url.host());
    }
    isPublic |= reachable;
  }

  /**
   * Follows a redirect.
   *
   * @param location as the server sent it, in visible ASCII
   * @throws Failure if it leads where it must not
   */
  public void follow(String location) throws Failure {
    followed++;
    if (followed > most) {
      throw Phrase.TOO_MANY_REDIRECTS.failure(most);
    }
    String there = absolute(location);
    if (!there.endsWith(TAIL)) {
      throw Phrase.REDIRECTED_ELSEWHERE.failure(location);
    }
    RepositoryUrl next = parsed(there.substring(0, there.length() - TAIL.length()), location);
    if (url.protocol().equals("https") && !next.protocol().equals("https")) {
      throw Phrase.REDIRECTED_TO_HTTP.failure(location);
    }
    url = next;
  }

  /** The whole of it; a path that begins nowhere is no location of a repository. */
  private String absolute(String location) throws Failure {
    if (location.startsWith("//")) {
      return url.protocol() + ":" + location;
    }
    if (location.startsWith("/")) {
      return url.protocol() + "://" + url.hostAndPort() + location;
    }
    String lower = location.toLowerCase(Locale.ROOT);
    if (lower.startsWith("https://") || lower.startsWith("http://")) {
      return location;
    }
    throw Phrase.REDIRECTED_ELSEWHERE.failure(location);
  }

  private static RepositoryUrl parsed(String base, String location) throws Failure {
    try {
      RepositoryUrl next = RepositoryUrl.parse(base);
      if (next.transport() == Transport.HTTP) {
        // A host that no request can name would be refused later, as if the user had written it.
        Origin _ = next.origin();
        return next;
      }
    } catch (BadUrlException e) {
      throw Phrase.REDIRECTED_ELSEWHERE.withHint(e.hint(), location);
    }
    throw Phrase.REDIRECTED_ELSEWHERE.failure(location);
  }
}
