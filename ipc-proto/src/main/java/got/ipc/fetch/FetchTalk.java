package got.ipc.fetch;

import static got.ipc.fetch.FetchTalk.Asked.CHOOSING;
import static got.ipc.fetch.FetchTalk.Asked.EVERYTHING;
import static got.ipc.fetch.FetchTalk.Asked.NOTHING;
import static got.ipc.fetch.FetchTalk.Asked.OFFERING;
import static got.ipc.fetch.FetchTalk.Asked.UPDATING;
import static got.ipc.fetch.FetchTalk.Told.ADVERTISED;
import static got.ipc.fetch.FetchTalk.Told.CONNECTED;
import static got.ipc.fetch.FetchTalk.Told.DONE;
import static got.ipc.fetch.FetchTalk.Told.LISTED;

import got.ipc.Direction;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.Protocol;
import got.ipc.Remote;
import got.ipc.RemoteRef;
import got.ipc.Rule;
import got.ipc.Rules;
import got.ipc.Text;
import got.ipc.wire.ReplyCodec;
import java.util.List;

/** All that got and got-fetch-pack may say to each other. */
public final class FetchTalk {
  /** How far got is with what it wants. */
  enum Asked {
    NOTHING,
    CHOOSING,
    UPDATING,
    OFFERING,
    EVERYTHING
  }

  /** How far got-fetch-pack is with the server. */
  enum Told {
    CONNECTED,
    ADVERTISED,
    LISTED,
    DONE
  }

  private static final List<Rule<Request>> REQUESTS =
      List.of(
          new Rule<>(NOTHING, ListRefs.class, 1, EVERYTHING),
          new Rule<>(NOTHING, Fetch.class, 2, CHOOSING),
          new Rule<>(CHOOSING, Wants.class, CHOOSING),
          new Rule<>(CHOOSING, WantsEnd.class, EVERYTHING),
          new Rule<>(NOTHING, Update.class, 2, UPDATING),
          new Rule<>(UPDATING, Wants.class, UPDATING),
          new Rule<>(UPDATING, WantsEnd.class, OFFERING),
          new Rule<>(OFFERING, Haves.class, OFFERING),
          new Rule<>(OFFERING, HavesEnd.class, EVERYTHING));

  private static final List<Rule<Reply>> REPLIES =
      List.of(
          new Rule<>(CONNECTED, Heard.class, CONNECTED),
          new Rule<>(CONNECTED, Packet.class, CONNECTED),
          new Rule<>(CONNECTED, Advertisement.class, ADVERTISED),
          new Rule<>(ADVERTISED, Heard.class, ADVERTISED),
          new Rule<>(ADVERTISED, Packet.class, ADVERTISED),
          new Rule<>(ADVERTISED, Refs.class, ADVERTISED),
          new Rule<>(ADVERTISED, LeftOut.class, ADVERTISED),
          new Rule<>(ADVERTISED, RefsEnd.class, LISTED),
          new Rule<>(LISTED, Heard.class, LISTED),
          new Rule<>(LISTED, Packet.class, LISTED),
          new Rule<>(LISTED, HavesWanted.class, LISTED),
          new Rule<>(LISTED, Common.class, LISTED),
          new Rule<>(LISTED, ServerText.class, LISTED),
          new Rule<>(LISTED, Fetching.class, LISTED),
          new Rule<>(LISTED, Fetched.class, DONE));

  public static final Protocol<Request, Reply> PROTOCOL =
      new Protocol<>(
          new Direction<>(Rules.ofRequests(NOTHING, REQUESTS), new FetchRequestCodec()),
          new Direction<>(
              Rules.ofReplies(CONNECTED, REPLIES), new ReplyCodec<>(new FetchReplyCodec())));

  private FetchTalk() {}

  /** Sent by got. */
  public sealed interface Request {}

  /** Sent by got-fetch-pack. */
  public sealed interface Reply {}

