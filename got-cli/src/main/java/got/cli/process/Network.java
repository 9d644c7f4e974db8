package got.cli.process;

import java.io.Closeable;
import java.io.FileDescriptor;

/** The way to a server: a descriptor to hand to a helper. got itself never reads from it. */
public interface Network extends Closeable {
  /** Open until {@link #close}. */
  FileDescriptor descriptor();
}
