package got.pack.object;

import got.ipc.HashAlgorithm;
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
   * @throws PackException.Format if it does not begin with an object
   */
  public static TagFields of(StoredObject tag, HashAlgorithm algorithm)
      throws PackException.Format {
    return new TagFields(new HeaderLines(tag, algorithm).id(OBJECT));
  }
}
