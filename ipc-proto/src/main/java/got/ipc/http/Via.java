package got.ipc.http;

import got.ipc.BadValueException;

/**
 * Who is at the other end of a connection: the server itself, or a proxy that leads to it.
 *
 * @param proxy true for a proxy
 * @param authorization for the proxy, and nobody behind it
 */
public record Via(boolean proxy, Authorization authorization) {
  public static final Via SERVER = new Via(false, Authorization.NONE);

  public Via {
    if (authorization.isPresent() && !proxy) {
      throw new IllegalArgumentException("a password for no proxy");
    }
  }

  /** By a proxy that wants this user and password, or none. */
  public static Via proxy(Authorization authorization) {
    return new Via(true, authorization);
  }

  /**
   * @throws BadValueException if there is a password, but no proxy
   */
  static Via check(boolean proxy, Authorization authorization) throws BadValueException {
    if (authorization.isPresent() && !proxy) {
      throw new BadValueException("a password for no proxy");
    }
    return new Via(proxy, authorization);
  }
}
