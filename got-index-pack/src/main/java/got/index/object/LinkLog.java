package got.index.object;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.pack.ObjectType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Passes links on to a {@link LinkSet}, and may keep the ids of those that are new to it: 21 bytes
 * a link with SHA-1. Any number of threads.
 *
 * <p>All checks call this one class, also those whose links nobody wants, but for the search of a
 * run that has failed: compiled code is thrown away when a second class turns up.
 */
final class LinkLog implements Links {
  private static final int CHUNK = 1 << 14;

  private final @Nullable LinkSet set;
  private final HashAlgorithm algorithm;
  private final boolean keeps;
  private final int width;
  private final List<byte[]> chunks = new ArrayList<>();
  private int last = CHUNK;

  /**
   * @param set null to forget all links
   */
  LinkLog(@Nullable LinkSet set, HashAlgorithm algorithm, boolean keeps) {
    this.set = set;
    this.algorithm = algorithm;
    this.keeps = keeps;
    this.width = algorithm.idBytes() + 1;
  }

  @Override
  public void add(byte[] source, int offset, ObjectType type) {
    if (set != null && set.addNew(source, offset, type) && keeps) {
      keep(source, offset, type);
    }
  }

  private synchronized void keep(byte[] source, int offset, ObjectType type) {
    if (last == CHUNK) {
      chunks.add(new byte[CHUNK * width]);
      last = 0;
    }
    byte[] chunk = chunks.getLast();
    System.arraycopy(source, offset, chunk, last * width, width - 1);
    chunk[last * width + width - 1] = (byte) type.code();
    last++;
  }

  /**
   * Those that no object of the pack answered, by the type that they must have.
   *
   * @throws IllegalStateException if none are kept
   */
  synchronized Map<ObjectType, List<ObjectId>> missing() {
    if (set == null || !keeps) {
      throw new IllegalStateException("no repository");
    }
    Map<ObjectType, List<ObjectId>> missing = new EnumMap<>(ObjectType.class);
    for (int i = 0; i < chunks.size(); i++) {
      byte[] chunk = chunks.get(i);
      int rows = i == chunks.size() - 1 ? last : CHUNK;
      for (int at = 0; at < rows * width; at += width) {
        ObjectType type = ObjectType.of(chunk[at + width - 1]);
        if (set.isMissing(chunk, at, type)) {
          missing
              .computeIfAbsent(type, _ -> new ArrayList<>())
              .add(ObjectId.copyOf(algorithm, chunk, at));
        }
      }
    }
    return missing;
  }
}
