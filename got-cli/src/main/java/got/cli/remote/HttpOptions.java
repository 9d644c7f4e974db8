package got.cli.remote;

/**
 * What the command line says for http and https.
 *
 * @param caCertificates --cacert: a file; empty if it says nothing
 * @param redirects --max-redirs: how many may be followed
 * @param netrc --netrc-file: a file; empty if it says nothing
 * @param proxies --proxy and --noproxy, and what the environment says of proxies
 */
public record HttpOptions(String caCertificates, int redirects, String netrc, Proxies proxies) {
  /** Redirects followed if nobody says otherwise. */
  public static final int REDIRECTS = 5;

  /** The command line says nothing, nor does the environment. */
  public static final HttpOptions USUAL = new HttpOptions("", REDIRECTS, "", Proxies.NONE);

  /** True if the command line says something, whatever the environment does. */
  public boolean areGiven() {
    return !caCertificates.isEmpty()
        || redirects != REDIRECTS
        || !netrc.isEmpty()
        || proxies.areGiven();
  }
}
