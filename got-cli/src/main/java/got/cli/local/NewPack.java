package got.cli.local;

import got.cli.files.FileName;
import got.cli.files.HeldDirectory;
import got.cli.files.HeldFile;
import got.cli.files.Status.Identity;
import got.cli.say.ExitCode;
import got.cli.say.Failure;
import got.cli.say.FileErrors;
import got.cli.say.Phrase;
import got.ipc.ObjectId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A pack and its index that join the others of a repository.
 *
 * <p>Until {@link #install} they have names that {@code git gc} removes. Between that and {@link
 * #close} a file {@code .keep} tells {@code git repack} to leave them alone, because no reference
 * leads to what they hold yet. Killed in between, the file stays, as git's own does; it costs space
 * and nothing else. Source: gitrepository-layout(5).
 */
public final class NewPack implements Closeable {
  private static final int READ_ONLY = 0444;

  /** The longest digest. */
  private static final int TRAILER_BYTES = 32;

  private final HeldDirectory objects;
  private final HeldDirectory packs;
  private final String packName;
  private final String indexName;
  private final HeldFile pack;
  private final HeldFile index;
  private Optional<Kept> keep = Optional.empty();

  /** The pack's own name, while its index has none. */
  private Optional<String> half = Optional.empty();

  private boolean installed;
  private boolean closed;

  private record Kept(String name, Identity identity) {}

  private NewPack(HeldDirectory objects, HeldDirectory packs, String unique) throws IOException {
    this.objects = objects;
    this.packs = packs;
    this.packName = "tmp_pack_" + unique;
    this.indexName = "tmp_idx_" + unique;
    this.pack = packs.create(packName, READ_ONLY);
    try {
      this.index = packs.create(indexName, READ_ONLY);
    } catch (IOException e) {
      packs.remove(packName, pack.status().identity(), false);
      pack.close();
      throw e;
    }
  }

  /** Makes two empty files. */
  public static NewPack create(LocalRepository repository) throws Failure {
    String unique = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
    try {
      HeldDirectory objects = repository.directory().enter("objects");
      try {
        HeldDirectory packs = enterOrMake(objects, "pack");
        try {
          return new NewPack(objects, packs, unique);
        } catch (IOException e) {
          packs.close();
          throw e;
        }
      } catch (IOException e) {
        objects.close();
        throw e;
      }
    } catch (IOException e) {
      throw LocalRepository.failure(ExitCode.DESTINATION, repository.directory().path(), e);
    }
  }

  private static HeldDirectory enterOrMake(HeldDirectory in, String name) throws IOException {
    Optional<HeldDirectory> found = in.find(name);
    return found.isPresent() ? found.get() : in.make(name, 0777);
  }

  /** The name of the pack's file until {@link #install}, beside the other packs. */
  public String packName() {
    return packName;
  }

  /** The name of the index's file until {@link #install}. */
  public String indexName() {
    return indexName;
  }

  /** The file for the pack, open for reading and writing. */
  public HeldFile pack() {
    return pack;
  }

  /** The file for the index, open for reading and writing. */
  public HeldFile index() {
    return index;
  }

  /**
   * Waits until the disk has both, and gives them their names, the index last: git looks for
   * indexes. A pack of this name that is there already, with its index, has the same content.
   *
   * @param checksum the pack's trailer
   */
  public void install(ObjectId checksum) throws Failure {
    try {
      pack.sync();
      index.sync();
      name("pack-" + checksum);
    } catch (IOException e) {
      throw new Failure(ExitCode.DESTINATION, FileErrors.text(packs.path(), e));
    }
  }

  private synchronized void name(String stem) throws IOException, Failure {
    if (closed) {
      throw Phrase.INTERRUPTED.failure();
    }
    if (packs.status(stem + ".keep").isEmpty()) {
      try (HeldFile file = packs.create(stem + ".keep", 0600)) {
        keep = Optional.of(new Kept(stem + ".keep", file.status().identity()));
        file.write(out -> out.write(new byte[] {'g', 'o', 't', '\n'}));
      }
    }
    if (packs.status(stem + ".pack").isPresent() && packs.status(stem + ".idx").isPresent()) {
      requireSame(stem + ".pack", pack);
      requireSame(stem + ".idx", index);
      return;
    }
    // Without an index, one that is there may be another process's that is about to name it.
    boolean there = packs.status(stem + ".pack").isPresent();
    packs.replace(packName, pack.status().identity(), stem + ".pack");
    half = there ? Optional.empty() : Optional.of(stem + ".pack");
    packs.replace(indexName, index.status().identity(), stem + ".idx");
    half = Optional.empty();
    installed = true;
    packs.sync();
    objects.sync();
  }

  /**
   * What is there by that name may be another's: a trailer tells the content of one file only.
   *
   * @throws FileSystemException if it is not as long, or has another trailer
   */
  private void requireSame(String name, HeldFile ours) throws IOException {
    Optional<HeldFile> found = packs.openFile(name);
    if (found.isEmpty()) {
      throw new NoSuchFileException(FileName.path(packs.path(), name).toString());
    }
    try (HeldFile there = found.get()) {
      long length = ours.length();
      int trailer = (int) Math.min(length, TRAILER_BYTES);
      boolean same =
          there.length() == length
              && Arrays.equals(
                  there.read(length - trailer, trailer), ours.read(length - trailer, trailer));
      if (!same) {
        throw new FileSystemException(
            FileName.path(packs.path(), name).toString(), null, "holds something else");
      }
    }
  }

  /** Removes what has no name of its own, and lets {@code git repack} have the rest. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    List<Closeable> steps = new ArrayList<>();
    if (!installed) {
      steps.add(() -> packs.remove(packName, pack.status().identity(), false));
      steps.add(() -> packs.remove(indexName, index.status().identity(), false));
    }
    if (half.isPresent()) {
      String name = half.get();
      steps.add(() -> packs.remove(name, pack.status().identity(), false));
    }
    if (keep.isPresent()) {
      Kept kept = keep.get();
      steps.add(() -> packs.remove(kept.name(), kept.identity(), false));
    }
    steps.addAll(List.of(pack, index, packs, objects));
    Closing.all(steps);
  }
}
