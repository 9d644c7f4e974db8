package got.fetch;

import got.ipc.confine.QuickAck;
import java.io.IOException;
import java.io.OutputStream;

/** A way to a server whose answer to each thing said is to come without a pause. */
final class PromptOutput extends OutputStream {
  private final OutputStream out;
  private final QuickAck quickAck;

  PromptOutput(OutputStream out, QuickAck quickAck) {
    this.out = out;
    this.quickAck = quickAck;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    quickAck.ask();
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
