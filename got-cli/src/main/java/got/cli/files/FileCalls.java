package got.cli.files;

import got.cli.files.RefusedException.Reason;
import got.ipc.confine.Confinement;
import got.ipc.confine.ConfinementException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
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
   * What {@link #bytes} would make these bytes of again.
   *
   * @throws RefusedException if there is no such text
   */
  static String text(ByteBuffer name) throws RefusedException {
    try {
      return charset().newDecoder().decode(name).toString();
    } catch (CharacterCodingException e) {
      throw RefusedException.of(Reason.ENCODING);
    }
  }

  /** The bytes of a name, with the zero at the end, in the encoding Java uses for names. */
  static byte[] bytes(String name) {
    return (name + '\0').getBytes(charset());
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

  /**
   * The names in a directory, without {@code .} and {@code ..}, in no order.
   *
   * @throws RefusedException if a name cannot be expressed in the encoding of names
   */
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
