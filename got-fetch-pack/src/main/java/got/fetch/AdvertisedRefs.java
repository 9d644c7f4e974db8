package got.fetch;

import got.ipc.Limits;
import got.ipc.ObjectId;
import got.ipc.RemoteRef;
import got.ipc.fetch.FetchTalk;
import got.pkt.ProtocolException;
import got.pkt.RefSink;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Passes the server's references on to got in frames, and remembers just enough of them.
 *
 * <p>Of a reference that was passed on, eight bytes of its id are kept: 2^20 references take 8 MiB
 * here, whatever their names. Everything the server lists counts towards the limits, but only what
 * begins with one of the prefixes is passed on. A name that comes twice is passed on twice: got has
 * all names, takes it if it is the same, and else can say which it is.
 */
final class AdvertisedRefs implements RefSink {
  /**
   * Bytes of encoded references after which a frame is sent. One more reference still fits, and got
   * reads the first ones while others still come.
   */
  private static final int BATCH = Limits.FRAME / 4;

  /** Tags and lengths around one reference: itself and three fields, at most four bytes each. */
  private static final int FIELDS = 16;

  /** Room for the longest id. */
  private static final int ID_BYTES = 32;

  private final List<String> prefixes;
  private final int maxRefs;
  private final long maxNameBytes;
  private final Fingerprints ids = new Fingerprints();

  private final Batch<RemoteRef> refs;
  private final Batch<String> leftOut;
  private int listed;
  private int sent;
  private long nameBytes;

  /**
   * @param prefixes of the names to pass on; empty: all
   */
  AdvertisedRefs(List<String> prefixes, Replies got) {
    this(prefixes, got, Limits.REFS, Limits.REF_NAME_BYTES);
  }

  AdvertisedRefs(List<String> prefixes, Replies got, int maxRefs, long maxNameBytes) {
    this.prefixes = prefixes;
    this.refs = new Batch<>(BATCH, some -> got.send(new FetchTalk.Refs(some)));
    this.leftOut = new Batch<>(BATCH, some -> got.send(new FetchTalk.LeftOut(some)));
    this.maxRefs = maxRefs;
    this.maxNameBytes = maxNameBytes;
  }

  List<String> prefixes() {
    return prefixes;
  }

  @Override
  public void ref(RemoteRef ref) throws ProtocolException {
    int bytes = ref.name().latin1().length();
    switch (ref) {
      case RemoteRef.Direct _ -> {}
      case RemoteRef.Symbolic r -> bytes += r.target().latin1().length();
      case RemoteRef.Unborn r -> bytes += r.target().latin1().length();
    }
    count(bytes);
    if (isSelected(ref.name().latin1())) {
      pass(ref, bytes);
    }
  }

  @Override
  public void leftOut(String name) throws ProtocolException {
    count(name.length());
    if (isSelected(name)) {
      sent++;
      leftOut.add(name, name.length() + FIELDS);
    }
  }

  private void count(int bytes) throws ProtocolException {
    if (++listed > maxRefs) {
      throw ProtocolException.limit(maxRefs, "references");
    }
    nameBytes += bytes;
    if (nameBytes > maxNameBytes) {
      throw ProtocolException.limit(maxNameBytes, "bytes of reference names");
    }
  }

  private boolean isSelected(String name) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return prefixes.isEmpty();
  }

  private void pass(RemoteRef ref, int bytes) {
    switch (ref) {
      case RemoteRef.Direct r -> ids.add(fingerprint(r.id()));
      case RemoteRef.Symbolic r -> ids.add(fingerprint(r.id()));
      case RemoteRef.Unborn _ -> {}
    }
    sent++;
    refs.add(ref, bytes + ID_BYTES + FIELDS);
  }

  /**
   * Sends what is left.
   *
   * @return the end of the list, not yet sent
   */
  FetchTalk.RefsEnd end() {
    refs.send();
    leftOut.send();
    return new FetchTalk.RefsEnd(sent);
  }

  /**
   * True if a reference to {@code id} was passed on; after {@link #end} only. Compares eight bytes:
   * this guards against a mistake of got's, who chooses from what it was sent.
   */
  boolean contains(ObjectId id) {
    return ids.contains(fingerprint(id));
  }

  private static long fingerprint(ObjectId id) {
    byte[] bytes = new byte[ID_BYTES];
    id.copyTo(bytes, 0);
    return ByteBuffer.wrap(bytes).getLong();
  }
}
