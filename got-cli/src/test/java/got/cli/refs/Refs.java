package got.cli.refs;

import got.ipc.BadValueException;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import got.ipc.RefName;
import got.ipc.RemoteRef;
import java.util.Arrays;

/** Short ways to write references in tests. */
public final class Refs {
  private Refs() {}

  public static RefName name(String name) {
    try {
      return RefName.check(name);
    } catch (BadValueException e) {
      throw new AssertionError(e);
    }
  }

  /** An id whose bytes are all {@code fill}. */
  public static ObjectId id(int fill) {
    return id(HashAlgorithm.SHA1, fill);
  }

  public static ObjectId id(HashAlgorithm algorithm, int fill) {
    byte[] bytes = new byte[algorithm.idBytes()];
    Arrays.fill(bytes, (byte) fill);
    return ObjectId.copyOf(algorithm, bytes, 0);
  }

  public static RemoteRef ref(String name, int fill) {
    return new RemoteRef.Direct(name(name), id(fill));
  }

  public static RemoteRef head(String target, int fill) {
    return new RemoteRef.Symbolic(RefName.HEAD, name(target), id(fill));
  }

  public static RemoteRef unborn(String target) {
    return new RemoteRef.Unborn(RefName.HEAD, name(target));
  }
}
