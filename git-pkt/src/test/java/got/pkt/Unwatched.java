package got.pkt;

/** Nobody looks. */
final class Unwatched implements Witness {
  @Override
  public void received(long bytes) {}

  @Override
  public void read(PktLine packet) {}

  @Override
  public void wrote(PktLine packet) {}
}
