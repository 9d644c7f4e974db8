package got.cli.admin;

import got.cli.files.HeldFile;
import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import java.io.IOException;

/** The checksums at the end of packs and indexes. */
final class Checksum {
  private Checksum() {}

  /**
   * @param fromEnd 1 for the last in the file, 2 for the one before it
   */
  static ObjectId at(HeldFile file, HashAlgorithm algorithm, int fromEnd) throws IOException {
    int length = algorithm.idBytes();
    byte[] bytes = file.read(file.length() - (long) fromEnd * length, length);
    return ObjectId.copyOf(algorithm, bytes, 0);
  }
}
