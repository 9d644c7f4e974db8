package got.ipc.read;

import static got.ipc.read.ReadTalk.Asked.AFTERWARDS;
import static got.ipc.read.ReadTalk.Asked.EVERYTHING;
import static got.ipc.read.ReadTalk.Asked.HAVES;
import static got.ipc.read.ReadTalk.Asked.NOTHING;
import static got.ipc.read.ReadTalk.Asked.PACKS;
import static got.ipc.read.ReadTalk.Asked.QUESTIONS;
import static got.ipc.read.ReadTalk.Asked.SERVICE;
import static got.ipc.read.ReadTalk.Asked.TIPS;
import static got.ipc.read.ReadTalk.Told.ANSWERING;
import static got.ipc.read.ReadTalk.Told.DONE;
import static got.ipc.read.ReadTalk.Told.KNOWING;

import got.ipc.Direction;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.PackEntry;
import got.ipc.Protocol;
import got.ipc.Rule;
import got.ipc.Rules;
import got.ipc.wire.ReplyCodec;
import java.util.List;

/**
 * All that got and got-read-pack may say to each other.
 *
 * <p>got first describes a repository: its packs, the ids of its loose objects, the values of its
 * references. Then it asks, one question at a time: it waits for the answer of a question before it
 * asks the next one. While it waits, got-read-pack may want loose objects. Then got-read-pack
 * answers got-index-pack ({@link Serve}), and may be handed the new pack. In the end it is to go
 * ({@link Finish}).
 */
public final class ReadTalk {
  /** How far got is with its description, and then with its questions. */
  enum Asked {
    NOTHING,
    PACKS,
    TIPS,
    QUESTIONS,
    HAVES,
    SERVICE,
    AFTERWARDS,
    EVERYTHING
  }

  /** How far got-read-pack is with its answers. */
  enum Told {
    ANSWERING,
    KNOWING,
    DONE
  }

  private static final List<Rule<Request>> REQUESTS =
      List.of(
          new Rule<>(NOTHING, Open.class, PACKS),
          new Rule<>(PACKS, Pack.class, 2, PACKS),
          new Rule<>(PACKS, PacksEnd.class, TIPS),
          new Rule<>(TIPS, LooseIds.class, TIPS),
          new Rule<>(TIPS, Tips.class, TIPS),
          new Rule<>(TIPS, TipsEnd.class, QUESTIONS),
          new Rule<>(QUESTIONS, Have.class, HAVES),
          new Rule<>(QUESTIONS, HaveEnd.class, QUESTIONS),
          new Rule<>(HAVES, Have.class, HAVES),
          new Rule<>(HAVES, HaveEnd.class, QUESTIONS),
          new Rule<>(QUESTIONS, MoreHaves.class, QUESTIONS),
          new Rule<>(QUESTIONS, Common.class, QUESTIONS),
          new Rule<>(QUESTIONS, Loose.class, 1, QUESTIONS),
          new Rule<>(QUESTIONS, NotLoose.class, QUESTIONS),
          new Rule<>(QUESTIONS, Moves.class, QUESTIONS),
          new Rule<>(QUESTIONS, Serve.class, 1, SERVICE),
          new Rule<>(QUESTIONS, Finish.class, EVERYTHING),
          new Rule<>(SERVICE, Loose.class, 1, SERVICE),
          new Rule<>(SERVICE, NotLoose.class, SERVICE),
          new Rule<>(SERVICE, Pack.class, 2, AFTERWARDS),
          new Rule<>(SERVICE, Finish.class, EVERYTHING),
          new Rule<>(AFTERWARDS, Moves.class, AFTERWARDS),
          new Rule<>(AFTERWARDS, Loose.class, 1, AFTERWARDS),
          new Rule<>(AFTERWARDS, NotLoose.class, AFTERWARDS),
          new Rule<>(AFTERWARDS, Finish.class, EVERYTHING));

  private static final List<Rule<Reply>> REPLIES =
      List.of(
          new Rule<>(ANSWERING, Reading.class, ANSWERING),
          new Rule<>(ANSWERING, LooseWanted.class, ANSWERING),
          new Rule<>(ANSWERING, Haves.class, ANSWERING),
          new Rule<>(ANSWERING, Known.class, KNOWING),
          new Rule<>(ANSWERING, KnownEnd.class, ANSWERING),
          new Rule<>(KNOWING, Known.class, KNOWING),
          new Rule<>(KNOWING, KnownEnd.class, ANSWERING),
          new Rule<>(ANSWERING, PeerServed.class, ANSWERING),
          new Rule<>(ANSWERING, Ways.class, ANSWERING),
          new Rule<>(ANSWERING, Served.class, DONE));

