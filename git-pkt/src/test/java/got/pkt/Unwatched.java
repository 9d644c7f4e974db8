package got.pkt;

/** Nobody looks. */
final class Unwatched implements Witness {
  @Override
  public void sent(long bytes) {}

  @Override
  public void received(long bytes) {}

  @Override
  public void read(PktLine packet) {}

  @Override
  public void wrote(PktLine packet) {}
}
