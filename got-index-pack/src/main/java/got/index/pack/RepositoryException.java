package got.index.pack;

import java.io.IOException;

/** The repository that a pack is for cannot be read, or gives what it cannot have. */
public final class RepositoryException extends IOException {
  /**
   * @param reason lower case, no full stop
   */
  public RepositoryException(String reason) {
    super(reason);
  }

  public RepositoryException(String reason, IOException cause) {
    super(reason, cause);
  }
}
