package got.cli.process;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import org.newsclub.net.unix.AFPipe;

/** The pipe that carries the pack from got-fetch-pack to got-index-pack. */
public final class PackPipe implements Closeable {
  private final AFPipe pipe;

  private PackPipe(AFPipe pipe) {
    this.pipe = pipe;
  }

  public static PackPipe open() throws IOException {
    return new PackPipe(AFPipe.open());
  }

  /** The end to read from. */
  public FileDescriptor readEnd() throws IOException {
    return pipe.source().getFileDescriptor();
  }

  /** The end to write to. */
  public FileDescriptor writeEnd() throws IOException {
    return pipe.sink().getFileDescriptor();
  }

  /** Closes our copy of the end to read from, once the reader has its own. */
  public void closeReadEnd() throws IOException {
    new FileOutputStream(readEnd()).close();
  }

  /** Closes our copy of the end to write to, so that the reader can see the writer's end. */
  public void closeWriteEnd() throws IOException {
    new FileOutputStream(writeEnd()).close();
  }

  @Override
  public void close() throws IOException {
    closeReadEnd();
    closeWriteEnd();
  }
}
