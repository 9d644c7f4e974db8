package got.fetch;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import java.util.Arrays;

/** Ids in little memory, in the order they came. */
final class IdList {
  private static final int FIRST = 64;

  private final HashAlgorithm algorithm;
  private byte[] bytes = new byte[0];
  private int size;

  IdList(HashAlgorithm algorithm) {
    this.algorithm = algorithm;
  }

  void add(ObjectId id) {
    int at = size * algorithm.idBytes();
    if (at == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(FIRST * algorithm.idBytes(), 2 * at));
    }
    id.copyTo(bytes, at);
    size++;
  }

  int size() {
    return size;
  }

  ObjectId id(int index) {
    return ObjectId.copyOf(algorithm, bytes, index * algorithm.idBytes());
  }
}
