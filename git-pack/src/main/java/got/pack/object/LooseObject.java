package got.pack.object;

import got.pack.ObjectType;
import org.jspecify.annotations.Nullable;

/**
 * What the file of a loose object has.
 *
 * @param size bytes of the object
 * @param fileBytes that were read
 * @param content null if it was not kept
 */
public record LooseObject(
    ObjectType type, long size, long fileBytes, @Nullable StoredObject content) {}
