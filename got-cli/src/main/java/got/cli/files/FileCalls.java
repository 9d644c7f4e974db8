package got.cli.files;

import got.ipc.confine.Confinement;
import got.ipc.confine.ConfinementException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls by which a file is named relative to an open directory. Source: openat(2), mkdirat(2),
 * renameat(2), unlinkat(2), fchmod(2), fstat(2), fsync(2).
 *
 * <p>Descriptors are numbers here. Every one that is opened is closed on exec. No call ends early
 * because of a signal. What the system refuses is a {@link RefusedException}.
 */
sealed interface FileCalls permits LinuxFiles, OpenBsdFiles {
  /** Instead of a descriptor: the directory the process is in. */
  int CURRENT = -100;

  /** In place of a byte, with the byte added; see {@link #text}. */
  int RAW = 0xdc00;

  /** The calls of the system this runs on; one instance, made when it is first needed. */
  static FileCalls ofSystem() throws IOException {
    return Holder.instance();
  }

  /** Keeps the instance: it costs milliseconds to make. */
  final class Holder {
    private static @Nullable FileCalls calls;

    private Holder() {}

    private static synchronized FileCalls instance() throws IOException {
      FileCalls made = calls;
      if (made == null) {
        try {
          made =
              switch (Confinement.platform()) {
                case LINUX -> LinuxFiles.open();
                case OPENBSD -> new OpenBsdFiles();
                case OTHER -> throw new IOException("no calls on files are known for this system");
              };
        } catch (ConfinementException e) {
          throw new IOException(e.reason(), e);
        }
        calls = made;
      }
      return made;
    }
  }

  /** The encoding Java uses for names. */
  static Charset charset() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  }

  /**
   * The text that {@link #bytes} makes these bytes of again. A byte that is no part of a char of
   * that encoding becomes a lone surrogate, U+DC80 to U+DCFF, which no encoding has; so every name
   * of a file can be told, and only by the text that comes from here.
   */
  static String text(ByteBuffer name) {
    ByteBuffer left = name.slice();
    CharsetDecoder decoder = charset().newDecoder();
    CharBuffer text = CharBuffer.allocate(left.remaining() + 1);
    while (true) {
      CoderResult result = decoder.decode(left, text, true);
      if (!result.isError()) {
        return text.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        text.put((char) (RAW | (left.get() & 0xff)));
      }
      decoder.reset();
    }
  }

  /** The bytes of a name, with the zero at the end, in the encoding Java uses for names. */
  static byte[] bytes(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length() + 1);
    int start = 0;
    for (int i = 0; i < name.length(); i++) {
      if (isRaw(name, i)) {
        bytes.writeBytes(name.substring(start, i).getBytes(charset()));
        bytes.write(name.charAt(i));
        start = i + 1;
      }
    }
    bytes.writeBytes(name.substring(start).getBytes(charset()));
    bytes.write(0);
    return bytes.toByteArray();
  }

  private static boolean isRaw(String name, int i) {
    char c = name.charAt(i);
    return c >= RAW + 0x80
        && c <= RAW + 0xff
        && (i == 0 || !Character.isHighSurrogate(name.charAt(i - 1)));
  }

  /** Such a name for people, and for paths: {@code \\xNN} for a byte that is no part of a char. */
  static String shown(String name) {
    StringBuilder shown = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      if (isRaw(name, i)) {
        shown.append("\\x%02X".formatted(name.charAt(i) & 0xff));
      } else {
        shown.append(name.charAt(i));
      }
    }
    return shown.toString();
  }

  /**
   * @param follow true if the last component may be a link
   */
  int openDirectory(int at, String name, boolean follow) throws RefusedException;

  /** Opens what is there for reading; does not wait for the writer of a FIFO. */
  int openToRead(int at, String name) throws RefusedException;

  /** As {@link #openToRead}, but a link at the end of the name is an error. */
  int openOwn(int at, String name) throws RefusedException;

  /** Opens a file to write behind its end, and makes it if it is missing; a link is an error. */
  int openToAppend(int at, String name, int mode) throws RefusedException;

  /** The names in a directory, without {@code .} and {@code ..}, in no order. */
  List<String> names(int directory) throws RefusedException;

  /** Creates a file, for reading and writing whatever its mode; nothing may have the name. */
  int create(int at, String name, int mode) throws RefusedException;

  void makeDirectory(int at, String name, int mode) throws RefusedException;

  /** What has the new name is replaced. */
  void rename(int at, String name, int to, String newName) throws RefusedException;

  /** What has the new name is kept, and an error. */
  void renameNew(int at, String name, int to, String newName) throws RefusedException;

  void remove(int at, String name, boolean directory) throws RefusedException;

  void changeMode(int descriptor, int mode) throws RefusedException;

  Status status(int descriptor) throws RefusedException;

  /** Of a link the link's own. */
  Status status(int at, String name) throws RefusedException;

  /** Waits until the disk has it. */
  void sync(int descriptor) throws RefusedException;

  void close(int descriptor) throws RefusedException;

  /**
   * What a new file takes from its directory besides the name: equal for directories in which new
   * files come out alike.
   */
  String inheritance(int directory) throws RefusedException;

  /** True if users have rights in what is open that its mode does not show. */
  boolean hasAccessList(int descriptor) throws RefusedException;

  /** The user whose rights count. */
  int user();
}