  public static final Protocol<Request, Reply> PROTOCOL =
      new Protocol<>(
          new Direction<>(Rules.ofRequests(NOTHING, REQUESTS), new ReadRequestCodec()),
          new Direction<>(
              Rules.ofReplies(ANSWERING, REPLIES), new ReplyCodec<>(new ReadReplyCodec())));

  private ReadTalk() {}

  /** Sent by got. */
  public sealed interface Request {}

  /** Sent by got-read-pack. */
  public sealed interface Reply {}

  /** A repository follows. */
  public record Open(HashAlgorithm algorithm) implements Request {}

  /**
   * One of its packs; behind {@link PeerServed}, the new one. Descriptors, open for reading only:
   * the pack file, its index.
   */
  public record Pack() implements Request {}

  /** There are no more packs. */
  public record PacksEnd() implements Request {}

  /**
   * Some of the ids that loose objects have, by their names. got-read-pack wants no other loose
   * object.
   *
   * @param ids at most {@link Limits#IDS}
   */
  public record LooseIds(List<ObjectId> ids) implements Request {}

  /**
   * Some of the values that references have. The repository is taken to hold everything that can be
   * reached from them.
   *
   * @param ids at most {@link Limits#IDS}
   */
  public record Tips(List<ObjectId> ids) implements Request {}

  /** The repository is described. */
  public record TipsEnd() implements Request {}

  /**
   * Which of these objects are there, with everything that can be reached from them? Answered after
   * {@link HaveEnd}.
   *
   * @param ids at most {@link Limits#IDS}
   */
  public record Have(List<ObjectId> ids) implements Request {}

  /** All ids of the question were sent; {@link Known} and {@link KnownEnd} answer. */
  public record HaveEnd() implements Request {}

  /**
   * More commits to offer to the server; {@link Haves} answers.
   *
   * @param count at most so many, 1 to {@link Limits#IDS}
   */
  public record MoreHaves(int count) implements Request {}

  /**
   * The server has these commits too, so nothing that they descend from is to be offered. There is
   * no answer.
   *
   * @param ids of commits that {@link Haves} or {@link Known} named, at most {@link Limits#IDS}
   */
  public record Common(List<ObjectId> ids) implements Request {}

  /**
   * From now on got-index-pack asks, see {@link got.ipc.base}. Descriptor: one end of a socket
   * pair, whose other end got-index-pack has. When that end is closed, {@link PeerServed} answers,
   * and got asks no more for commits to offer.
   */
  public record Serve() implements Request {}

  /**
   * References move from one object to another: how? {@link Ways} answers.
   *
   * @param moves at most {@link Limits#MOVES}
   */
  public record Moves(List<Move> moves) implements Request {}

  /** From one object to another. */
  public record Move(ObjectId from, ObjectId to) {}

  /** Nothing more is asked; {@link Served} answers. */
  public record Finish() implements Request {}

  /** The loose object that was wanted. Descriptor: its file, open for reading only. */
  public record Loose() implements Request {}

  /** The loose object that was wanted is not there any more. */
  public record NotLoose() implements Request {}

  /**
   * Sent while work goes on: of two in a row, objects were read in between.
   *
   * @param objects read so far
   */
  public record Reading(long objects) implements Reply {}

  /**
   * Objects that {@link Have} asked for and that are there with all they lead to.
   *
   * @param objects at most {@link Limits#IDS}
   */
  public record Known(List<KnownObject> objects) implements Reply {}

  /** An object that is there. */
  public record KnownObject(ObjectId id, PackEntry.Type type) {}

  /** Whatever was asked for and not named is not there, or not all that it leads to. */
  public record KnownEnd() implements Reply {}

  /**
   * Commits to offer, the newest first, each once.
   *
   * @param ids at most as many as asked for
   * @param end if there will be no more
   */
  public record Haves(List<ObjectId> ids, boolean end) implements Reply {}

  /** {@link Loose} or {@link NotLoose} is to follow before anything else. */
  public record LooseWanted(ObjectId id) implements Reply {}

  /** got-index-pack has no more questions. */
  public record PeerServed() implements Reply {}

  /**
   * The answer to {@link Moves}.
   *
   * @param ways one for each move
   */
  public record Ways(List<Way> ways) implements Reply {}

  /** How one object follows another. */
  public enum Way {
    /** A commit and one that descends from it. */
    FORWARD,
    /** A commit and one that does not descend from it. */
    FORCED,
    /** One of them is no commit, or it would have taken too long to tell. */
    OTHER
  }

  /** The last message. */
  public record Served() implements Reply {}
}
