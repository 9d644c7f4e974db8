package got.index.object;

import got.ipc.HashAlgorithm;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes trees entry by entry, as they are given. */
final class TreeBuilder {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int idBytes;

  TreeBuilder(HashAlgorithm algorithm) {
    this.idBytes = algorithm.idBytes();
  }

  /** A SHA-1 tree with one entry. */
  static byte[] sha1(String mode, String name) {
    return new TreeBuilder(HashAlgorithm.SHA1).entry(mode, name, 1).build();
  }

  /** An entry whose id is filled with {@code id}; chars of the name are bytes. */
  TreeBuilder entry(String mode, String name, int id) {
    byte[] filled = new byte[idBytes];
    Arrays.fill(filled, (byte) id);
    return raw(mode + " " + name + "\0").raw(filled);
  }

  TreeBuilder raw(String latin1) {
    return raw(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  TreeBuilder raw(byte[] more) {
    bytes.writeBytes(more);
    return this;
  }

  byte[] build() {
    return bytes.toByteArray();
  }
}
