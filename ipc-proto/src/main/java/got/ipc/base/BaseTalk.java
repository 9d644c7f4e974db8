package got.ipc.base;

import static got.ipc.base.BaseTalk.Asked.LINKS;
import static got.ipc.base.BaseTalk.Asked.OBJECTS;
import static got.ipc.base.BaseTalk.Asked.QUESTIONS;
import static got.ipc.base.BaseTalk.Told.ANSWERING;
import static got.ipc.base.BaseTalk.Told.CONTENT;
import static got.ipc.base.BaseTalk.Told.MISSING;
import static got.ipc.base.BaseTalk.Told.PRESENT;

import got.ipc.Direction;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.PackEntry;
import got.ipc.Rule;
import got.ipc.Rules;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * All that got-index-pack and got-read-pack may say to each other.
 *
 * <p>They are peers, and each takes the other for one that may have been taken over: got-index-pack
 * has read what a server sent, got-read-pack reads a repository that a server filled.
 * got-index-pack asks for contents before it has the answers to earlier ones, which come in the
 * same order, and of any other kind one question at a time. It closes its end when it has no more.
 */
public final class BaseTalk {
  /** How far got-index-pack is with a question. */
  enum Asked {
    QUESTIONS,
    LINKS,
    OBJECTS
  }

  /** How far got-read-pack is with an answer. */
  enum Told {
    ANSWERING,
    CONTENT,
    MISSING,
    PRESENT
  }

  private static final List<Rule<Request>> ASKED =
      List.of(
          new Rule<>(QUESTIONS, Base.class, QUESTIONS),
          new Rule<>(QUESTIONS, Links.class, LINKS),
          new Rule<>(QUESTIONS, Objects.class, OBJECTS),
          new Rule<>(LINKS, Links.class, LINKS),
          new Rule<>(LINKS, LinksEnd.class, QUESTIONS),
          new Rule<>(OBJECTS, Objects.class, OBJECTS),
          new Rule<>(OBJECTS, ObjectsEnd.class, QUESTIONS));

  private static final List<Rule<Reply>> ANSWERED =
      List.of(
          new Rule<>(ANSWERING, BaseHead.class, CONTENT),
          new Rule<>(ANSWERING, NoBase.class, ANSWERING),
          new Rule<>(ANSWERING, Missing.class, MISSING),
          new Rule<>(ANSWERING, LinksDone.class, ANSWERING),
          new Rule<>(ANSWERING, Present.class, PRESENT),
          new Rule<>(ANSWERING, ObjectsDone.class, ANSWERING),
          new Rule<>(CONTENT, BaseBytes.class, CONTENT),
          new Rule<>(CONTENT, BaseEnd.class, ANSWERING),
          new Rule<>(MISSING, Missing.class, MISSING),
          new Rule<>(MISSING, LinksDone.class, ANSWERING),
          new Rule<>(PRESENT, Present.class, PRESENT),
          new Rule<>(PRESENT, ObjectsDone.class, ANSWERING));

  /** What got-index-pack sends. */
  public static final Direction<Request> REQUESTS =
      new Direction<>(Rules.ofRequests(QUESTIONS, ASKED), new BaseRequestCodec());

  /** What got-read-pack sends. */
  public static final Direction<Reply> REPLIES =
      new Direction<>(Rules.ofRequests(ANSWERING, ANSWERED), new BaseReplyCodec());

  private BaseTalk() {}

  /** Sent by got-index-pack. */
  public sealed interface Request {}

  /** Sent by got-read-pack. */
  public sealed interface Reply {}

  /** The content of an object. {@link BaseHead} begins the answer, or {@link NoBase} is it. */
  public record Base(ObjectId id) implements Request {}

  /**
   * Which of these objects are not there, or not with everything that can be reached from them?
   * Answered after {@link LinksEnd}.
   *
   * @param ids at most {@link Limits#IDS}; of one question, {@link Limits#QUESTION_IDS}
   * @param type that they must have
   */
  public record Links(List<ObjectId> ids, PackEntry.Type type) implements Request {}

  /** All ids of the question were sent; {@link Missing} and {@link LinksDone} answer. */
  public record LinksEnd() implements Request {}

  /**
   * Which of these objects are there, whatever they lead to? Answered after {@link ObjectsEnd}.
   *
   * @param ids at most {@link Limits#IDS}; of one question, {@link Limits#QUESTION_IDS}
   */
  public record Objects(List<ObjectId> ids) implements Request {}

  /** All ids of the question were sent; {@link Present} and {@link ObjectsDone} answer. */
  public record ObjectsEnd() implements Request {}

  /**
   * An object's content follows.
   *
   * @param size in bytes; 0 to {@link Limits#OBJECT_BYTES}
   */
  public record BaseHead(PackEntry.Type type, long size) implements Reply {}

  /**
   * The next part of it; not a copy.
   *
   * @param bytes 1 to {@link Limits#CONTENT} of them
   */
  public record BaseBytes(ByteBuffer bytes) implements Reply {}

  /** The content has ended. */
  public record BaseEnd() implements Reply {}

  /** The object is not there. */
  public record NoBase() implements Reply {}

  /**
   * Some of those that are not there, or not complete.
   *
   * @param ids at most {@link Limits#IDS}
   */
  public record Missing(List<ObjectId> ids) implements Reply {}

  /** All missing ones were named. */
  public record LinksDone() implements Reply {}

  /**
   * Some of those that are there.
   *
   * @param ids at most {@link Limits#IDS}
   */
  public record Present(List<ObjectId> ids) implements Reply {}

  /** All that are there were named. */
  public record ObjectsDone() implements Reply {}
}
