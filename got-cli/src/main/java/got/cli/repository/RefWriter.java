package got.cli.repository;

import got.cli.refs.IntSort;
import got.cli.refs.NewRef;
import got.cli.refs.NewSymref;
import got.ipc.RefName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * Writes references the way git reads them: a few as files, many as lines of {@code packed-refs}.
 *
 * <p>The header of packed-refs does not say {@code peeled}: what a tag points to is known to the
 * server, who might lie, and to the pack, which got does not read. Source: the pack-refs format in
 * git's refs/packed-backend.c.
 */
final class RefWriter {
  /** Most references written as one file each; each file costs an fsync(2). */
  static final int LOOSE_MAX = 16;

  /** Bytes of a component of a name that fit a file name together with {@code .lock}. */
  private static final int COMPONENT_MAX = 250;

  private final Path root;

  /**
   * @param root the repository; holds the directory {@code refs}
   */
  RefWriter(Path root) {
    this.root = root;
  }

  /**
   * @param refs HEAD may be the first: then it is on no branch, and a file in any case
   */
  void write(List<NewRef> refs) throws IOException {
    if (!refs.isEmpty() && refs.getFirst().name().equals(RefName.HEAD)) {
      loose(RefName.HEAD, refs.getFirst().id() + "\n");
      write(refs.subList(1, refs.size()));
      return;
    }
    if (refs.size() <= LOOSE_MAX && refs.stream().allMatch(r -> fitsFileName(r.name()))) {
      for (NewRef ref : refs) {
        loose(ref.name(), ref.id() + "\n");
      }
    } else {
      List<NewRef> sorted = IntSort.sorted(refs, Comparator.comparing(NewRef::name));
      DurableFiles.create(root.resolve("packed-refs"), out -> packed(sorted, out));
    }
  }

  void write(NewSymref symref) throws IOException {
    loose(symref.name(), "ref: " + symref.target().latin1() + "\n");
  }

  /** A name that is not ASCII would become a file name that depends on the locale. */
  private static boolean fitsFileName(RefName name) {
    if (!name.isAscii()) {
      return false;
    }
    for (String component : name.latin1().split("/", -1)) {
      if (component.length() > COMPONENT_MAX) {
        return false;
      }
    }
    return true;
  }

  /**
   * @param name ASCII; {@link RefName} lets no {@code ..} and no empty component through
   */
  private void loose(RefName name, String latin1) throws IOException {
    Path file = root.resolve(name.latin1());
    makeDirectory(file.getParent() == null ? root : file.getParent());
    DurableFiles.create(file, latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void makeDirectory(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      Path parent = directory.getParent();
      if (parent != null) {
        makeDirectory(parent);
      }
      DurableFiles.createDirectory(directory, DurableFiles.DIRECTORY);
    }
  }

  private static void packed(List<NewRef> sorted, OutputStream out) throws IOException {
    out.write("# pack-refs with: sorted \n".getBytes(StandardCharsets.US_ASCII));
    for (NewRef ref : sorted) {
      String line = ref.id() + " " + ref.name().latin1() + "\n";
      out.write(line.getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
