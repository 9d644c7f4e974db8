package got.fetch;

import java.io.IOException;
import java.io.OutputStream;

/** Nobody reads what is written here. */
final class BrokenPipe extends OutputStream {
  @Override
  public void write(int b) throws IOException {
    throw new IOException("Broken pipe");
  }

  @Override
  public void write(byte[] b, int offset, int length) throws IOException {
    throw new IOException("Broken pipe");
  }
}
