package got.pkt;

import java.nio.charset.StandardCharsets;

/**
 * A program on the server's side, by its name: {@code git-upload-pack} gives packs away, {@code
 * git-receive-pack} takes them.
 */
public record Service(String name) {
  /** The program that lists references and sends a pack. */
  public static final Service UPLOAD_PACK = new Service("git-upload-pack");

  /**
   * The payload of the one packet with which a client of git-daemon(1) begins; it asks for version
   * 2. Source: gitprotocol-pack(5), "Git Transport".
   *
   * @param host as the user gave it, with a port if there was one
   */
  public byte[] request(String path, String host) {
    return (name + " " + path + "\0host=" + host + "\0\0version=2\0")
        .getBytes(StandardCharsets.UTF_8);
  }
}
