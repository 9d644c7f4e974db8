package got.pkt;

import got.ipc.RemoteRef;

/** Takes references one by one, so that nobody has to hold them all. */
@FunctionalInterface
public interface RefSink {
  /**
   * @throws ProtocolException if there are too many
   */
  void ref(RemoteRef ref) throws ProtocolException;
}
