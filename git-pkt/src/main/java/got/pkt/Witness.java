package got.pkt;

/** Sees what passes between us and the server. */
public interface Witness {
  /**
   * Something came.
   *
   * @param bytes received so far
   */
  void received(long bytes);

  /**
   * Something was handed to the network.
   *
   * @param bytes sent so far
   */
  void sent(long bytes);

  /** A packet came; valid during the call only. */
  void read(PktLine packet);

  /** A packet was written; valid during the call only. */
  void wrote(PktLine packet);
}
