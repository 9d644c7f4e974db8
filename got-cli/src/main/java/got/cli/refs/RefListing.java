package got.cli.refs;

import got.ipc.RefName;
import got.ipc.RemoteRef;
import java.util.Comparator;
import java.util.List;

/** What {@code clone -l} shows: the server's references as {@code got ref -l} would show ours. */
public final class RefListing {
  private static final Comparator<RemoteRef> HEAD_FIRST =
      Comparator.comparing((RemoteRef ref) -> !ref.name().equals(RefName.HEAD))
          .thenComparing(RemoteRef::name, RefOrder.PATH);

  private RefListing() {}

  /**
   * @param refs in any order
   * @return {@code HEAD: refs/heads/main}, then {@code name: id} in {@link RefOrder}; cleaned
   */
  public static List<String> lines(List<RemoteRef> refs) {
    return sorted(refs).stream().map(RefListing::line).toList();
  }

  /** HEAD first, then in {@link RefOrder}. */
  public static List<RemoteRef> sorted(List<RemoteRef> refs) {
    return refs.stream().sorted(HEAD_FIRST).toList();
  }

  private static String line(RemoteRef ref) {
    return switch (ref) {
      case RemoteRef.Direct direct -> direct.name() + ": " + direct.id();
      case RemoteRef.Symbolic symbolic -> symbolic.name() + ": " + symbolic.target();
      case RemoteRef.Unborn unborn -> unborn.name() + ": " + unborn.target();
    };
  }
}
