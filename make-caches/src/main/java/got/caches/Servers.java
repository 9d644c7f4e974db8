package got.caches;

import got.caches.Identity.Runner;
import got.caches.Web.Security;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The servers of a training.
 *
 * @param git the one that serves the small history as git-daemon(1) would
 * @param authorities the certificates, in PEM, of those who vouch for the ones that speak https
 * @param secure the URL of a small history over https, to which http redirects
 * @param various the URL of a history with many tags over https, at the end of redirects through
 *     all kinds of TLS; in version 0, because then got waits for the end of the helper that speaks
 *     https
 */
record Servers(Server git, Web web, Path authorities, String secure, String various)
    implements Closeable {
  private static final String EC = "-keyalg EC -groupname secp256r1";
  private static final String RSA = "-keyalg RSA -keysize 2048";

  private static final String VERSION_2 = "TLSv1.2";
  private static final String VERSION_3 = "TLSv1.3";
  private static final String AES = "TLS_AES_256_GCM_SHA384";

  /**
   * @param work for files
   * @param runner of what is not in this process
   */
  static Servers start(Path keytool, Path work, Runner runner)
      throws IOException, InterruptedException {
    Identity ec = Identity.make(keytool, EC, work.resolve("store"), runner);
    Identity rsa = Identity.make(keytool, RSA, work.resolve("store"), runner);
    Path authorities = work.resolve("authorities.pem");
    Files.writeString(authorities, ec.pem() + rsa.pem());
    History small = History.standard();
    Server git = new Server(small);
    Web web = new Web();
    Optional<Security> usual = Optional.of(new Security(ec, VERSION_3, AES, ""));
    String secure = web.redirect(Optional.empty(), web.serve(usual, new Upload(small, true)));
    String various = web.serve(usual, new Upload(History.manyTags(), false));
    for (Security other :
        new Security[] {
          new Security(ec, VERSION_2, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", ""),
          new Security(rsa, VERSION_2, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", ""),
          // The client did not guess this one, and is asked to try again.
          new Security(ec, VERSION_3, "TLS_CHACHA20_POLY1305_SHA256", "secp384r1"),
          new Security(rsa, VERSION_3, "TLS_AES_128_GCM_SHA256", ""),
        }) {
      various = web.redirect(Optional.of(other), various);
    }
    return new Servers(git, web, authorities, secure, web.redirect(Optional.empty(), various));
  }

  @Override
  public void close() throws IOException {
    git.close();
    web.close();
  }
}
