package got.cli.admin;

import got.cli.files.HeldDirectory;
import got.cli.files.HeldFile;
import got.cli.files.PrivateTree;
import got.cli.files.Status.Identity;
import got.cli.files.TrustedPath;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import got.cli.say.Phrase;
import got.ipc.index.IndexTalk;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An index that nobody sees before it is whole, and perhaps a pack.
 *
 * <p>They are written next to the given pack, under names that git takes for temporary and removes
 * when the files are old. The directory is held open from then on. {@link #abort} may come at any
 * time, from a thread of its own. Each file replaces one that is there at once, or not at all.
 */
final class NewFiles {
  private static final String PACK_SUFFIX = ".pack";
  private static final String INDEX_SUFFIX = ".idx";

  private final Path directory;
  private final String stem;
  private final boolean trusted;
  private final String unique =
      ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
  private @Nullable HeldDirectory held;
  private Optional<New> index = Optional.empty();
  private Optional<New> pack = Optional.empty();

  /** The pack's own name, while its index has none. */
  private Optional<String> half = Optional.empty();

  private boolean ended;
  private boolean settled;

  /**
   * @param name that git takes for temporary
   */
  private record New(String name, HeldFile file) {
    Identity identity() {
      return file.status().identity();
    }
  }

  private NewFiles(Path directory, String stem, boolean trusted) {
    this.directory = directory;
    this.stem = stem;
    this.trusted = trusted;
  }

  /**
   * Next to a pack; nothing is created yet.
   *
   * @param trusted whether whoever else may rename beside the pack will not
   * @throws Failure if the name of the pack does not end in {@code .pack}
   */
  static NewFiles beside(Path pack, boolean trusted) throws Failure {
    String name = String.valueOf(pack.getFileName());
    Path parent = pack.toAbsolutePath().getParent();
    if (!name.endsWith(PACK_SUFFIX) || name.equals(PACK_SUFFIX) || parent == null) {
      throw Phrase.NO_PACK_NAME.failure(pack);
    }
    return new NewFiles(parent, name.substring(0, name.length() - PACK_SUFFIX.length()), trusted);
  }

  /** Where they will be. */
  Path directory() {
    return directory;
  }

  /**
   * Creates an empty file for the index.
   *
   * @return open for reading and writing until {@link #publish} or {@link #abort}
   * @throws Failure if the directory cannot be written, or somebody else can rename in it
   */
  synchronized FileDescriptor createIndex() throws Failure {
    New created = create("tmp_idx_");
    index = Optional.of(created);
    return created.file().descriptor();
  }

  /** Creates an empty file for a pack, as {@link #createIndex}. */
  synchronized FileDescriptor createPack() throws Failure {
    New created = create("tmp_pack_");
    pack = Optional.of(created);
    return created.file().descriptor();
  }

  private New create(String prefix) throws Failure {
    try {
      String name = prefix + unique;
      return new New(name, open().create(name, PrivateTree.READ_ONLY));
    } catch (IOException e) {
      throw failure(directory.resolve(stem + INDEX_SUFFIX), e);
    }
  }

  private HeldDirectory open() throws Failure, IOException {
    requireOpen();
    HeldDirectory opened = held;
    if (opened == null) {
      if (!trusted) {
        TrustedPath.require(directory);
      }
      opened = HeldDirectory.open(directory, true);
      held = opened;
    }
    return opened;
  }

  /**
   * Compares the files with what the helper says of them, and gives them their names: the index
   * that of the given pack, if that was as it has to be, and otherwise both that of the new pack.
   *
   * @param given the pack file that was given, which stays
   * @throws Failure if they differ, or the file system refuses
   */
  synchronized void publish(IndexTalk.Indexed claim, Identity given) throws Failure {
    String name = claim.appended() == 0 ? stem : "pack-" + claim.checksum();
    try {
      HeldDirectory in = open();
      New made = index.orElseThrow(() -> new IllegalStateException("nothing was created"));
      require(made, claim.indexBytes(), 2, claim);
      made.file().sync();
      if (claim.appended() > 0) {
        publishPack(in, name + PACK_SUFFIX, claim, given);
      } else if (pack.isPresent()) {
        in.remove(pack.get().name(), pack.get().identity(), false);
      }
      in.replace(made.name(), made.identity(), name + INDEX_SUFFIX);
      half = Optional.empty();
      ended = true;
      settled = true;
      in.sync();
      close();
    } catch (IOException e) {
      throw failure(directory.resolve(name + INDEX_SUFFIX), e);
    }
  }

  private void publishPack(HeldDirectory in, String name, IndexTalk.Indexed claim, Identity given)
      throws Failure, IOException {
    New made = pack.orElseThrow(() -> PackHelper.impossible("bases added to no pack"));
    require(made, claim.packBytes(), 1, claim);
    made.file().sync();
    if (in.has(name, given)) {
      throw new Failure(
          ExitCode.DESTINATION, directory.resolve(name) + ": is the pack file that was given");
    }
    boolean replaces = in.status(name).isPresent();
    in.replace(made.name(), made.identity(), name);
    half = replaces ? Optional.empty() : Optional.of(name);
  }

  private static void require(New made, long bytes, int fromEnd, IndexTalk.Indexed claim)
      throws Failure, IOException {
    if (made.file().length() != bytes
        || !Checksum.at(made.file(), claim.checksum().algorithm(), fromEnd)
            .equals(claim.checksum())) {
      throw PackHelper.impossible("size or checksum of the " + (fromEnd == 1 ? "pack" : "index"));
    }
  }

  private void close() throws IOException {
    if (index.isPresent()) {
      index.get().file().close();
    }
    if (pack.isPresent()) {
      pack.get().file().close();
    }
    if (held != null) {
      held.close();
    }
  }

  private void requireOpen() throws IOException {
    if (ended) {
      throw new IOException("interrupted");
    }
  }

  private static Failure failure(Path target, IOException e) {
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
    index.ifPresent(made -> remove(made.name(), made));
    pack.ifPresent(made -> remove(half.orElse(made.name()), made));
    try {
      close();
    } catch (IOException e) {
      // The failure that led here is the one to report.
    }
    settled = true;
  }

  private void remove(String name, New made) {
    try {
      if (held != null) {
        held.remove(name, made.identity(), false);
      }
    } catch (IOException e) {
      // The failure that led here is the one to report.
    }
  }
}
