package got.cli.refs;

import got.ipc.RemoteRef;

/** What {@code clone -l} shows: the server's references as {@code got ref -l} would show ours. */
public final class RefListing {
  private RefListing() {}

  /**
   * @return {@code HEAD: refs/heads/main}, or {@code name: id}; cleaned
   */
  public static String line(RemoteRef ref) {
    return switch (ref) {
      case RemoteRef.Direct direct -> direct.name() + ": " + direct.id();
      case RemoteRef.Symbolic symbolic -> symbolic.name() + ": " + symbolic.target();
      case RemoteRef.Unborn unborn -> unborn.name() + ": " + unborn.target();
    };
  }
}
