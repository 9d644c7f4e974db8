package got.cli.repository;

import got.cli.files.PrivateTree;
import got.cli.refs.IntSort;
import got.cli.refs.NewRef;
import got.cli.refs.NewSymref;
import got.cli.refs.RefFile;
import got.ipc.RefName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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

  private final PrivateTree tree;

  /**
   * @param tree the repository; holds the directory {@code refs}
   */
  RefWriter(PrivateTree tree) {
    this.tree = tree;
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
    if (refs.size() <= LOOSE_MAX && refs.stream().allMatch(r -> RefFile.suits(r.name()))) {
      for (NewRef ref : refs) {
        loose(ref.name(), ref.id() + "\n");
      }
    } else {
      List<NewRef> sorted = IntSort.sorted(refs, Comparator.comparing(NewRef::name));
      tree.create("packed-refs", out -> packed(sorted, out));
    }
  }

  void write(NewSymref symref) throws IOException {
    loose(symref.name(), "ref: " + symref.target().latin1() + "\n");
  }

  /**
   * @param name ASCII; {@link RefName} lets no {@code ..} and no empty component through
   */
  private void loose(RefName name, String latin1) throws IOException {
    tree.makeParents(name.latin1());
    tree.create(name.latin1(), out -> out.write(latin1.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static void packed(List<NewRef> sorted, OutputStream out) throws IOException {
    out.write("# pack-refs with: sorted \n".getBytes(StandardCharsets.US_ASCII));
    for (NewRef ref : sorted) {
      String line = ref.id() + " " + ref.name().latin1() + "\n";
      out.write(line.getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
