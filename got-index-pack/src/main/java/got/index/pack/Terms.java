package got.index.pack;

import got.ipc.HashAlgorithm;
import got.ipc.PackLimits;

/**
 * What holds for a whole analysis.
 *
 * @param algorithm of the ids
 * @param limits that the pack is held to
 * @param threads for the deltas
 */
public record Terms(HashAlgorithm algorithm, PackLimits limits, int threads) {}
