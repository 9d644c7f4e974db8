package got.pack.object;

import got.pack.PackException;

/** Is told what reading objects costs. */
@FunctionalInterface
public interface Made {
  /**
   * Before so much is inflated or made by a delta.
   *
   * @param bytes of the result; {@link ObjectReader#ENTRY_BYTES} for a header of an entry
   * @throws PackException.Limit if it is too much in all
   */
  void made(long bytes) throws PackException.Limit;
}
