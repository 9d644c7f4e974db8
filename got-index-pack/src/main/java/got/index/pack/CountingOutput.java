package got.index.pack;

import java.io.IOException;
import java.io.OutputStream;

/** Passes bytes on and counts those that went through. */
final class CountingOutput extends OutputStream {
  private final OutputStream out;
  private long bytes;

  CountingOutput(OutputStream out) {
    this.out = out;
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    bytes++;
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    out.write(source, offset, length);
    bytes += length;
  }
}
