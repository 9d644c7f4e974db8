package got.cli.admin;

import got.cli.files.HeldDirectory;
import got.cli.files.HeldFile;
import got.cli.files.PrivateTree;
import got.cli.files.TrustedPath;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import got.cli.say.Phrase;
import got.ipc.index.IndexTalk;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An index that nobody sees before it is whole.
 *
 * <p>It is written next to the pack, under a name that git takes for temporary and removes when the
 * file is old. The directory is held open from then on. {@link #abort} may come at any time, from a
 * thread of its own. This index replaces one that is there at once, or not at all.
 */
final class NewIndex {
  private static final String PACK_SUFFIX = ".pack";

  private final Path target;
  private final boolean trusted;
  private final String temporary;
  private @Nullable HeldDirectory directory;
  private @Nullable HeldFile file;
  private boolean ended;
  private boolean settled;

  private NewIndex(Path target, boolean trusted) {
    this.target = target;
    this.trusted = trusted;
    this.temporary =
        "tmp_idx_" + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
  }

  /**
   * The index of a pack; nothing is created yet.
   *
   * @param trusted whether whoever else may rename beside the pack will not
   * @throws Failure if the name of the pack does not end in {@code .pack}
   */
  static NewIndex of(Path pack, boolean trusted) throws Failure {
    String name = String.valueOf(pack.getFileName());
    if (!name.endsWith(PACK_SUFFIX) || name.equals(PACK_SUFFIX)) {
      throw Phrase.NO_PACK_NAME.failure(pack);
    }
    String stem = name.substring(0, name.length() - PACK_SUFFIX.length());
    return new NewIndex(pack.resolveSibling(stem + ".idx"), trusted);
  }

  /**
   * Creates the empty file.
   *
   * @return open for reading and writing until {@link #publish} or {@link #abort}
   * @throws Failure if the directory cannot be written, or somebody else can rename in it
   */
  synchronized FileDescriptor create() throws Failure {
    Path parent = target.toAbsolutePath().getParent();
    try {
      requireOpen();
      if (parent == null) {
        throw new IllegalStateException("a name without a directory");
      }
      if (!trusted) {
        TrustedPath.require(parent);
      }
      HeldDirectory held = HeldDirectory.open(parent, true);
      directory = held;
      HeldFile created = held.create(temporary, PrivateTree.READ_ONLY);
      file = created;
      return created.descriptor();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /**
   * Compares the file with what the helper says of it, and gives it its name.
   *
   * @throws Failure if they differ, or the file system refuses
   */
  synchronized void publish(IndexTalk.Indexed claim) throws Failure {
    try {
      requireOpen();
      HeldFile made = file;
      HeldDirectory held = directory;
      if (made == null || held == null) {
        throw new IllegalStateException("nothing was created");
      }
      if (made.length() != claim.indexBytes()
          || !Checksum.at(made, claim.checksum().algorithm(), 2).equals(claim.checksum())) {
        throw PackHelper.impossible("size or checksum of the index");
      }
      made.sync();
      held.replace(temporary, made.status().identity(), String.valueOf(target.getFileName()));
      ended = true;
      settled = true;
      held.sync();
      made.close();
      held.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private void requireOpen() throws IOException {
    if (ended) {
      throw new IOException("interrupted");
    }
  }

  private Failure failure(IOException e) {
    return new Failure(ExitCode.DESTINATION, FileErrors.text(target, e));
  }

  /**
   * Removes what was created; does nothing after {@link #publish}, or a second time. If this was
   * thrown out of, a second time does the rest.
   */
  synchronized void abort() {
    if (settled) {
      return;
    }
    ended = true;
    HeldFile made = file;
    HeldDirectory held = directory;
    if (held != null) {
      try {
        if (made != null) {
          made.close();
          held.remove(temporary, made.status().identity(), false);
        }
        held.close();
      } catch (IOException e) {
        // The failure that led here is the one to report.
      }
    }
    settled = true;
  }
}
