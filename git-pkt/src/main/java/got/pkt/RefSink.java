package got.pkt;

import got.ipc.RemoteRef;

/** Takes references one by one, so that nobody has to hold them all. */
public interface RefSink {
  /**
   * @throws ProtocolException if there are too many
   */
  void ref(RemoteRef ref) throws ProtocolException;

  /**
   * The server has a reference, or its HEAD points to one, that is left out because git refuses its
   * name.
   *
   * @param name as the server sent it, one byte per char
   * @throws ProtocolException if there are too many
   */
  void leftOut(String name) throws ProtocolException;
}
