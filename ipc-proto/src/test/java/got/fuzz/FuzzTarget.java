package got.fuzz;

/** Something that takes any bytes. */
@FunctionalInterface
public interface FuzzTarget {
  /**
   * Tries an input, and compares the answer with that of a slow model, where there is one.
   *
   * @return false if it was refused as it should be: by the exception of its layer
   * @throws Exception whatever else came out, which is a defect
   * @throws AssertionError if the answer is wrong, or cost too much
   */
  boolean accepts(byte[] input) throws Exception;
}
