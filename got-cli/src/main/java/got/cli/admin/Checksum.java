package got.cli.admin;

import got.ipc.HashAlgorithm;
import got.ipc.ObjectId;
import java.io.IOException;
import java.io.RandomAccessFile;

/** The checksums at the end of packs and indexes. */
final class Checksum {
  private Checksum() {}

  /**
   * @param fromEnd 1 for the last in the file, 2 for the one before it
   */
  static ObjectId at(RandomAccessFile file, HashAlgorithm algorithm, int fromEnd)
      throws IOException {
    byte[] bytes = new byte[algorithm.idBytes()];
    file.seek(file.length() - (long) fromEnd * bytes.length);
    file.readFully(bytes);
    return ObjectId.copyOf(algorithm, bytes, 0);
  }
}
