package got.cli.files;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.newsclub.net.unix.FileDescriptorCast;

/** A file held open. Whatever happens to its name, this stays the file that was opened. */
public final class HeldFile implements Closeable {
  private static final int BUFFER = 64 * 1024;

  private final FileCalls calls;
  private final int number;
  private final Path path;
  private final FileDescriptor descriptor;

  /** Owns the descriptor, and closes it. */
  private final FileInputStream stream;

  private final Status status;

  private HeldFile(
      FileCalls calls, int number, Path path, FileDescriptor descriptor, Status status) {
    this.calls = calls;
    this.number = number;
    this.path = path;
    this.descriptor = descriptor;
    this.stream = new FileInputStream(descriptor);
    this.status = status;
  }

  /**
   * @param number a descriptor just opened; closed if this fails
   */
  static HeldFile of(FileCalls calls, int number, Path path) throws IOException {
    try {
      FileDescriptor descriptor = FileDescriptorCast.unsafeUsing(number).getFileDescriptor();
      return new HeldFile(calls, number, path, descriptor, calls.status(number));
    } catch (RefusedException e) {
      calls.close(number);
      throw e.about(path);
    }
  }

  /** Opens a file to be read, through links; one that is not regular is opened too. */
  public static HeldFile open(Path path) throws IOException {
    FileCalls calls = FileCalls.ofSystem();
    try {
      return of(calls, calls.openToRead(FileCalls.CURRENT, path.toString()), path);
    } catch (RefusedException e) {
      throw e.about(path);
    }
  }

  /** Opens a regular file to be read; a link, or anything else that is no file, is an error. */
  public static HeldFile openOwn(Path path) throws IOException {
    FileCalls calls = FileCalls.ofSystem();
    try {
      return regular(calls, calls.openOwn(FileCalls.CURRENT, path.toString()), path);
    } catch (RefusedException e) {
      throw e.about(path);
    }
  }

  /**
   * @param number a descriptor just opened; closed if this fails
   * @throws FileSystemException if it is none of a regular file
   */
  static HeldFile regular(FileCalls calls, int number, Path path) throws IOException {
    HeldFile file = of(calls, number, path);
    if (file.status().isRegular()) {
      return file;
    }
    file.close();
    throw new FileSystemException(path.toString(), null, "is not a file");
  }

  /** As it was when the file was opened. */
  public Status status() {
    return status;
  }

  /** As it is now. */
  public Status statusNow() throws IOException {
    try {
      return calls.status(number);
    } catch (RefusedException e) {
      throw e.about(path);
    }
  }

  /** True if users may have rights in it that its mode does not show. */
  public boolean hasAccessList() throws IOException {
    try {
      return calls.hasAccessList(number);
    } catch (RefusedException e) {
      throw e.about(path);
    }
  }

  /** The user whose rights count when a file is opened. */
  public static int user() throws IOException {
    return FileCalls.ofSystem().user();
  }

  /** Open until {@link #close}. */
  public FileDescriptor descriptor() {
    return descriptor;
  }

  /** Bytes. */
  public long length() throws IOException {
    return channel().size();
  }

  private FileChannel channel() {
    return stream.getChannel();
  }

  /**
   * @throws IOException if there are not that many bytes
   */
  public byte[] read(long position, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (channel().read(buffer, position + buffer.position()) < 0) {
        throw new EOFException(path + ": ends early");
      }
    }
    return buffer.array();
  }

  /** Fills a file. */
  public interface Content {
    /** Need not flush. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes at the position of the descriptor. */
  public void write(Content content) throws IOException {
    // Not closed: that would close the descriptor.
    OutputStream out = new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER);
    content.writeTo(out);
    out.flush();
  }

  /** Waits until the disk has the bytes. */
  public void sync() throws IOException {
    try {
      calls.sync(number);
    } catch (RefusedException e) {
      throw e.about(path);
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
