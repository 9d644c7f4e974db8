package got.pack.object;

import got.ipc.ObjectId;
import got.pack.PackException;
import java.nio.charset.StandardCharsets;

/**
 * What a tag points to.
 *
 * @param target of any type
 */
public record TagFields(ObjectId target) {
  private static final byte[] OBJECT = "object ".getBytes(StandardCharsets.US_ASCII);

  /**
   * Takes a tag apart.
   *
   * @param id of the tag
   * @throws PackException.Format if it does not begin with an object
   */
  public static TagFields of(ObjectId id, StoredObject tag) throws PackException.Format {
    return new TagFields(new HeaderLines(id, tag).id(OBJECT));
  }
}
