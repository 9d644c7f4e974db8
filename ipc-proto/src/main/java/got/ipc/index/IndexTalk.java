package got.ipc.index;

import static got.ipc.index.IndexTalk.Asked.EVERYTHING;
import static got.ipc.index.IndexTalk.Asked.NOTHING;
import static got.ipc.index.IndexTalk.Asked.SKIP_LIST;
import static got.ipc.index.IndexTalk.Asked.TIPS;
import static got.ipc.index.IndexTalk.Told.DONE;
import static got.ipc.index.IndexTalk.Told.INSPECTED;
import static got.ipc.index.IndexTalk.Told.LISTING;
import static got.ipc.index.IndexTalk.Told.READING;

import got.ipc.Direction;
import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.Oddity;
import got.ipc.PackEntry;
import got.ipc.PackLimits;
import got.ipc.Protocol;
import got.ipc.Rule;
import got.ipc.Rules;
import got.ipc.wire.ReplyCodec;
import java.util.List;

/** All that got and got-index-pack may say to each other. */
public final class IndexTalk {
  /** How far got is with its request. */
  enum Asked {
    NOTHING,
    TIPS,
    SKIP_LIST,
    EVERYTHING
  }

  /** How far got-index-pack is with the pack. */
  enum Told {
    READING,
    INSPECTED,
    LISTING,
    DONE
  }

  private static final List<Rule<Request>> REQUESTS =
      List.of(
          new Rule<>(NOTHING, Index.class, 3, TIPS),
          new Rule<>(NOTHING, IndexThin.class, 4, TIPS),
          new Rule<>(TIPS, Tips.class, TIPS),
          new Rule<>(TIPS, TipsEnd.class, SKIP_LIST),
          new Rule<>(NOTHING, IndexFile.class, 2, SKIP_LIST),
          new Rule<>(NOTHING, IndexThinFile.class, 4, SKIP_LIST),
          new Rule<>(SKIP_LIST, SkipList.class, SKIP_LIST),
          new Rule<>(SKIP_LIST, SkipListEnd.class, EVERYTHING),
          new Rule<>(NOTHING, ListFile.class, 1, EVERYTHING),
          new Rule<>(NOTHING, ListThinFile.class, 2, EVERYTHING));

  private static final List<Rule<Reply>> REPLIES =
      List.of(
          new Rule<>(READING, Indexing.class, READING),
          new Rule<>(READING, Inspected.class, INSPECTED),
          new Rule<>(INSPECTED, Indexed.class, DONE),
          new Rule<>(READING, Entries.class, LISTING),
          new Rule<>(READING, Listed.class, DONE),
          new Rule<>(LISTING, Entries.class, LISTING),
          new Rule<>(LISTING, Listed.class, DONE));

  public static final Protocol<Request, Reply> PROTOCOL =
      new Protocol<>(
          new Direction<>(Rules.ofRequests(NOTHING, REQUESTS), new IndexRequestCodec()),
          new Direction<>(
              Rules.ofReplies(READING, REPLIES), new ReplyCodec<>(new IndexReplyCodec())));

  private IndexTalk() {}

  /** Sent by got. */
  public sealed interface Request {}

  /** Sent by got-index-pack. */
  public sealed interface Reply {}

  /** Index the pack that arrives. Descriptors: pack pipe to read, pack file, index file. */
  public record Index(HashAlgorithm algorithm, PackLimits limits) implements Request {}

  /**
   * Index the pack that arrives for a repository that is there: bases may be missing from the pack,
   * and what objects refer to may be in the repository. Descriptors: those of {@link Index}; one
   * end of a socket pair, whose other end got-read-pack has, see {@link got.ipc.base}.
   */
  public record IndexThin(HashAlgorithm algorithm, PackLimits limits) implements Request {}

  /**
   * Some of the ids that must be in the pack.
   *
   * @param commits if they must be commits, because branches point to them
   */
  public record Tips(List<ObjectId> ids, boolean commits) implements Request {}

  /** All tips were sent. */
  public record TipsEnd() implements Request {}

  /** Some of the ids of objects whose faults of structure the user has excused. */
  public record SkipList(List<ObjectId> ids) implements Request {}

  /** All of these ids were sent. */
  public record SkipListEnd() implements Request {}

  /** Index a pack that is there already. Descriptors: pack file to read, index file. */
  public record IndexFile(HashAlgorithm algorithm, PackLimits limits) implements Request {}

  /**
   * Index a pack that is there already, and complete it if it lacks bases. Descriptors: pack file
   * to read; file for the pack, index file; one end of a socket pair, as with {@link IndexThin}.
   */
  public record IndexThinFile(HashAlgorithm algorithm, PackLimits limits) implements Request {}

  /** Tell what is in a pack. Descriptor: pack file to read. */
  public record ListFile(HashAlgorithm algorithm, PackLimits limits) implements Request {}

  /**
   * Tell what is in a pack, and take the bases that it lacks from a repository. Descriptors: pack
   * file to read; one end of a socket pair, as with {@link IndexThin}.
   */
  public record ListThinFile(HashAlgorithm algorithm, PackLimits limits) implements Request {}

  /**
   * Sent while work goes on: of two in a row, something moved in between, if only bytes.
   *
   * @param bytes of the pack read so far
   * @param objects in the pack, as its header says
   * @param indexed entries read
   * @param deltas entries read that are deltas
   * @param resolved deltas whose object is known
   */
  public record Indexing(long bytes, int objects, int indexed, int deltas, int resolved)
      implements Reply {}

  /**
   * What was seen in the objects, before {@link Indexed}.
   *
   * @param missingLinks distinct ids that objects refer to and that the pack does not have, nor the
   *     repository that it is for
   * @param oddities at most {@link Limits#ODDITIES}
   */
  public record Inspected(long missingLinks, List<Oddity> oddities) implements Reply {}

  /**
   * Pack and index are written; got has them synced to the disk. The last message.
   *
   * @param checksum the pack's trailer
   * @param packBytes of the file
   * @param appended objects that did not come with the pack: bases from the repository
   * @param appendedBytes by which the file is longer than what came; 0 if nothing was appended
   */
  public record Indexed(
      ObjectId checksum,
      int objects,
      long packBytes,
      long indexBytes,
      int appended,
      long appendedBytes)
      implements Reply {
    /** Of a pack that is as it came. */
    public Indexed(ObjectId checksum, int objects, long packBytes, long indexBytes) {
      this(checksum, objects, packBytes, indexBytes, 0, 0);
    }

    /** Bytes that came. */
    public long receivedBytes() {
      return packBytes - appendedBytes;
    }
  }

  /**
   * Some entries of the pack, in its order.
   *
   * @param entries at most {@link Limits#ENTRIES}
   */
  public record Entries(List<PackEntry> entries) implements Reply {}

  /**
   * All entries were sent; the last message.
   *
   * @param checksum the pack's trailer
   * @param unresolved deltas whose object is not known
   * @param missingBases distinct ids that ref-deltas name as their base and that did not turn up
   * @param outsideBases distinct ids of bases that the repository gave
   */
  public record Listed(
      ObjectId checksum,
      int objects,
      long packBytes,
      int unresolved,
      int missingBases,
      int outsideBases)
      implements Reply {
    /** Of a pack by itself. */
    public Listed(
        ObjectId checksum, int objects, long packBytes, int unresolved, int missingBases) {
      this(checksum, objects, packBytes, unresolved, missingBases, 0);
    }
  }
}
