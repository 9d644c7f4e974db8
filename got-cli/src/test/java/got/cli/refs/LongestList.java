package got.cli.refs;

import got.ipc.HashAlgorithm;
import got.ipc.Limits;
import got.ipc.RemoteRef;
import java.util.Comparator;
import java.util.List;

/** What got does with the longest list that is allowed; run by {@link PackedRefsTest}. */
final class LongestList {
  private LongestList() {}

  public static void main(String[] args) throws Exception {
    PackedRefs refs = new PackedRefs(HashAlgorithm.SHA1);
    int length = Limits.REF_NAME_BYTES / Limits.REFS;
    String padding = "x".repeat(length - "refs/heads/0000000".length());
    for (int i = 0; i < Limits.REFS; i++) {
      String name = "refs/heads/%07d%s".formatted(i, padding);
      refs.add(new RemoteRef.Direct(Refs.name(name), Refs.id(1)));
    }
    Selection selection = RefSelection.of(true, List.of(), List.of(), false).select(refs);
    int lines = 0;
    for (NewRef ref : IntSort.sorted(selection.refs(), Comparator.comparing(NewRef::name))) {
      lines += ref.id().isZero() ? 0 : 1;
    }
    System.out.printf(
        "%d want, %d references, %d lines%n",
        selection.wants().size(), selection.refs().size(), lines);
  }
}
