package got.cli.index;

import got.ipc.PackLimits;

/**
 * What holds for a pack that is to be indexed.
 *
 * @param limits --max-pack-size, --max-object-size and --max-growth
 * @param skipList --skip-list
 */
public record PackTerms(PackLimits limits, SkipList skipList) {}
