package got.ipc.http;

import static got.ipc.http.HttpTalk.Asked.EVERYTHING;
import static got.ipc.http.HttpTalk.Asked.NOTHING;
import static got.ipc.http.HttpTalk.Asked.OPENED;
import static got.ipc.http.HttpTalk.Asked.SPARED;
import static got.ipc.http.HttpTalk.Told.ASKING;
import static got.ipc.http.HttpTalk.Told.DONE;
import static got.ipc.http.HttpTalk.Told.RELAYING;

import got.ipc.BadValueException;
import got.ipc.Direction;
import got.ipc.Limits;
import got.ipc.Protocol;
import got.ipc.Rule;
import got.ipc.Rules;
import got.ipc.Text;
import got.ipc.wire.ReplyCodec;
import java.util.List;
import java.util.regex.Pattern;

/** All that got and got-fetch-http may say to each other. */
public final class HttpTalk {
  /** How far got is with the connections. */
  enum Asked {
    NOTHING,
    OPENED,
    SPARED,
    EVERYTHING
  }

  /** How far got-fetch-http is with the server. */
  enum Told {
    ASKING,
    RELAYING,
    DONE
  }

  private static final List<Rule<Request>> REQUESTS =
      List.of(
          new Rule<>(NOTHING, Open.class, 3, OPENED),
          new Rule<>(OPENED, Connection.class, 1, OPENED),
          new Rule<>(OPENED, Spare.class, 1, SPARED),
          new Rule<>(SPARED, Spare.class, 1, SPARED),
          new Rule<>(SPARED, Proceed.class, EVERYTHING));

  private static final List<Rule<Reply>> REPLIES =
      List.of(
          new Rule<>(ASKING, Heard.class, ASKING),
          new Rule<>(ASKING, Redirect.class, ASKING),
          new Rule<>(ASKING, Trouble.class, ASKING),
          new Rule<>(ASKING, Discovered.class, RELAYING),
          new Rule<>(RELAYING, Heard.class, RELAYING),
          new Rule<>(RELAYING, Trouble.class, RELAYING),
          new Rule<>(RELAYING, Relayed.class, DONE));

  public static final Protocol<Request, Reply> PROTOCOL =
      new Protocol<>(
          new Direction<>(Rules.ofRequests(NOTHING, REQUESTS), new HttpRequestCodec()),
          new Direction<>(
              Rules.ofReplies(ASKING, REPLIES), new ReplyCodec<>(new HttpReplyCodec())));

  /** What a request line may hold. Source: RFC 3986, 3.3. */
  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*");

  private static final int STATUS_MAX = 599;

  private static final Pattern LOCATION = Pattern.compile("[!-~]+");

  private HttpTalk() {}

  /** Sent by got. */
  public sealed interface Request {}

  /** Sent by got-fetch-http. */
  public sealed interface Reply {}

  /**
   * Ask for the references. Descriptors: the network; the certificates of those who may vouch for a
   * server, for http an empty file; one end of a socket pair, whose other end is got-fetch-pack's
   * network.
   *
   * @param path of the repository, encoded
   * @param authorization for this origin, and no other; only with TLS
   * @param via who is at the other end of the network
   */
  public record Open(Origin origin, String path, Authorization authorization, Via via)
      implements Request {
    public Open {
      if (authorization.isPresent() && !origin.secure()) {
        throw new IllegalArgumentException("a password without TLS");
      }
    }
  }

  /**
   * Ask there instead: got follows a {@link Redirect}. Descriptor: the network.
   *
   * @param path of the repository, encoded
   * @param via who is at the other end of the network
   */
  public record Connection(Origin origin, String path, Via via) implements Request {}

  /** A connection made like the one before, for when that ends. Descriptor: the network. */
  public record Spare() implements Request {}

  /** got connects no more: now Git's bytes may go to got-fetch-pack. */
  public record Proceed() implements Request {}

  /** The server has sent something; a sign of life, twice a second at most. */
  public record Heard() implements Reply {}

  /**
   * The server sends us elsewhere.
   *
   * @param location as it came, in visible ASCII
   */
  public record Redirect(int status, String location) implements Reply {}

  /**
   * The server has Git's answer; none of its bytes has gone on yet.
   *
   * @param keepAlive if the server takes more requests over the connection
   * @param session how the connection is secured, in words, cleaned; empty if it is not
   */
  public record Discovered(boolean keepAlive, String session) implements Reply {
    public Discovered {
      session = Text.clean(session, Limits.LINE);
    }
  }

  /**
   * Why the helper is about to give up, in numbers: {@code Failed} follows, and says it in words.
   *
   * @param status of HTTP; 0 if the connection ended before an answer had come
   * @param later seconds after which the server wants to be asked again; 0 if it does not say
   */
  public record Trouble(int status, int later) implements Reply {}

  /** got-fetch-pack has closed its end, and everything went where it had to; the last message. */
  public record Relayed() implements Reply {}

  /**
   * @throws BadValueException if a request line cannot hold it
   */
  public static String checkPath(String path) throws BadValueException {
    if (path.length() > Limits.URL_PATH || !PATH.matcher(path).matches()) {
      throw new BadValueException("no path for a request");
    }
    return path;
  }

  /**
   * @throws BadValueException if a number is none of HTTP
   */
  public static Trouble checkTrouble(int status, int later) throws BadValueException {
    if (status < 0 || status > STATUS_MAX || later < 0) {
      throw new BadValueException("no trouble");
    }
    return new Trouble(status, later);
  }

  /**
   * @throws BadValueException if it holds anything but visible ASCII, or too much of it
   */
  public static String checkLocation(String location) throws BadValueException {
    if (location.length() > Limits.URL_PATH || !LOCATION.matcher(location).matches()) {
      throw new BadValueException("no URL to be sent to");
    }
    return location;
  }
}
