package got.index.pack;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;

/**
 * A pack that is read once from its first byte to its last. Nothing here is closed by who reads.
 *
 * @param in the pack
 * @param copy where its bytes go
 * @param file reads what was written to {@code copy}
 */
public record PackSource(InputStream in, OutputStream copy, FileChannel file) {
  /** A pack that is in a file already. */
  public static PackSource inPlace(InputStream in, FileChannel file) {
    return new PackSource(in, OutputStream.nullOutputStream(), file);
  }
}
