package got.ipc;

/** The hash function of a repository. Source: gitformat-pack(5), gitprotocol-v2(5). */
public enum HashAlgorithm {
  SHA1("sha1", 20),
  SHA256("sha256", 32);

  private final String gitName;
  private final int idBytes;

  HashAlgorithm(String gitName, int idBytes) {
    this.gitName = gitName;
    this.idBytes = idBytes;
  }

  /** The name in capabilities and in {@code extensions.objectFormat}. */
  public String gitName() {
    return gitName;
  }

  /** Length of a binary object id: 20 or 32. */
  public int idBytes() {
    return idBytes;
  }
}