  /**
   * List everything the server has; {@link RefsEnd} is the answer's last message. Descriptor: the
   * network.
   *
   * @param packets if {@link Packet} is wanted
   */
  public record ListRefs(Remote remote, boolean packets) implements Request {
    /** Without {@link Packet}. */
    public ListRefs(Remote remote) {
      this(remote, false);
    }
  }

  /**
   * List, then wait for {@link Wants}. Descriptors: the network, the pack pipe to write to.
   *
   * @param prefixes beginnings of the reference names of interest, in ASCII or one byte per char;
   *     empty: all
   * @param packets if {@link Packet} is wanted
   */
  public record Fetch(Remote remote, List<String> prefixes, boolean packets) implements Request {
    /** Without {@link Packet}. */
    public Fetch(Remote remote, List<String> prefixes) {
      this(remote, prefixes, false);
    }
  }

  /**
   * List, then wait for {@link Wants}, and ask for commits to offer, for a repository that is
   * there. The pack may be thin. Descriptors: the network, the pack pipe to write to.
   *
   * @param prefixes as in {@link Fetch}
   * @param packets if {@link Packet} is wanted
   */
  public record Update(Remote remote, List<String> prefixes, boolean packets) implements Request {}

  /**
   * Commits that the repository has, for each {@link HavesWanted}.
   *
   * @param ids not empty, and at most as many as wanted; the first may be more, up to 64, whatever
   *     was wanted
   */
  public record Haves(List<ObjectId> ids) implements Request {}

  /** There are no more; in place of {@link Haves}. */
  public record HavesEnd() implements Request {}

  /** Some of the ids to ask for. */
  public record Wants(List<ObjectId> ids) implements Request {}

  /** All ids were sent; without any, the helper says goodbye to the server. */
  public record WantsEnd() implements Request {}

  /**
   * Something came from the server since the last message of this kind: that is how got knows that
   * it is alive, even if it sends nothing but empty packets. The last one of an {@link Update}
   * comes before {@link Fetched} in any case.
   *
   * @param received bytes from the network so far
   * @param sent bytes to it so far
   */
  public record Heard(long received, long sent) implements Reply {}

  /**
   * A packet that was sent or received, in short, for people.
   *
   * @param text cleaned
   */
  public record Packet(String text) implements Reply {
    public Packet {
      text = Text.clean(text, Limits.LINE);
    }
  }

  /**
   * @param version the protocol version the server speaks: 0, 1 or 2
   */
  public record Advertisement(int version, HashAlgorithm algorithm) implements Reply {}

  /** Some of the server's references. */
  public record Refs(List<RemoteRef> refs) implements Reply {}

  /**
   * Some of the server's references that are in no {@link Refs}, because git refuses their names.
   *
   * @param names one byte per char, each {@link got.ipc.RefName#isOnlyMalformed}
   */
  public record LeftOut(List<String> names) implements Reply {}

  /**
   * @param count of all references sent and of all names left out, for comparison
   */
  public record RefsEnd(int count) implements Reply {}

  /**
   * The server would like to know of commits that we have. {@link Haves} or {@link HavesEnd}
   * answers.
   *
   * @param count at most so many, 1 to {@link Limits#IDS}
   */
  public record HavesWanted(int count) implements Reply {}

  /**
   * The server has these commits too.
   *
   * @param ids that were in {@link Haves}, not empty, at most {@link Limits#IDS}
   */
  public record Common(List<ObjectId> ids) implements Reply {}

  /**
   * One line of the server's own text, cleaned.
   *
   * @param passing if the server means to overwrite it: only of use on a terminal
   */
  public record ServerText(String text, boolean passing) implements Reply {
    public ServerText {
      text = Text.clean(text, Limits.LINE);
    }
  }

  /**
   * @param bytes of the pack received so far
   */
  public record Fetching(long bytes) implements Reply {}

  /**
   * The whole pack went into the pipe; the last message.
   *
   * @param bytes of the pack
   */
  public record Fetched(long bytes) implements Reply {}
}
