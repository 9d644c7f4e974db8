package got.ipc;

import got.ipc.confine.Mechanism;
import java.util.List;
import java.util.Set;

/** One message of the channel. {@link MessageRules} says which may follow which. */
public sealed interface Message {
  /** How many file descriptors travel with the message. */
  default int descriptors() {
    return 0;
  }

  /** Sent by got. */
  sealed interface Request extends Message {}

  /** Sent by a helper. */
  sealed interface Reply extends Message {}

  /**
   * The helper runs, is confined, and waits for its request.
   *
   * @param inForce what confines it
   */
  record Ready(Set<Mechanism> inForce) implements Reply {
    public Ready {
      inForce = Set.copyOf(inForce);
    }
  }

  /** The helper gives up; its last message. */
  record Failed(ErrorReport report) implements Reply {}

  // got to got-fetch-pack

  /**
   * List everything the server has. Descriptor: the network.
   *
   * @param packets if {@link Packet} is wanted
   */
  record ListRefs(Remote remote, boolean packets) implements Request {
    /** Without {@link Packet}. */
    public ListRefs(Remote remote) {
      this(remote, false);
    }

    @Override
    public int descriptors() {
      return 1;
    }
  }

  /**
   * List, then wait for {@link Wants}. Descriptors: the network, the pack pipe to write to.
   *
   * @param prefixes beginnings of the reference names of interest, in ASCII or one byte per char;
   *     empty: all
   * @param packets if {@link Packet} is wanted
   */
  record Fetch(Remote remote, List<String> prefixes, boolean packets) implements Request {
    /** Without {@link Packet}. */
    public Fetch(Remote remote, List<String> prefixes) {
      this(remote, prefixes, false);
    }

    @Override
    public int descriptors() {
      return 2;
    }
  }

  /** Some of the ids to ask for. */
  record Wants(List<ObjectId> ids) implements Request {}

  /** All ids were sent; without any, the helper says goodbye to the server. */
  record WantsEnd() implements Request {}

  // got-fetch-pack to got

  /**
   * Something came from the server since the last message of this kind: that is how got knows that
   * it is alive, even if it sends nothing but empty packets.
   *
   * @param bytes received from the network so far
   */
  record Heard(long bytes) implements Reply {}

  /**
   * A packet that was sent or received, in short, for people.
   *
   * @param text cleaned
   */
  record Packet(String text) implements Reply {
    public Packet {
      text = Text.clean(text, Limits.LINE);
    }
  }

  /**
   * @param version the protocol version the server speaks: 0, 1 or 2
   */
  record Advertisement(int version, HashAlgorithm algorithm) implements Reply {}

  /** Some of the server's references. */
  record Refs(List<RemoteRef> refs) implements Reply {}

  /**
   * @param count of all references sent, for comparison
   */
  record RefsEnd(int count) implements Reply {}

  /**
   * One line of the server's own text, cleaned.
   *
   * @param passing if the server means to overwrite it: only of use on a terminal
   */
  record ServerText(String text, boolean passing) implements Reply {
    public ServerText {
      text = Text.clean(text, Limits.LINE);
    }
  }

  /**
   * @param bytes of the pack received so far
   */
  record Fetching(long bytes) implements Reply {}

  /**
   * The whole pack went into the pipe; the last message.
   *
   * @param bytes of the pack
   */
  record Fetched(long bytes) implements Reply {}

  // got to got-index-pack

  /** Index the pack that arrives. Descriptors: pack pipe to read, pack file, index file. */
  record Index(HashAlgorithm algorithm, PackLimits limits) implements Request {
    @Override
    public int descriptors() {
      return 3;
    }
  }

  /**
   * Some of the ids that must be in the pack.
   *
   * @param commits if they must be commits, because branches point to them
   */
  record Tips(List<ObjectId> ids, boolean commits) implements Request {}

  /** All tips were sent. */
  record TipsEnd() implements Request {}

  /** Index a pack that is there already. Descriptors: pack file to read, index file. */
  record IndexFile(HashAlgorithm algorithm, PackLimits limits) implements Request {
    @Override
    public int descriptors() {
      return 2;
    }
  }

  /** Tell what is in a pack. Descriptor: pack file to read. */
  record ListFile(HashAlgorithm algorithm, PackLimits limits) implements Request {
    @Override
    public int descriptors() {
      return 1;
    }
  }

  // got-index-pack to got

  /**
   * Sent while work goes on: of two in a row, something moved in between, if only bytes.
   *
   * @param bytes of the pack read so far
   * @param objects in the pack, as its header says
   * @param indexed entries read
   * @param deltas entries read that are deltas
   * @param resolved deltas whose object is known
   */
  record Indexing(long bytes, int objects, int indexed, int deltas, int resolved)
      implements Reply {}

  /**
   * Pack and index are written; got has them synced to the disk. The last message.
   *
   * @param checksum the pack's trailer
   */
  record Indexed(ObjectId checksum, int objects, long packBytes, long indexBytes)
      implements Reply {}

  /**
   * What was seen in the objects, before {@link Indexed}.
   *
   * @param missingLinks distinct ids that objects refer to and that the pack does not have
   * @param oddities at most {@link Limits#ODDITIES}
   */
  record Inspected(long missingLinks, List<Oddity> oddities) implements Reply {}

  /**
   * Some entries of the pack, in its order.
   *
   * @param entries at most {@link Limits#ENTRIES}
   */
  record Entries(List<PackEntry> entries) implements Reply {}

  /**
   * All entries were sent; the last message.
   *
   * @param checksum the pack's trailer
   * @param unresolved deltas whose object is not known
   * @param missingBases distinct ids that ref-deltas name as their base and that did not turn up
   */
  record Listed(ObjectId checksum, int objects, long packBytes, int unresolved, int missingBases)
      implements Reply {}
}
