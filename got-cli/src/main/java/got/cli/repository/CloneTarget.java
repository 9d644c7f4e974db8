package got.cli.repository;

import java.nio.file.Path;

/**
 * Where a new repository will be.
 *
 * @param directory as typed, or from the URL
 * @param trusted --trust-directory: whoever else may rename on the way to it will not
 */
public record CloneTarget(Path directory, boolean trusted) {}
