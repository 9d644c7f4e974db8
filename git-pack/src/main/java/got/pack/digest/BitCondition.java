package got.pack.digest;

/**
 * A relation of two bits of the expanded message that attacks along some vectors cannot avoid.
 *
 * @param first the earlier word, 35 to 63
 * @param firstBit its bit, 0 the least significant
 * @param second the later word, up to 64; the same word in one case
 * @param secondBit its bit
 * @param differ whether the bits must differ; else they must be equal
 * @param vectors the vectors concerned, a mask of {@link DisturbanceVector#ALL}
 */
record BitCondition(
    int first, int firstBit, int second, int secondBit, boolean differ, int vectors) {

  /** Whether the words meet the condition. */
  boolean holds(int[] words) {
    int bits = (words[first] >>> firstBit) ^ (words[second] >>> secondBit);
    return ((bits & 1) != 0) == differ;
  }
}
